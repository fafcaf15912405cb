// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-message.h"

/* How wide an AdwMessageDialog is when it is narrowest, and what a panel and a frame take of the
 * screen's height, in pixels. */
#define NARROWEST 300
#define AROUND 80

/* So much of what scrolls is in sight at least. */
#define LOWEST 120

static int
minimum_height (AdwMessageDialog *dialog)
{
  int width, height;

  gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_VERTICAL, MAX (width, NARROWEST),
                      &height, NULL, NULL, NULL);
  return height;
}

static int
screen_height (AdwMessageDialog *dialog)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (dialog)));
  int lowest = G_MAXINT;

  /* Which of several it comes to is not known before. */
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle place;
      gdk_monitor_get_geometry (monitor, &place);
      lowest = MIN (lowest, place.height);
    }
  return lowest;
}

static void
let_scroll (AdwMessageDialog *dialog, int height)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *text = gtk_label_new (adw_message_dialog_get_body (dialog));
  GtkWidget *extra = adw_message_dialog_get_extra_child (dialog);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  gtk_widget_set_visible (text, *adw_message_dialog_get_body (dialog) != '\0');
  gtk_box_append (GTK_BOX (box), text);
  if (extra != NULL)
    {
      g_object_ref (extra);
      adw_message_dialog_set_extra_child (dialog, NULL);
      gtk_box_append (GTK_BOX (box), extra);
      g_object_unref (extra);
    }
  adw_message_dialog_set_body (dialog, "");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  /* The keyboard scrolls it, also where nothing in it takes the focus. */
  gtk_widget_set_focusable (scroller, TRUE);
  adw_message_dialog_set_extra_child (dialog, scroller);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller),
                                              MAX (LOWEST, height - minimum_height (dialog)));
}

void
susun_message_present (AdwMessageDialog *dialog)
{
  int height = screen_height (dialog) - AROUND;

  if (minimum_height (dialog) > height)
    let_scroll (dialog, height);
  gtk_window_present (GTK_WINDOW (dialog));
}
