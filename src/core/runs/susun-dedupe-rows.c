// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/manifest/susun-dedupe-report.h"
#include "core/plan/susun-name.h"
#include "core/runs/susun-equal-copies-private.h"
#include "core/runs/susun-export-private.h"

/* What has been written of the kept ones: a group has one row, however many duplicates it has. */
typedef struct
{
  SusunDedupeScope scope;
  GHashTable *written; /* (element-type SusunHash): with the year mixed in */
  SusunHasher *hasher;
} Rows;

static gboolean
is_put_aside (const SusunItem *item)
{
  return item->state == SUSUN_ITEM_DONE || item->state == SUSUN_ITEM_RESTORED
         || item->state == SUSUN_ITEM_UNDONE || item->state == SUSUN_ITEM_PURGED;
}

static guint
hash_of_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, ((const SusunHash *) key)->bytes, sizeof value);
  return value;
}

static gboolean
equal_hashes (gconstpointer a, gconstpointer b)
{
  return susun_hash_equal (a, b);
}

/* FALSE when it was in already. */
static gboolean
add_group (Rows *rows, const SusunItem *item, const char *year)
{
  SusunHash *key = g_new (SusunHash, 1);

  susun_hasher_start (rows->hasher);
  susun_hasher_update (rows->hasher, item->hash.bytes, sizeof item->hash.bytes);
  if (rows->scope == SUSUN_DEDUPE_SCOPE_YEAR)
    susun_hasher_update (rows->hasher, year, strlen (year));
  susun_hasher_finish (rows->hasher, key);
  return g_hash_table_add (rows->written, key);
}

static gboolean
write_kept (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
            gpointer user_data, GError **error)
{
  Rows *rows = user_data;
  char year[SUSUN_YEAR_SIZE];

  /* What is not there, or stays beside it, gave no reason to keep another. */
  if (item->state == SUSUN_ITEM_LEFT_OUT || item->ref_path == NULL || !item->has_hash
      || item->cause == SUSUN_CAUSE_MISSING)
    return TRUE;
  susun_year_of_path (item->ref_path, year);
  if (!add_group (rows, item, year))
    return TRUE;
  g_autofree char *kept = susun_export_dup_path (self, item->ref_root, item->ref_path);
  SusunDedupeKeepRow row = {
    .run_id = self->run->chain_id,
    .scope = rows->scope,
    .year = year,
    .hash = &item->hash,
    .kept_path = kept,
    .keep_reason
    = susun_name_keep_reason (susun_path_name (item->ref_path), susun_path_name (item->src_path)),
  };
  return susun_dedupe_keep_write_row (writer, &row, error);
}

gboolean
susun_export_dedupe_kept (const SusunExport *self, gboolean global, SusunCsvWriter *writer,
                          GError **error)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (hash_of_hash, equal_hashes, g_free, NULL);
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  Rows rows = {
    .scope = global ? SUSUN_DEDUPE_SCOPE_GLOBAL : SUSUN_DEDUPE_SCOPE_YEAR,
    .written = written,
    .hasher = hasher,
  };

  return susun_export_items (self, write_kept, writer, &rows, error);
}

static SusunDedupeAction
action_of (const SusunItem *item)
{
  if (is_put_aside (item))
    return SUSUN_DEDUPE_ACTION_QUARANTINE;
  if (item->state == SUSUN_ITEM_REPORTED)
    return SUSUN_DEDUPE_ACTION_DRY_RUN_QUARANTINE;
  return item->cause == SUSUN_CAUSE_MISSING ? SUSUN_DEDUPE_ACTION_MISSING
                                            : SUSUN_DEDUPE_ACTION_ERROR;
}

static const char *
note_of (const SusunItem *item)
{
  if (item->state == SUSUN_ITEM_RESTORED || item->state == SUSUN_ITEM_UNDONE)
    return _ ("Put back by a later run");
  if (item->state == SUSUN_ITEM_PURGED)
    return _ ("Deleted for good by a later run");
  if (item->state == SUSUN_ITEM_PLANNED)
    return _ ("Not reached");
  return item->note;
}

static gboolean
write_duplicate (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
                 gpointer user_data, GError **error)
{
  const Rows *rows = user_data;

  if (item->state == SUSUN_ITEM_LEFT_OUT)
    return TRUE;
  SusunDedupeAction action = action_of (item);
  gboolean placed = action == SUSUN_DEDUPE_ACTION_QUARANTINE
                    || action == SUSUN_DEDUPE_ACTION_DRY_RUN_QUARANTINE;
  g_autofree char *path = susun_export_dup_path (self, item->src_root, item->src_path);
  g_autofree char *place
      = placed ? susun_export_dup_path (self, item->dst_root, item->dst_path) : NULL;
  char year[SUSUN_YEAR_SIZE];

  susun_year_of_path (item->src_path, year);
  SusunDedupeDuplicateRow row = {
    .run_id = self->run->chain_id,
    .scope = rows->scope,
    .year = year,
    .hash = item->has_hash ? &item->hash : NULL,
    .duplicate_path = path,
    .quarantine_path = place,
    .action = action,
    .notes = note_of (item),
  };
  return susun_dedupe_duplicate_write_row (writer, &row, error);
}

gboolean
susun_export_dedupe_duplicates (const SusunExport *self, gboolean global, SusunCsvWriter *writer,
                                GError **error)
{
  Rows rows = { .scope = global ? SUSUN_DEDUPE_SCOPE_GLOBAL : SUSUN_DEDUPE_SCOPE_YEAR };

  return susun_export_items (self, write_duplicate, writer, &rows, error);
}
