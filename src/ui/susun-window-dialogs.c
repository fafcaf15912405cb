// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-window-private.h"

static void
clean_up_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (g_str_equal (response, "quarantine"))
    susun_wizard_clean_up (self->wizard);
}

void
susun_window_ask_to_clean_up (SusunWindow *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_VERIFY);
  guint64 proven = outcome != NULL ? outcome->balance.counts[SUSUN_BALANCE_VERIFIED] : 0;
  g_autofree char *quarantine = susun_wizard_dup_quarantine (self->wizard);
  g_autofree char *display = susun_path_display (quarantine);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Move %u Original to Quarantine?",
                                   "Move %u Originals to Quarantine?", (gulong) proven),
                         (guint) proven);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("Each one is compared with its copy once more before it goes. They move to “%s” and can "
         "be put back at any time."),
      display);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "quarantine", _ ("_Move to Quarantine"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "quarantine",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "quarantine");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (clean_up_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
undo_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (g_str_equal (response, "undo"))
    susun_wizard_undo (self->wizard, g_object_get_data (G_OBJECT (dialog), "susun-run"));
}

void
susun_window_ask_to_undo (SusunWindow *self, const char *run_id)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Take This Back?"),
      _ ("Files that were moved go back to where they were. Copies leave the archive, each only "
         "when its original stands unchanged at its place; the others are kept and named."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "undo",
                                    _ ("_Undo"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "undo",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "susun-run", g_strdup (run_id), g_free);
  g_signal_connect (dialog, "response", G_CALLBACK (undo_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
close_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (!g_str_equal (response, "stop"))
    return;
  self->closing = TRUE;
  susun_wizard_cancel (self->wizard);
}

void
susun_window_ask_to_close (SusunWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Stop and Close?"),
      _ ("The file in hand is finished or rolled back. The rest can be resumed later; nothing is "
         "lost."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Go On"), "stop",
                                    _ ("_Stop and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (close_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
}
