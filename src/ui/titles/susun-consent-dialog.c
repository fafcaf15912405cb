// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-consent-dialog.h"

#include <glib/gi18n.h>

/* Where the titles begin, as text within JSON. */
#define FIRST_ITEM "{\\\"items\\\":[{"

struct _SusunConsentDialog
{
  AdwMessageDialog parent_instance;

  SusunTitleList *list; /* (owned) */
  SusunAiSetup *setup;  /* (owned) */
  GPtrArray *rows;      /* (element-type SusunTitleRow): whose titles are shown */

  GtkWidget *all;
  GtkWidget *count;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (SusunConsentDialog, susun_consent_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* What its user wrote is not asked about, nor what keeps its name for a reason. */
static gboolean
is_asked_about (SusunTitleRow *row, gboolean all)
{
  SusunTitleRowKind kind = susun_title_row_get_kind (row);

  return kind != SUSUN_TITLE_ROW_NOTHING && kind != SUSUN_TITLE_ROW_RENAMED
         && susun_title_row_get_from (row) != SUSUN_TITLE_FROM_USER
         && *susun_title_row_get_event (row) != '\0'
         && !susun_title_is_empty_talk (susun_title_row_get_event (row))
         && (all || susun_title_row_is_uncertain (row));
}

static void
choose_rows (SusunConsentDialog *self, gboolean all)
{
  GListModel *model = G_LIST_MODEL (self->list);

  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SusunTitleRow) row = g_list_model_get_item (model, i);
      if (is_asked_about (row, all))
        g_ptr_array_add (self->rows, g_steal_pointer (&row));
    }
}

/* Rules for the AI stand around it; what is of its user comes into sight. */
static void
show_titles (SusunConsentDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  GtkTextIter start, found;

  gtk_text_buffer_get_end_iter (buffer, &start);
  if (!gtk_text_iter_backward_search (&start, FIRST_ITEM, 0, &found, NULL, NULL))
    return;
  gtk_text_buffer_place_cursor (buffer, &found);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->text), gtk_text_buffer_get_insert (buffer), 0,
                                TRUE, 0, 0);
}

static void
show_text (SusunConsentDialog *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autofree char *preview = NULL;
  g_autofree char *count = NULL;
  guint n;

  choose_rows (self, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->all)));
  n = self->rows->len;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, (char *) susun_title_row_get_event (self->rows->pdata[i]));
  preview = susun_ai_preview (&self->setup->options, susun_title_list_get_titles (self->list),
                              (const char *const *) texts->pdata, n);
  count = n > 0 ? g_strdup_printf (ngettext ("This is sent, about %u title, and nothing else:",
                                             "This is sent, about %u titles, and nothing else:", n),
                                   n)
                : g_strdup (_ ("No title is in doubt: nothing would be sent."));
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), preview, -1);
  show_titles (self);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "send", n > 0);
}

static void
susun_consent_dialog_dispose (GObject *object)
{
  SusunConsentDialog *self = SUSUN_CONSENT_DIALOG (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->setup, susun_ai_setup_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_consent_dialog_parent_class)->dispose (object);
}

static void
susun_consent_dialog_class_init (SusunConsentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_consent_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/titles/susun-consent-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunConsentDialog, all);
  gtk_widget_class_bind_template_child (widget_class, SusunConsentDialog, count);
  gtk_widget_class_bind_template_child (widget_class, SusunConsentDialog, text);
}

static void
susun_consent_dialog_init (SusunConsentDialog *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->text, "map", G_CALLBACK (show_titles), self);
}

GtkWidget *
susun_consent_dialog_new (GtkWindow *parent, SusunTitleList *list, SusunAiSetup *setup,
                          const char *name, gboolean remote)
{
  SusunConsentDialog *self
      = g_object_new (SUSUN_TYPE_CONSENT_DIALOG, "transient-for", parent, NULL);

  self->list = g_object_ref (list);
  self->setup = setup;
  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (self),
      remote ? _ ("To %s. Titles may hold names of people. Who runs the service may read and keep "
                  "them: with a free key at Google people may look at them, too. No picture, no "
                  "date and no path is sent.")
             : _ ("To %s. No picture, no date and no path is sent."),
      name);
  choose_rows (self, FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->all), self->rows->len == 0);
  g_signal_connect_object (self->all, "toggled", G_CALLBACK (show_text), self, G_CONNECT_SWAPPED);
  show_text (self);
  return GTK_WIDGET (self);
}

GPtrArray *
susun_consent_dialog_get_rows (SusunConsentDialog *self)
{
  return self->rows;
}

const SusunAiOptions *
susun_consent_dialog_get_options (SusunConsentDialog *self)
{
  return &self->setup->options;
}
