// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-window-private.h"

/*
 * What the window does around a job: the computer stays awake while files move, and who looks at
 * something else is told how it ended.
 */

/* A sentence for the desktop, why it must not sleep now; NULL where nothing is changed. */
static const char *
reason_to_stay_awake (SusunWindow *self)
{
  switch (susun_wizard_get_job_stage (self->wizard))
    {
    case SUSUN_STAGE_ORGANIZE:
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_MOVE)
        return _ ("Photos are being moved into the archive");
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        return _ ("Photos are being copied into the archive");
      return NULL;
    case SUSUN_STAGE_CLEAN_UP:
      return _ ("Originals are being moved");
    case SUSUN_STAGE_RENAMED:
      return _ ("Folders are being renamed");
    case SUSUN_STAGE_ASIDE:
      return _ ("A run is being taken back");
    default:
      return NULL;
    }
}

static void
keep_awake (SusunWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  const char *reason
      = susun_wizard_get_job (self->wizard) != NULL ? reason_to_stay_awake (self) : NULL;

  if (application == NULL)
    return;
  if (reason != NULL && self->inhibitor == 0)
    self->inhibitor = gtk_application_inhibit (
        application, GTK_WINDOW (self),
        GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND, reason);
  else if (reason == NULL && self->inhibitor != 0)
    {
      gtk_application_uninhibit (application, self->inhibitor);
      self->inhibitor = 0;
    }
}

/* --- the end in words */

static char *
describe_number (SusunWindow *self, SusunStage stage, const SusunBalance *balance)
{
  const guint64 *counts = balance->counts;
  guint number;

  switch (stage)
    {
    case SUSUN_STAGE_REVIEW:
      number = (guint) counts[SUSUN_BALANCE_NOT_REACHED];
      return g_strdup_printf (ngettext ("%u file is ready to be arranged.",
                                        "%u files are ready to be arranged.", number),
                              number);
    case SUSUN_STAGE_ORGANIZE:
      number = (guint) (counts[SUSUN_BALANCE_COPIED] + counts[SUSUN_BALANCE_MOVED]);
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_MOVE)
        return g_strdup_printf (ngettext ("%u file was moved into the archive.",
                                          "%u files were moved into the archive.", number),
                                number);
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        return g_strdup_printf (ngettext ("%u file was copied into the archive.",
                                          "%u files were copied into the archive.", number),
                                number);
      number = (guint) counts[SUSUN_BALANCE_REPORTED];
      return g_strdup_printf (ngettext ("The report names %u file. Nothing was changed.",
                                        "The report names %u files. Nothing was changed.", number),
                              number);
    case SUSUN_STAGE_VERIFY:
      number = (guint) counts[SUSUN_BALANCE_VERIFIED];
      return g_strdup_printf (ngettext ("%u copy is proven.", "%u copies are proven.", number),
                              number);
    case SUSUN_STAGE_TITLES:
      number = (guint) balance->found;
      return g_strdup_printf (
          ngettext ("%u folder was looked into.", "%u folders were looked into.", number), number);
    case SUSUN_STAGE_RENAMED:
      number = (guint) counts[SUSUN_BALANCE_RENAMED];
      return g_strdup_printf (
          ngettext ("%u folder was renamed.", "%u folders were renamed.", number), number);
    case SUSUN_STAGE_CLEAN_UP:
      number = (guint) counts[SUSUN_BALANCE_QUARANTINED];
      if (balance->kind == SUSUN_RUN_QUARANTINE)
        return g_strdup_printf (
            ngettext ("%u original is in quarantine.", "%u originals are in quarantine.", number),
            number);
      G_GNUC_FALLTHROUGH;
    default:
      number = (guint) (counts[SUSUN_BALANCE_RESTORED] + counts[SUSUN_BALANCE_REMOVED]);
      return g_strdup_printf (
          ngettext ("%u file was taken back.", "%u files were taken back.", number), number);
    }
}

static const char *
describe_title (const SusunOutcome *outcome, SusunStage stage)
{
  if (outcome->error != NULL)
    return _ ("Susun could not finish");
  if (outcome->cancelled)
    return _ ("Stopped");
  switch (stage)
    {
    case SUSUN_STAGE_REVIEW:
    case SUSUN_STAGE_TITLES:
      return _ ("Ready to look at");
    case SUSUN_STAGE_ORGANIZE:
      return _ ("The pictures are arranged");
    case SUSUN_STAGE_VERIFY:
      return _ ("The copies are compared");
    case SUSUN_STAGE_CLEAN_UP:
    default:
      return _ ("Finished");
    }
}

static char *
describe_end (SusunWindow *self, const SusunOutcome *outcome, SusunStage stage)
{
  guint problems = (guint) susun_balance_get_problems (&outcome->balance);
  g_autofree char *number = NULL;
  g_autofree char *look = NULL;

  if (outcome->error != NULL)
    return g_strdup (outcome->error);
  number = describe_number (self, stage, &outcome->balance);
  if (problems == 0)
    return g_steal_pointer (&number);
  look = g_strdup_printf (ngettext ("%u file needs a look.", "%u files need a look.", problems),
                          problems);
  /* Translators: two sentences after one another: “12 files were copied. 1 file needs a look.” */
  return g_strdup_printf (C_ ("sentences", "%s %s"), number, look);
}

/* Also one of the preferences, or a question. */
static gboolean
is_looked_at (GtkApplication *application)
{
  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (gtk_window_is_active (link->data))
      return TRUE;
  return FALSE;
}

static void
tell_end (SusunWindow *self)
{
  SusunStage stage = susun_wizard_get_job_stage (self->wizard);
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *body = NULL;

  if (outcome == NULL || application == NULL || is_looked_at (application))
    return;
  body = describe_end (self, outcome, stage);
  notification = g_notification_new (describe_title (outcome, stage));
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.present");
  g_application_send_notification (G_APPLICATION (application), "finished", notification);
}

void
susun_window_job_changed (SusunWindow *self)
{
  keep_awake (self);
  if (susun_wizard_get_job (self->wizard) != NULL)
    {
      /* A job of the history is shown there. */
      if (susun_wizard_get_job_stage (self->wizard) == SUSUN_STAGE_ASIDE)
        susun_window_show_page (self, "history");
      return;
    }
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    tell_end (self);
}
