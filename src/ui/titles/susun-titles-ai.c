// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-ask.h"
#include "ui/susun-message.h"
#include "ui/titles/susun-consent-dialog.h"
#include "ui/titles/susun-titles-private.h"

/*
 * The AI on the Titles page: asked only after its user has seen what is sent, and heard as it
 * answers.
 */

/* How often the countdown moves. */
#define REFRESH_MS 250

static void
tell_failed (SusunTitlesPage *self, const char *sentence)
{
  g_signal_emit_by_name (self->wizard, "failed", sentence);
}

/* --- what is told */

/* Suggestions that are neither taken nor refused. */
static guint
count_suggestions (SusunTitlesPage *self)
{
  GListModel *model = G_LIST_MODEL (self->list);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SusunTitleRow) row = g_list_model_get_item (model, i);
      n += susun_title_row_get_suggestion (row) != NULL;
    }
  return n;
}

static char *
describe_wait (const SusunAiState *state)
{
  gint64 left = state->until - g_get_real_time ();
  guint seconds = (guint) (MAX (left, 0) / G_USEC_PER_SEC) + (left > 0 ? 1 : 0);

  switch (state->phase)
    {
    case SUSUN_AI_PHASE_QUOTA:
      return g_strdup_printf (
          ngettext ("The AI has had enough questions for now: it goes on in %u second.",
                    "The AI has had enough questions for now: it goes on in %u seconds.", seconds),
          seconds);
    case SUSUN_AI_PHASE_RETRY:
      return g_strdup_printf (ngettext ("The AI did not answer: it is asked again in %u second.",
                                        "The AI did not answer: it is asked again in %u seconds.",
                                        seconds),
                              seconds);
    case SUSUN_AI_PHASE_PACING:
    default:
      return g_strdup_printf (ngettext ("Not faster than the AI allows: it goes on in %u second.",
                                        "Not faster than the AI allows: it goes on in %u seconds.",
                                        seconds),
                              seconds);
    }
}

static char *
describe_end (SusunTitlesPage *self, const SusunAiState *state, guint suggestions)
{
  if (susun_title_asking_is_stopped (self->asking))
    return g_strdup (_ ("The AI is asked no more."));
  if (state->phase == SUSUN_AI_PHASE_STOPPED || (state->accepted == 0 && *state->problem != '\0'))
    return g_strdup_printf (_ ("Offline titles stay: %s"), state->problem);
  if (suggestions == 0)
    return g_strdup (_ ("The AI suggests nothing more."));
  return g_strdup_printf (
      ngettext ("The AI suggests %u title.", "The AI suggests %u titles.", suggestions),
      suggestions);
}

static char *
describe_state (SusunTitlesPage *self, const SusunAiState *state, guint suggestions)
{
  if (state->told >= state->added)
    return describe_end (self, state, suggestions);
  if (state->until != 0)
    return describe_wait (state);
  /* Translators: the name of a model, how many titles have an answer, of how many */
  return g_strdup_printf (_ ("Asking %s · %u of %u"),
                          *state->model != '\0' ? state->model : _ ("the AI"), state->told,
                          state->added);
}

void
susun_titles_page_show_asking (SusunTitlesPage *self)
{
  guint suggestions = count_suggestions (self);
  gboolean asking = FALSE;
  SusunAiState state;

  if (self->asking != NULL)
    {
      g_autofree char *text = NULL;
      susun_title_asking_get_state (self->asking, &state);
      asking = state.told < state.added;
      text = describe_state (self, &state, suggestions);
      if (!g_str_equal (gtk_label_get_text (GTK_LABEL (self->ai_state)), text))
        gtk_label_set_text (GTK_LABEL (self->ai_state), text);
    }
  gtk_widget_set_visible (self->ai_bar, self->asking != NULL);
  gtk_spinner_set_spinning (GTK_SPINNER (self->ai_spinner), asking);
  gtk_widget_set_visible (self->ai_spinner, asking);
  gtk_widget_set_visible (self->ai_stop, asking);
  gtk_widget_set_visible (self->ai_take, suggestions > 0);
  gtk_widget_set_visible (self->ai_refuse, suggestions > 0);
  gtk_widget_set_visible (self->ai_close, self->asking != NULL && !asking && suggestions == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "titles.suggest",
                                 !asking && !self->fixed && self->finding == NULL
                                     && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0);
  if (!asking)
    g_clear_handle_id (&self->ai_refresh, g_source_remove);
}

static gboolean
refresh_cb (gpointer user_data)
{
  SusunTitlesPage *self = user_data;
  guint source = self->ai_refresh;

  self->ai_refresh = 0;
  susun_titles_page_show_asking (self);
  /* It may still be asking. */
  if (self->asking != NULL && gtk_widget_get_visible (self->ai_stop))
    {
      self->ai_refresh = source;
      return G_SOURCE_CONTINUE;
    }
  return G_SOURCE_REMOVE;
}

/* --- suggestions */

static void
told_cb (SusunTitlesPage *self, gint64 id, const char *title, const char *reason)
{
  SusunTitleRow *row = susun_title_list_find (self->list, id);

  if (row != NULL)
    susun_title_row_suggest (row, title,
                             susun_title_asking_is_stopped (self->asking) ? NULL : reason);
}

/* No answer comes any more. */
static void
end_waiting (SusunTitlesPage *self)
{
  GListModel *model = G_LIST_MODEL (self->list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SusunTitleRow) row = g_list_model_get_item (model, i);
      if (susun_title_row_is_waiting (row))
        susun_title_row_suggest (row, NULL, NULL);
    }
}

void
susun_titles_page_end_asking (SusunTitlesPage *self)
{
  g_clear_handle_id (&self->ai_refresh, g_source_remove);
  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  if (self->asking == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->asking, self);
  susun_title_asking_close (self->asking);
  g_clear_object (&self->asking);
  end_waiting (self);
}

static void
ask (SusunTitlesPage *self, SusunConsentDialog *dialog)
{
  GPtrArray *rows = susun_consent_dialog_get_rows (dialog);
  g_autoptr (GError) error = NULL;

  susun_titles_page_end_asking (self);
  self->asking = susun_title_asking_new (susun_consent_dialog_get_options (dialog),
                                         susun_title_list_get_titles (self->list), &error);
  if (self->asking == NULL)
    {
      tell_failed (self, error->message);
      return;
    }
  g_signal_connect_swapped (self->asking, "told", G_CALLBACK (told_cb), self);
  for (guint i = 0; i < rows->len; i++)
    {
      SusunTitleRow *row = rows->pdata[i];
      susun_title_row_wait_for_suggestion (row);
      susun_title_asking_add (self->asking, susun_title_row_get_id (row),
                              susun_title_row_get_event (row));
    }
  susun_title_asking_go (self->asking);
  self->ai_refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
  susun_titles_page_show_asking (self);
}

/* --- consent */

static void
consent_cb (SusunConsentDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunTitlesPage) self = user_data;

  if (g_str_equal (response, "send") && self->list != NULL && !self->fixed)
    ask (self, dialog);
}

static void
key_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitlesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunAiKey) key = susun_ai_setup_find_key_finish (result, &error);
  g_autofree char *name = NULL;
  GtkWidget *dialog;

  if (g_task_get_cancellable (G_TASK (result)) != self->finding)
    return;
  g_clear_object (&self->finding);
  susun_titles_page_show_asking (self);
  if (error != NULL)
    {
      tell_failed (self, error->message);
      return;
    }
  name = susun_ai_setup_dup_name (self->settings);
  dialog = susun_consent_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                     self->list, susun_ai_setup_new (self->settings, key), name,
                                     susun_ai_setup_is_remote (self->settings));
  g_signal_connect (dialog, "response", G_CALLBACK (consent_cb), g_object_ref (self));
  susun_message_present (ADW_MESSAGE_DIALOG (dialog));
}

/* --- none is chosen */

static void
open_preferences (gpointer asker, const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (asker), "win.preferences-page", "s", page);
}

static void
lead_to_preferences (SusunTitlesPage *self)
{
  susun_ask (GTK_WIDGET (self), _ ("Ask an AI?"),
             _ ("Titles are made on this computer, and nothing is sent. An AI knows more words: "
                "which one may be asked is chosen in Preferences. Before anything is sent you see "
                "what."),
             _ ("_Cancel"), _ ("_Preferences"), ADW_RESPONSE_DEFAULT, open_preferences, "titles");
}

/* --- commands */

static void
suggest_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunTitlesPage *self = SUSUN_TITLES_PAGE (widget);

  if (!susun_ai_setup_is_on (self->settings))
    {
      lead_to_preferences (self);
      return;
    }
  self->finding = g_cancellable_new ();
  susun_ai_setup_find_key (self->settings, self->finding, key_found_cb, g_object_ref (self));
  susun_titles_page_show_asking (self);
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunTitlesPage *self = SUSUN_TITLES_PAGE (widget);

  if (self->asking != NULL)
    susun_title_asking_stop (self->asking);
}

/* What its user wrote is not overwritten by what is done to all: there the suggestion stays. */
static void
answer_all (SusunTitlesPage *self, gboolean take)
{
  GListModel *model = G_LIST_MODEL (self->list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SusunTitleRow) row = g_list_model_get_item (model, i);
      if (susun_title_row_get_suggestion (row) == NULL)
        continue;
      if (!take)
        susun_title_row_refuse_suggestion (row);
      else if (susun_title_row_get_from (row) != SUSUN_TITLE_FROM_USER)
        susun_title_row_take_suggestion (row);
    }
  susun_titles_page_show_asking (self);
}

static void
take_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  answer_all (SUSUN_TITLES_PAGE (widget), TRUE);
}

static void
refuse_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  answer_all (SUSUN_TITLES_PAGE (widget), FALSE);
}

static void
close_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunTitlesPage *self = SUSUN_TITLES_PAGE (widget);

  susun_titles_page_end_asking (self);
  susun_titles_page_show_asking (self);
}

void
susun_titles_page_install_ai (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "titles.suggest", NULL, suggest_cb);
  gtk_widget_class_install_action (klass, "titles.stop-asking", NULL, stop_cb);
  gtk_widget_class_install_action (klass, "titles.take-all", NULL, take_all_cb);
  gtk_widget_class_install_action (klass, "titles.refuse-all", NULL, refuse_all_cb);
  gtk_widget_class_install_action (klass, "titles.close-ai", NULL, close_cb);
}
