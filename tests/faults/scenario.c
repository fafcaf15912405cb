// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "scenario.h"

#include <errno.h>

#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-rename.h"
#include "core/runs/susun-repair.h"
#include "core/runs/susun-take-back.h"

/* --- operations */

static SusunJob *
organize (World *world, SusunMode mode)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (world->source));
  options->destination = g_strdup (world->archive);
  options->mode = mode;
  options->workers = 1;
  options->now = 1700000000;
  return susun_organize_job_new (options);
}

static SusunJob *
make_copy (World *world)
{
  return organize (world, SUSUN_MODE_COPY);
}

static SusunJob *
make_move (World *world)
{
  return organize (world, SUSUN_MODE_MOVE);
}

static SusunJob *
quarantine (World *world, gboolean delete)
{
  SusunQuarantineOptions *options = susun_quarantine_options_new ();

  options->manifest = g_strdup (world->manifest);
  options->expected_run_id = g_strdup ("auto");
  options->quarantine_root = g_strdup (world->quarantine);
  options->delete_permanently = delete;
  options->workers = 1;
  return susun_quarantine_job_new (options);
}

static SusunJob *
make_quarantine (World *world)
{
  return quarantine (world, FALSE);
}

static SusunJob *
make_delete (World *world)
{
  return quarantine (world, TRUE);
}

static SusunJob *
take_back (World *world, SusunTakeBack what)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = what;
  options->run_id = g_strdup (world->chain_id);
  options->workers = 1;
  return susun_take_back_job_new (options);
}

static SusunJob *
make_restore (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_RESTORE);
}

static SusunJob *
make_undo (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_UNDO);
}

static SusunJob *
make_purge (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_PURGE);
}

/* Outputs are never overwritten: one who tries again names others. */
static char *
new_output (World *world, const char *name)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s-%u.csv", name, number);
      char *path = g_build_filename (world->base, "history", numbered, NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

static SusunJob *
make_dedupe (World *world)
{
  SusunDedupeOptions *options = susun_dedupe_options_new ();

  options->manifest = g_strdup (world->manifest);
  options->archive_root = g_strdup (world->archive);
  options->quarantine_root = g_strdup (world->quarantine);
  options->keep_out = new_output (world, "keep");
  options->dupes_out = new_output (world, "dupes");
  options->expected_run_id = g_strdup ("auto");
  options->workers = 1;
  return susun_dedupe_job_new (options);
}

static SusunJob *
make_repair (World *world)
{
  SusunRepairOptions *options = susun_repair_options_new ();

  options->run_id = g_strdup (world->chain_id);
  options->quarantine_root = g_strdup (world->quarantine);
  options->workers = 1;
  return susun_repair_job_new (options);
}

static SusunJob *
make_rename (World *world)
{
  SusunRenameOptions *options = susun_rename_options_new ();

  options->folder = g_strdup (world->source);
  options->dry_run = FALSE;
  options->workers = 1;
  options->now = 1700000000;
  return susun_rename_job_new (options, NULL);
}

/* --- what comes before them */

static void
remember_chain (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (world->db, SUSUN_STORE_READ_ONLY, &error);
  g_autoptr (GPtrArray) runs = NULL;

  g_assert_no_error (error);
  runs = susun_store_list_runs (store, 1, &error);
  g_assert_no_error (error);
  world->chain_id = g_strdup (((SusunRun *) runs->pdata[0])->chain_id);
}

static void
prepare_quarantined (World *world)
{
  world_organize (world);
  world_must_run (world, make_quarantine (world));
}

static void
prepare_moved (World *world)
{
  world_must_run (world, make_move (world));
  remember_chain (world);
}

static void
prepare_renamed (World *world)
{
  world_name_events (world);
  world_must_run (world, make_rename (world));
  remember_chain (world);
}

static void
prepare_duplicates (World *world)
{
  world_organize (world);
  world_add_duplicates (world);
}

static void
prepare_deduped (World *world)
{
  prepare_duplicates (world);
  world_must_run (world, make_dedupe (world));
}

static void
prepare_spoilt (World *world)
{
  world_organize (world);
  world_spoil (world);
}

const Scenario scenarios[] = {
  { "copy", BESIDE, NULL, make_copy, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "copy-by-link", BESIDE, NULL, make_copy, SUSUN_RUN_ORGANIZE, EINVAL, 0 },
  { "copy-by-reservation", BESIDE, NULL, make_copy, SUSUN_RUN_ORGANIZE, EINVAL, EPERM },
  { "copy-across", ACROSS, NULL, make_copy, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "move", BESIDE, NULL, make_move, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "move-by-link", BESIDE, NULL, make_move, SUSUN_RUN_ORGANIZE, EINVAL, 0 },
  { "move-by-reservation", BESIDE, NULL, make_move, SUSUN_RUN_ORGANIZE, EINVAL, EPERM },
  { "move-across", ACROSS, NULL, make_move, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "copy-to-ext4", ON_DISK, NULL, make_copy, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "move-to-ext4", ON_DISK, NULL, make_move, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "quarantine", BESIDE, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE, 0, 0 },
  { "quarantine-by-link", BESIDE, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE, EINVAL,
    0 },
  { "quarantine-by-reservation", BESIDE, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE,
    EINVAL, EPERM },
  { "quarantine-across", ACROSS, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE, 0, 0 },
  { "delete", BESIDE, world_organize, make_delete, SUSUN_RUN_DELETE, 0, 0 },
  { "restore", BESIDE, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, 0, 0 },
  { "restore-by-link", BESIDE, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, EINVAL, 0 },
  { "restore-by-reservation", BESIDE, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, EINVAL,
    EPERM },
  { "restore-across", ACROSS, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, 0, 0 },
  { "purge", BESIDE, prepare_quarantined, make_purge, SUSUN_RUN_PURGE, 0, 0 },
  { "undo-copy", BESIDE, world_organize, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "undo-move", BESIDE, prepare_moved, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "undo-move-by-link", BESIDE, prepare_moved, make_undo, SUSUN_RUN_UNDO, EINVAL, 0 },
  { "undo-move-across", ACROSS, prepare_moved, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "dedupe", BESIDE, prepare_duplicates, make_dedupe, SUSUN_RUN_DEDUPE, 0, 0 },
  { "dedupe-by-link", BESIDE, prepare_duplicates, make_dedupe, SUSUN_RUN_DEDUPE, EINVAL, 0 },
  { "restore-deduped", BESIDE, prepare_deduped, make_restore, SUSUN_RUN_RESTORE, 0, 0 },
  { "repair", BESIDE, prepare_spoilt, make_repair, SUSUN_RUN_REPAIR, 0, 0 },
  { "rename", BESIDE, world_name_events, make_rename, SUSUN_RUN_RENAME, 0, 0 },
  { "rename-by-reservation", BESIDE, world_name_events, make_rename, SUSUN_RUN_RENAME, EINVAL,
    EPERM },
  { "undo-rename", BESIDE, prepare_renamed, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "undo-rename-by-reservation", BESIDE, prepare_renamed, make_undo, SUSUN_RUN_UNDO, EINVAL,
    EPERM },
  { NULL, BESIDE, NULL, NULL, 0, 0, 0 },
};
