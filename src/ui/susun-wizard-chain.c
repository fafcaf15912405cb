// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-repair.h"
#include "core/runs/susun-verify.h"
#include "ui/susun-wizard-private.h"

const SusunChainState *
susun_wizard_get_chain (SusunWizard *self)
{
  return self->chain;
}

/* A new file in our own folder, under a name that nobody has. */
static char *
new_manifest (SusunWizard *self, const char *what)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("%s-%s.csv", what, id);

  return g_build_filename (self->data_folder, name, NULL);
}

void
susun_wizard_verify (SusunWizard *self)
{
  SusunVerifyOptions *options;

  if (susun_wizard_is_busy (self) || self->chain == NULL || self->chain->report == NULL)
    return;
  options = susun_verify_options_new ();
  options->input_csv = g_strdup (self->chain->report);
  options->verified_out = new_manifest (self, "verified");
  options->unverified_out = new_manifest (self, "unverified");
  susun_wizard_start (self, SUSUN_STAGE_VERIFY, susun_verify_job_new (options));
}

void
susun_wizard_copy_again (SusunWizard *self)
{
  SusunRepairOptions *options;

  if (susun_wizard_is_busy (self) || self->chain == NULL || self->chain->verify == NULL)
    return;
  options = susun_repair_options_new ();
  options->run_id = g_strdup (self->chain->verify->run_id);
  susun_wizard_start (self, SUSUN_STAGE_VERIFY, susun_repair_job_new (options));
}

gboolean
susun_wizard_can_clean_up (SusunWizard *self)
{
  const SusunChainState *chain = self->chain;

  return self->job == NULL && chain != NULL && chain->verified != NULL && chain->place != NULL
         && chain->proven > 0 && chain->quarantined == 0 && !chain->emptied;
}

void
susun_wizard_clean_up (SusunWizard *self)
{
  SusunQuarantineOptions *options;

  if (susun_wizard_is_busy (self) || !susun_wizard_can_clean_up (self))
    return;
  options = susun_quarantine_options_new ();
  options->manifest = g_strdup (self->chain->verified);
  options->expected_run_id = g_strdup (self->chain->chain_id);
  options->quarantine_root = g_strdup (self->chain->place);
  susun_wizard_start (self, SUSUN_STAGE_CLEAN_UP, susun_quarantine_job_new (options));
}

static SusunJob *
take_back_job_new (SusunTakeBack what, const char *run_id)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = what;
  options->run_id = g_strdup (run_id);
  return susun_take_back_job_new (options);
}

static void
take_back_quarantine (SusunWizard *self, SusunTakeBack what)
{
  if (susun_wizard_is_busy (self) || self->chain == NULL || self->chain->quarantine_run == NULL)
    return;
  susun_wizard_start (self, SUSUN_STAGE_CLEAN_UP,
                      take_back_job_new (what, self->chain->quarantine_run));
}

void
susun_wizard_restore (SusunWizard *self)
{
  take_back_quarantine (self, SUSUN_TAKE_BACK_RESTORE);
}

void
susun_wizard_purge (SusunWizard *self)
{
  take_back_quarantine (self, SUSUN_TAKE_BACK_PURGE);
}

void
susun_wizard_take_back (SusunWizard *self, SusunTakeBack what, const char *run_id)
{
  if (!susun_wizard_is_busy (self))
    susun_wizard_start (self, SUSUN_STAGE_ASIDE, take_back_job_new (what, run_id));
}

/* --- duplicates */

void
susun_wizard_find_duplicates (SusunWizard *self)
{
  const SusunChainState *chain = self->chain;
  SusunDedupeOptions *options;

  if (susun_wizard_is_busy (self) || chain == NULL || chain->verified == NULL
      || chain->archive == NULL)
    return;
  options = susun_dedupe_options_new ();
  options->manifest = g_strdup (chain->verified);
  options->archive_root = g_strdup (chain->archive);
  options->quarantine_root = g_build_filename (chain->archive, ".susun-quarantine", NULL);
  options->keep_out = new_manifest (self, "kept");
  options->dupes_out = new_manifest (self, "duplicates");
  options->expected_run_id = g_strdup (chain->chain_id);
  options->global = TRUE;
  options->plan_only = TRUE;
  susun_wizard_start (self, SUSUN_STAGE_CLEAN_UP, susun_dedupe_job_new (options));
}

const char *
susun_wizard_get_duplicates (SusunWizard *self)
{
  return self->duplicates;
}

void
susun_wizard_take_duplicates (SusunWizard *self, GArray *left_out)
{
  g_autofree char *run_id = NULL;

  if (susun_wizard_is_busy (self) || self->duplicates == NULL)
    return;
  run_id = g_steal_pointer (&self->duplicates);
  susun_wizard_go_on (self, run_id, TRUE, left_out);
}

void
susun_wizard_leave_duplicates (SusunWizard *self)
{
  if (susun_wizard_is_busy (self) || self->duplicates == NULL)
    return;
  susun_wizard_forget (self, self->duplicates);
  g_clear_pointer (&self->duplicates, g_free);
  susun_wizard_tell_changed (self);
}
