// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-outcome.h"

void
susun_outcome_free (SusunOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->run, susun_run_free);
  g_clear_pointer (&self->sheet, susun_run_sheet_free);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self->error);
  g_free (self);
}

SusunOutcome *
susun_outcome_new_for_run (const SusunRun *run)
{
  SusunOutcome *self = g_new0 (SusunOutcome, 1);

  self->remarks = g_ptr_array_new_with_free_func (g_free);
  if (run == NULL)
    return self;
  self->run = susun_run_copy (run);
  self->kind = run->kind;
  return self;
}

SusunOutcome *
susun_outcome_new (SusunRunJob *job, const GError *error)
{
  SusunOutcome *self = susun_outcome_new_for_run (susun_run_job_get_run (job));

  self->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  self->error = error != NULL && !self->cancelled ? g_strdup (error->message) : NULL;
  g_ptr_array_unref (self->remarks);
  self->remarks = g_ptr_array_ref (susun_run_job_get_remarks (job));
  return self;
}

static void
read_sheet (SusunOutcome *self, SusunStore *store)
{
  SusunRunSheet *sheet
      = self->run != NULL ? susun_run_sheet_read (store, self->run->run_id, NULL) : NULL;

  if (sheet == NULL)
    return;
  self->sheet = sheet;
  self->balance = sheet->balance;
  self->planned = sheet->planned_photos;
  susun_run_free (self->run);
  self->run = susun_run_copy (sheet->run);
}

SusunStanding *
susun_standing_new (SusunOutcome *outcome)
{
  SusunStanding *self = g_new0 (SusunStanding, 1);

  self->outcome = outcome;
  return self;
}

void
susun_standing_free (SusunStanding *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->outcome, susun_outcome_free);
  g_clear_pointer (&self->chain, susun_chain_state_free);
  g_clear_pointer (&self->organize, susun_outcome_free);
  g_clear_pointer (&self->verify, susun_outcome_free);
  g_free (self);
}

void
susun_standing_read (SusunStanding *self, SusunStore *store, const char *chain_id)
{
  /* First: the id may be the outcome's, which is read anew. */
  if (chain_id != NULL)
    self->chain = susun_chain_state_read (store, chain_id, NULL);
  if (self->outcome != NULL)
    read_sheet (self->outcome, store);
  if (self->chain == NULL)
    return;
  if (self->chain->organize != NULL)
    {
      self->organize = susun_outcome_new_for_run (self->chain->organize);
      read_sheet (self->organize, store);
    }
  if (self->chain->verify != NULL)
    {
      self->verify = susun_outcome_new_for_run (self->chain->verify);
      read_sheet (self->verify, store);
    }
}
