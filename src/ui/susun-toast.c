// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-toast.h"

/* What of the width is not for words: what is around a toast, its own edges, its button. */
#define EDGES 110

/* What the words of @label take in one line. */
static int
measure_line (GtkWidget *label)
{
  int natural;

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* As wide as there is room, in letters: a toast asks for its height before it knows its width. */
static void
wrap (GtkLabel *label, int room)
{
  PangoFontMetrics *metrics
      = pango_context_get_metrics (gtk_widget_get_pango_context (GTK_WIDGET (label)), NULL, NULL);
  int letter = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                    pango_font_metrics_get_approximate_digit_width (metrics));
  /* It is bold: a tenth wider. */
  int letters = MAX (room * PANGO_SCALE / (letter * 11 / 10), 1);

  pango_font_metrics_unref (metrics);
  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                "width-chars", letters, "max-width-chars", letters, NULL);
}

AdwToast *
susun_toast_new (GtkWidget *place, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (sentence));
  int room = gtk_widget_get_width (place) - EDGES;

  gtk_widget_add_css_class (label, "heading");
  if (room > 0 && measure_line (label) > room)
    {
      wrap (GTK_LABEL (label), room);
      adw_toast_set_custom_title (toast, label);
    }
  return toast;
}
