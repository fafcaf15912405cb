// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/cleanup/susun-empty-dialog.h"

#include <glib/gi18n.h>

#define YOUNG_DAYS 30

/* Only the digits count: a person may write 1,204 or 1 204. */
static gboolean
says (const char *text, guint64 number)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      int digit = g_unichar_digit_value (character);
      if (digit >= 0)
        g_string_append_c (digits, (char) ('0' + digit));
      else if (g_unichar_isalpha (character))
        return FALSE;
    }
  g_autofree char *expected = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  return g_str_equal (digits->str, expected);
}

static void
typed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  const guint64 *files = g_object_get_data (G_OBJECT (dialog), "susun-files");

  adw_message_dialog_set_response_enabled (dialog, "empty",
                                           says (gtk_editable_get_text (entry), *files));
}

static char *
describe (guint64 bytes, gint64 since)
{
  gint64 days = (g_get_real_time () - since) / G_USEC_PER_SEC / 86400;
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *plain = g_strdup_printf (
      _ ("This cannot be undone: afterwards only the copies in the archive are left. Each copy is "
         "proven once more before its original is deleted; what cannot be proven stays. %s are "
         "freed."),
      size);

  if (days >= YOUNG_DAYS)
    return g_steal_pointer (&plain);
  return g_strdup_printf ("%s\n\n%s", plain,
                          _ ("They are there for less than a month. Have you looked at the "
                             "archive?"));
}

GtkWidget *
susun_empty_dialog_new (GtkWindow *parent, guint64 files, guint64 bytes, gint64 since)
{
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Delete %'lu Original for Ever?",
                                   "Delete %'lu Originals for Ever?", (gulong) files),
                         (gulong) files);
  g_autofree char *body = describe (bytes, since);
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *prompt = g_strdup_printf (_ ("Type %'lu to confirm"), (gulong) files);
  GtkWidget *label = gtk_label_new (prompt);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, prompt,
                                  -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  g_object_set_data_full (G_OBJECT (dialog), "susun-files", g_memdup2 (&files, sizeof files),
                          g_free);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), dialog);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "empty",
                                    _ ("_Delete for Ever"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "empty",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "empty", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}
