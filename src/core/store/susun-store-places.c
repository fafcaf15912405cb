// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

#include "core/base/susun-path.h"

/* Folders got other names: what other runs know of the files in them follows, in one pass over the
 * items of each run that has a root around or inside these folders. */

static const char make_table[]
    = "CREATE TEMP TABLE IF NOT EXISTS moved_folder (old BLOB PRIMARY KEY, new BLOB NOT NULL)"
      " WITHOUT ROWID; DELETE FROM moved_folder";
static const char insert_moved[] = "INSERT INTO moved_folder (old, new) VALUES (?1, ?2)";
static const char select_roots[] = "SELECT id, run, path FROM root WHERE run <> ?1";
static const char update_root[] = "UPDATE root SET path = ?2 WHERE id = ?1";

/* ?1 to ?2: the run's items; ?3: the root; ?4: what comes before the folder's name in a path of
 * that root. A path whose next part is one of the folders, with something below it, changes that
 * part.
 */
#define FOLLOW(path, root)                                                                         \
  "UPDATE item SET " path " = CAST (?4 || m.new || substr (" path ", length (?4) + 1 + length "    \
  "(m.old)) AS BLOB) FROM moved_folder AS m WHERE id > ?1 AND id < ?2 AND " root " = ?3"           \
  " AND substr (" path ", 1, length (?4)) = ?4 AND m.old = substr (" path ", length (?4) + 1,"     \
  " instr (substr (" path ", length (?4) + 1), x'2f') - 1)"

static const char *const follow_items[] = {
  FOLLOW ("src_path", "src_root"),
  FOLLOW ("dst_path", "dst_root"),
  FOLLOW ("ref_path", "ref_root"),
};

/* Here a path may also be the folder itself; and no two may be the same, also not on the way of a
 * circle of names: a slash before each keeps them apart, and is taken off at the end. ?1: the run
 */
static const char follow_folders[]
    = "UPDATE folder SET path = CAST (x'2f' || ?4 || m.new || substr (path, length (?4) + 1 + "
      "length "
      "(m.old))"
      " AS BLOB) FROM moved_folder AS m WHERE run = ?1 AND root = ?3"
      " AND substr (path, 1, length (?4)) = ?4 AND m.old = substr (path, length (?4) + 1,"
      " instr (substr (path, length (?4) + 1) || x'2f', x'2f') - 1)";

static const char end_folders[] = "UPDATE folder SET path = substr (path, 2)"
                                  " WHERE run = ?1 AND root = ?3 AND substr (path, 1, 1) = x'2f'"
                                  " AND ?4 IS NOT NULL";

/* One root of another run. */
typedef struct
{
  gint64 id;
  gint64 run;
  char *path;
} Place;

static void
clear_place (gpointer data)
{
  g_free (((Place *) data)->path);
}

static GArray *
list_places (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  sqlite3_stmt *stmt = susun_db_statement (&self->db, select_roots, error);
  SusunStep step;

  if (stmt == NULL)
    return NULL;
  g_array_set_clear_func (places, clear_place);
  sqlite3_bind_int64 (stmt, 1, run);
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      Place place = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1),
                      susun_db_dup_string (stmt, 2) };
      g_array_append_val (places, place);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&places) : NULL;
}

static gboolean
fill_table (SusunStore *self, const SusunMovedFolder *moved, guint n, GError **error)
{
  if (!susun_db_exec (&self->db, make_table, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      sqlite3_stmt *stmt = susun_db_statement (&self->db, insert_moved, error);
      if (stmt == NULL)
        return FALSE;
      susun_db_bind_bytes (stmt, 1, moved[i].old_name);
      susun_db_bind_bytes (stmt, 2, moved[i].new_name);
      if (!susun_db_run (&self->db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

/* A root that is one of the folders, or lies in one. */
static gboolean
follow_root (SusunStore *self, const Place *place, const char *below, const SusunMovedFolder *moved,
             guint n, GError **error)
{
  gsize length = strcspn (below, "/");

  for (guint i = 0; i < n; i++)
    {
      if (strlen (moved[i].old_name) != length || strncmp (moved[i].old_name, below, length) != 0)
        continue;
      sqlite3_stmt *stmt = susun_db_statement (&self->db, update_root, error);
      g_autofree char *path = g_strdup_printf ("%.*s%s%s", (int) (below - place->path), place->path,
                                               moved[i].new_name, below + length);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, place->id);
      susun_db_bind_bytes (stmt, 2, path);
      return susun_db_run (&self->db, stmt, error);
    }
  return TRUE;
}

static gboolean
follow_with (SusunStore *self, const char *sql, gint64 first, gint64 last, gint64 root,
             const char *prefix, GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, first);
  if (last != 0)
    sqlite3_bind_int64 (stmt, 2, last);
  sqlite3_bind_int64 (stmt, 3, root);
  susun_db_bind_bytes (stmt, 4, prefix);
  return susun_db_run (&self->db, stmt, error);
}

/* A root around the folders: paths in it lead through them. */
static gboolean
follow_paths (SusunStore *self, const Place *place, const char *rel, GError **error)
{
  g_autofree char *prefix = *rel == '\0' ? g_strdup ("") : g_strconcat (rel, "/", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (follow_items); i++)
    if (!follow_with (self, follow_items[i], susun_store_items_begin (place->run),
                      susun_store_items_end (place->run), place->id, prefix, error))
      return FALSE;
  return follow_with (self, follow_folders, place->run, 0, place->id, prefix, error)
         && follow_with (self, end_folders, place->run, 0, place->id, prefix, error);
}

gboolean
susun_store_follow_folders (SusunStore *self, gint64 run, const char *parent,
                            const SusunMovedFolder *moved, guint n, GError **error)
{
  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  g_autoptr (GArray) places = list_places (self, run, error);
  if (places == NULL || !fill_table (self, moved, n, error))
    return FALSE;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      const char *below = place->path != NULL ? susun_path_below (place->path, parent) : NULL;
      const char *rel = place->path != NULL ? susun_path_below (parent, place->path) : NULL;
      if (below != NULL && *below != '\0' && !follow_root (self, place, below, moved, n, error))
        return FALSE;
      if (rel != NULL && !follow_paths (self, place, rel, error))
        return FALSE;
    }
  return TRUE;
}
