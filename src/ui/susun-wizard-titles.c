// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-rename.h"
#include "ui/susun-wizard-private.h"

const SusunRun *
susun_wizard_get_titled_run (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_TITLES];

  if (self->job != NULL && self->job_stage == SUSUN_STAGE_TITLES)
    return susun_run_job_get_run (SUSUN_RUN_JOB (self->job));
  return outcome != NULL ? outcome->run : NULL;
}

gboolean
susun_wizard_has_titles (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_TITLES];

  return outcome != NULL && outcome->run != NULL && outcome->error == NULL && !outcome->cancelled
         && outcome->run->state == SUSUN_RUN_STATE_PLANNED
         && self->outcomes[SUSUN_STAGE_RENAMED] == NULL;
}

void
susun_wizard_keep_titles (SusunWizard *self)
{
  self->titles_kept = TRUE;
}

/* Who goes back to look at the choices and changes none finds what was decided as it was. */
static gboolean
has_titles_for (SusunWizard *self, SusunRenameOptions *options)
{
  g_autoptr (SusunRenameOptions) old = NULL;
  g_autofree char *before = NULL;
  g_autofree char *now = NULL;

  if (!susun_wizard_has_titles (self))
    return FALSE;
  old = susun_rename_options_from_json (self->outcomes[SUSUN_STAGE_TITLES]->run->options, NULL);
  if (old == NULL)
    return FALSE;
  options->now = old->now;
  before = susun_rename_options_to_json (old);
  now = susun_rename_options_to_json (options);
  options->now = 0;
  return g_str_equal (before, now);
}

void
susun_wizard_propose_titles (SusunWizard *self)
{
  g_autoptr (SusunRenameOptions) options = NULL;

  if (susun_wizard_is_busy (self) || susun_choices_get_obstacle (self->choices, NULL) != NULL)
    return;
  options = susun_choices_make_rename_options (self->choices);
  options->plan_only = TRUE;
  if (has_titles_for (self, options))
    {
      susun_wizard_set_stage (self, SUSUN_STAGE_TITLES);
      return;
    }
  susun_wizard_forget_plans (self);
  susun_wizard_forget_after (self, SUSUN_STAGE_CHOOSE);
  self->titles_kept = FALSE;
  susun_wizard_start (self, SUSUN_STAGE_TITLES,
                      susun_rename_job_new (g_steal_pointer (&options), NULL));
}

void
susun_wizard_show_titles (SusunWizard *self, const SusunRun *run)
{
  susun_wizard_forget_after (self, SUSUN_STAGE_CHOOSE);
  self->reached = SUSUN_STAGE_TITLES;
  susun_choices_set_renaming (self->choices, TRUE);
  self->titles_kept = TRUE;
  self->job_stage = SUSUN_STAGE_TITLES;
  susun_wizard_go_to (self, SUSUN_STAGE_TITLES);
  susun_wizard_read_standing (self, susun_outcome_new_for_run (run));
}

void
susun_wizard_rename (SusunWizard *self)
{
  if (susun_wizard_has_titles (self))
    susun_wizard_go_on (self, self->outcomes[SUSUN_STAGE_TITLES]->run->run_id, TRUE, NULL);
}
