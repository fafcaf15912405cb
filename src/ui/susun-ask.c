// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-ask.h"

#include "ui/susun-message.h"

typedef struct
{
  GtkWidget *asker; /* (owned) */
  char *subject;    /* (owned) (nullable) */
  SusunYesFunc func;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->asker);
  g_free (self->subject);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (g_str_equal (response, "yes"))
    question->func (question->asker, question->subject);
}

void
susun_ask (GtkWidget *asker, const char *heading, const char *body, const char *no, const char *yes,
           AdwResponseAppearance yes_look, SusunYesFunc func, const char *subject)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (asker)), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  Question *question = g_new0 (Question, 1);

  question->asker = g_object_ref (asker);
  question->subject = g_strdup (subject);
  question->func = func;
  adw_message_dialog_add_responses (message, "no", no, "yes", yes, NULL);
  adw_message_dialog_set_response_appearance (message, "yes", yes_look);
  adw_message_dialog_set_default_response (message,
                                           yes_look == ADW_RESPONSE_DESTRUCTIVE ? "no" : "yes");
  adw_message_dialog_set_close_response (message, "no");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  susun_message_present (message);
}
