// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-item-stub.h"
#include "ui/review/susun-date-form.h"
#include "ui/review/susun-item-mark.h"
#include "ui/review/susun-photo-grid.h"
#include "ui/review/susun-review-private.h"
#include "ui/susun-message.h"

/* Returns: (transfer full) (element-type gint64) */
static GArray *
selected_items (SusunReviewPage *self)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selection);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      gint64 id = susun_item_model_get_item_id (self->model, position);
      if (id != 0)
        g_array_append_val (items, id);
    }
  return items;
}

void
susun_review_page_keep_selection (SusunReviewPage *self)
{
  g_clear_pointer (&self->kept, g_array_unref);
  self->kept = selected_items (self);
  self->at_top = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0
                 && susun_photo_grid_is_at_top (SUSUN_PHOTO_GRID (self->grid));
}

static void
select_kept (SusunReviewPage *self)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GtkBitset) found = gtk_bitset_new_empty ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n);

  for (guint i = 0; i < self->kept->len; i++)
    g_hash_table_add (kept, &g_array_index (self->kept, gint64, i));
  for (guint i = 0; i < n; i++)
    {
      gint64 id = susun_item_model_get_item_id (self->model, i);
      if (g_hash_table_contains (kept, &id))
        gtk_bitset_add (found, i);
    }
  gtk_selection_model_set_selection (self->selection, found, all);
}

void
susun_review_page_find_selection (SusunReviewPage *self)
{
  g_autoptr (GtkBitset) positions = NULL;

  if (self->kept == NULL)
    return;
  if (self->kept->len > 0)
    select_kept (self);
  g_clear_pointer (&self->kept, g_array_unref);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  positions = gtk_selection_model_get_selection (self->selection);
  /* Who sorts follows what is selected; else the grid would follow whatever stood at the top. */
  if (self->sorted && !gtk_bitset_is_empty (positions))
    susun_photo_grid_show_item (SUSUN_PHOTO_GRID (self->grid), gtk_bitset_get_minimum (positions));
  else if (self->sorted || self->at_top)
    susun_photo_grid_show_item (SUSUN_PHOTO_GRID (self->grid), 0);
  self->sorted = FALSE;
}

/* The one that stands for all. Returns: (transfer full) (nullable) */
static SusunItemStub *
first_selected (SusunReviewPage *self)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (positions))
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->model), gtk_bitset_get_minimum (positions));
}

static void
correct (SusunReviewPage *self, SusunCorrectionKind kind)
{
  susun_wizard_correct (self->wizard, susun_correction_new (kind, selected_items (self)));
}

static void
leave_out_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  correct (SUSUN_REVIEW_PAGE (widget), SUSUN_CORRECT_LEAVE_OUT);
}

static void
put_back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  correct (SUSUN_REVIEW_PAGE (widget), SUSUN_CORRECT_PUT_BACK);
}

static void
own_date_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  correct (SUSUN_REVIEW_PAGE (widget), SUSUN_CORRECT_FORGET_DATE);
}

/* --- setting a date */

/* What is asked about stays what it was, whatever is selected when the answer comes. */
typedef struct
{
  SusunReviewPage *page; /* (owned) */
  GArray *items;         /* (owned) (element-type gint64) */
  GtkWidget *form;       /* (owned): also when the dialog is gone */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->page);
  g_array_unref (question->items);
  g_object_unref (question->form);
  g_free (question);
}

static void
date_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;
  g_autoptr (SusunCorrection) correction
      = susun_correction_new (SUSUN_CORRECT_DATE, g_array_ref (question->items));

  if (g_str_equal (response, "set")
      && susun_date_form_read (SUSUN_DATE_FORM (question->form), correction))
    susun_wizard_correct (question->page->wizard, g_steal_pointer (&correction));
}

static void
form_changed_cb (AdwMessageDialog *dialog, SusunDateForm *form)
{
  SusunCorrection correction;

  adw_message_dialog_set_response_enabled (dialog, "set", susun_date_form_read (form, &correction));
}

static void
set_date_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (widget);
  g_autoptr (SusunItemStub) stub = first_selected (self);
  const SusunItem *item = stub != NULL ? susun_item_stub_get_item (stub) : NULL;
  g_autofree char *heading = NULL;
  Question *question;
  GtkWidget *dialog;

  if (item == NULL)
    return;
  question = g_new0 (Question, 1);
  question->page = g_object_ref (self);
  question->items = selected_items (self);
  question->form
      = g_object_ref_sink (susun_date_form_new (susun_item_stub_get_name (stub), item->wall));
  if (susun_item_stub_get_camera (stub) != NULL)
    susun_date_form_offer_camera (SUSUN_DATE_FORM (question->form),
                                  question->items->len == 1 ? susun_item_stub_get_camera (stub)
                                                            : NULL);
  heading = g_strdup_printf (
      ngettext ("Set the Date of %u Picture", "Set the Date of %u Pictures", question->items->len),
      question->items->len);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), question->form);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "set",
                                    _ ("_Set Date"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "set",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "set");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (date_response_cb), question, question_free,
                         0);
  g_signal_connect_object (question->form, "changed", G_CALLBACK (form_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  form_changed_cb (ADW_MESSAGE_DIALOG (dialog), SUSUN_DATE_FORM (question->form));
  susun_message_present (ADW_MESSAGE_DIALOG (dialog));
}

static void
show_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_review_page_show_all (SUSUN_REVIEW_PAGE (widget));
}

/* --- what can be done now */

void
susun_review_page_update_commands (SusunReviewPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selection);
  guint64 selected = gtk_bitset_get_size (positions);
  g_autoptr (SusunItemStub) stub = first_selected (self);
  const SusunItem *item = stub != NULL ? susun_item_stub_get_item (stub) : NULL;
  gboolean may = selected > 0 && susun_wizard_has_plan (self->wizard);
  SusunItemMark mark = { 0 };

  if (item != NULL)
    susun_item_mark_read (&mark, item, susun_item_stub_get_override (stub));
  gtk_widget_action_set_enabled (widget, "review.set-date", may);
  gtk_widget_action_set_enabled (widget, "review.own-date", may);
  gtk_widget_action_set_enabled (widget, "review.leave-out", may);
  gtk_widget_action_set_enabled (widget, "review.put-back", may);
  gtk_widget_set_visible (self->leave_out, !mark.faded);
  gtk_widget_set_visible (self->put_back, mark.faded);
}

void
susun_review_page_install_commands (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "review.set-date", NULL, set_date_cb);
  gtk_widget_class_install_action (klass, "review.own-date", NULL, own_date_cb);
  gtk_widget_class_install_action (klass, "review.leave-out", NULL, leave_out_cb);
  gtk_widget_class_install_action (klass, "review.put-back", NULL, put_back_cb);
  gtk_widget_class_install_action (klass, "review.show-all", NULL, show_all_cb);
  gtk_widget_class_install_property_action (klass, "review.filter", "filter");
  gtk_widget_class_install_property_action (klass, "review.year", "year");
  gtk_widget_class_install_property_action (klass, "review.sort", "sort");
  gtk_widget_class_install_property_action (klass, "review.details", "show-details");
}
