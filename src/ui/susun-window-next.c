// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-window-private.h"
#include "ui/titles/susun-titles-page.h"

gboolean
susun_window_went_through (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL && outcome->error == NULL && !outcome->cancelled;
}

/* What the plan that waits would do. */
static char *
dup_plan_label (SusunWindow *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_REVIEW);
  guint files = (guint) outcome->planned;

  /* All is in the archive already, or left out: what is left is to write that down. */
  if (files == 0)
    return g_strdup (_ ("Write _Report"));
  switch (susun_wizard_get_mode (self->wizard))
    {
    case SUSUN_MODE_MOVE:
      return g_strdup_printf (
          ngettext ("_Move %u Photo into Archive", "_Move %u Photos into Archive", files), files);
    case SUSUN_MODE_REPORT:
      return g_strdup (_ ("Write _Report"));
    case SUSUN_MODE_COPY:
    case SUSUN_MODE_NONE:
    default:
      return g_strdup_printf (
          ngettext ("_Copy %u Photo into Archive", "_Copy %u Photos into Archive", files), files);
    }
}

/* It was stopped, or an error stopped it, and it can go on. */
static const char *
stopped_run (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  if (outcome == NULL || outcome->sheet == NULL || (outcome->error == NULL && !outcome->cancelled))
    return NULL;
  /* What had not even a plan is begun anew. */
  if (outcome->kind != SUSUN_RUN_ORGANIZE && outcome->kind != SUSUN_RUN_VERIFY
      && outcome->kind != SUSUN_RUN_RENAME && outcome->balance.found == 0)
    return NULL;
  return outcome->run->run_id;
}

static char *
dup_organized_label (SusunWindow *self)
{
  if (susun_wizard_has_plan (self->wizard))
    return dup_plan_label (self);
  if (!susun_window_went_through (self, SUSUN_STAGE_ORGANIZE))
    return NULL;
  return g_strdup (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY ? _ ("_Verify")
                                                                           : _ ("_Done"));
}

static gboolean
was_repaired (SusunWindow *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_VERIFY);

  return outcome != NULL && outcome->kind == SUSUN_RUN_REPAIR;
}

/* Not yet where a chain of the history is gone on with, nor where it was refused. */
static gboolean
has_begun (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL && outcome->sheet != NULL;
}

static char *
dup_clean_up_label (SusunWindow *self)
{
  gulong proven;

  if (susun_wizard_get_duplicates (self->wizard) != NULL)
    return NULL;
  if (!susun_wizard_can_clean_up (self->wizard))
    return g_strdup (_ ("_Done"));
  proven = (gulong) susun_wizard_get_chain (self->wizard)->proven;
  return g_strdup_printf (ngettext ("_Move %'lu Original to Quarantine…",
                                    "_Move %'lu Originals to Quarantine…", proven),
                          proven);
}

/* Refused before it had a run, by another Susun's lock for one: there is nothing to go on with. */
static gboolean
was_refused (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL && outcome->error != NULL && outcome->sheet == NULL;
}

static char *
dup_review_label (SusunWindow *self)
{
  if (susun_wizard_has_plan (self->wizard))
    return g_strdup (_ ("_Organize…"));
  return was_refused (self, SUSUN_STAGE_REVIEW) ? g_strdup (_ ("Try _Again")) : NULL;
}

/* NULL where no folder is to be renamed. */
static char *
dup_titles_label (SusunWindow *self)
{
  guint folders = susun_wizard_has_titles (self->wizard)
                      ? susun_titles_page_count (SUSUN_TITLES_PAGE (self->titles))
                      : 0;

  if (folders == 0)
    return was_refused (self, SUSUN_STAGE_TITLES) ? g_strdup (_ ("Try _Again")) : NULL;
  return g_strdup_printf (ngettext ("_Rename %u Folder…", "_Rename %u Folders…", folders), folders);
}

/* There is nothing left to prove, or to clean up after. */
static gboolean
was_taken_back (SusunWindow *self, SusunStage stage)
{
  return stage >= SUSUN_STAGE_REVIEW && stage <= SUSUN_STAGE_DONE
         && susun_wizard_get_undo (self->wizard, SUSUN_STAGE_ORGANIZE) != NULL;
}

static void
begin_anew (SusunWindow *self)
{
  susun_wizard_clear (self->wizard);
  susun_window_show_page (self, "home");
}

char *
susun_window_dup_next_label (SusunWindow *self)
{
  SusunStage stage = susun_wizard_get_stage (self->wizard);

  /* A plan that is made anew has a name meanwhile, the one of before. */
  if (!susun_window_in_wizard (self)
      || (susun_wizard_get_job (self->wizard) != NULL
          && !susun_wizard_is_correcting (self->wizard)))
    return NULL;
  if (stopped_run (self, stage) != NULL)
    return g_strdup (_ ("_Continue"));
  if (was_taken_back (self, stage))
    return g_strdup (_ ("_New"));
  switch (stage)
    {
    case SUSUN_STAGE_CHOOSE:
      return g_strdup (susun_wizard_is_renaming (self->wizard) ? _ ("_Look for Titles")
                                                               : _ ("_Review"));
    case SUSUN_STAGE_REVIEW:
      return dup_review_label (self);
    case SUSUN_STAGE_ORGANIZE:
      return dup_organized_label (self);
    case SUSUN_STAGE_VERIFY:
      if (!has_begun (self, stage))
        return g_strdup (_ ("_Verify"));
      if (!susun_window_went_through (self, stage))
        return NULL;
      return g_strdup (was_repaired (self) ? _ ("_Verify Again") : _ ("_Clean Up…"));
    case SUSUN_STAGE_CLEAN_UP:
      return dup_clean_up_label (self);
    case SUSUN_STAGE_TITLES:
      return dup_titles_label (self);
    case SUSUN_STAGE_RENAMED:
    case SUSUN_STAGE_DONE:
    default:
      return g_strdup (_ ("_New"));
    }
}

static void
go_on_from_organize (SusunWindow *self)
{
  if (susun_wizard_has_plan (self->wizard))
    susun_wizard_organize (self->wizard);
  else if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
    susun_wizard_verify (self->wizard);
  else
    susun_wizard_finish (self->wizard);
}

void
susun_window_go_next (SusunWindow *self)
{
  SusunStage stage = susun_wizard_get_stage (self->wizard);
  const char *stopped = stopped_run (self, stage);

  if (stopped != NULL)
    {
      susun_wizard_resume (self->wizard, stopped);
      return;
    }
  if (was_taken_back (self, stage))
    {
      begin_anew (self);
      return;
    }
  switch (stage)
    {
    case SUSUN_STAGE_CHOOSE:
      if (susun_wizard_is_renaming (self->wizard))
        susun_wizard_propose_titles (self->wizard);
      else
        susun_wizard_review (self->wizard);
      break;
    case SUSUN_STAGE_REVIEW:
      if (susun_wizard_has_plan (self->wizard))
        susun_wizard_set_stage (self->wizard, SUSUN_STAGE_ORGANIZE);
      else
        susun_wizard_review (self->wizard);
      break;
    case SUSUN_STAGE_ORGANIZE:
      go_on_from_organize (self);
      break;
    case SUSUN_STAGE_VERIFY:
      if (was_repaired (self) || !has_begun (self, stage))
        susun_wizard_verify (self->wizard);
      else
        susun_wizard_set_stage (self->wizard, SUSUN_STAGE_CLEAN_UP);
      break;
    case SUSUN_STAGE_CLEAN_UP:
      if (susun_wizard_can_clean_up (self->wizard))
        susun_window_ask_to_clean_up (self);
      else
        susun_wizard_finish (self->wizard);
      break;
    case SUSUN_STAGE_TITLES:
      if (susun_wizard_has_titles (self->wizard))
        susun_window_ask_to_rename (self);
      else
        susun_wizard_propose_titles (self->wizard);
      break;
    case SUSUN_STAGE_RENAMED:
    case SUSUN_STAGE_DONE:
    default:
      begin_anew (self);
      break;
    }
}
