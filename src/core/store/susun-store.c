// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <errno.h>
#include <linux/magic.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/store/susun-schema.h"

/* Looking at every page of a database of this size takes some milliseconds. */
#define SMALL_DATABASE (2 * 1024 * 1024)

/* Not in linux/magic.h of the baseline. */
#define SMB2_MAGIC 0xfe534d42
#define FUSE_MAGIC 0x65735546
#define CEPH_MAGIC 0x00c36400
#define CIFS_MAGIC 0xff534d42

SusunJournal
susun_store_journal_for (guint64 fs_type)
{
  switch (fs_type)
    {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_MAGIC:
    case CIFS_MAGIC:
    case FUSE_MAGIC:
    case CEPH_MAGIC:
    case AFS_SUPER_MAGIC:
    case CODA_SUPER_MAGIC:
    case V9FS_MAGIC:
      return SUSUN_JOURNAL_DELETE;
    default:
      return SUSUN_JOURNAL_WAL;
    }
}

gboolean
susun_store_may_read (SusunStore *self)
{
  return self != NULL && self->thread == g_thread_self ();
}

gboolean
susun_store_may_write (SusunStore *self)
{
  return susun_store_may_read (self) && self->access == SUSUN_STORE_WRITE
         && susun_store_in_transaction (self);
}

/* Makes one folder that is missing and makes it last. */
static gboolean
make_folder (const char *folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_auto (SusunFd) fd = -1;

  if (susun_sys_mkdirat (AT_FDCWD, folder, 0700) < 0)
    return errno == EEXIST
           || susun_throw_errno (error, _ ("Making the folder “%s” for the history"), folder);
  fd = susun_sys_openat (AT_FDCWD, parent, O_RDONLY | O_DIRECTORY, 0);
  if (fd >= 0)
    susun_sys_fsync (fd);
  return TRUE;
}

gboolean
susun_store_make_folders (const char *folder, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  for (const char *slash = strchr (folder + 1, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *parent = g_strndup (folder, slash - folder);
      if (!g_file_test (parent, G_FILE_TEST_IS_DIR) && !make_folder (parent, error))
        return FALSE;
    }
  return make_folder (folder, error);
}

static gboolean
take_lock (SusunStore *self, GError **error)
{
  g_autofree char *name = g_strconcat (self->path, ".lock", NULL);

  self->lock = susun_sys_openat (AT_FDCWD, name, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
  if (self->lock < 0)
    return susun_throw_errno (error, _ ("Locking the history “%s”"), self->path);
  if (susun_sys_lock (self->lock) == 0)
    return TRUE;
  switch (errno)
    {
    case EAGAIN:
    case EACCES:
      return susun_throw (error, SUSUN_ERROR_LOCKED,
                          _ ("Another Susun is working with this history (%s). Nothing was "
                             "touched. Wait until it has finished, then try again."),
                          self->path);
    case ENOSYS:
    case ENOLCK:
    case EINVAL:
    case EOPNOTSUPP:
      /* A file system without locks, such as a portal's: SQLite's own locking is left. */
      return TRUE;
    default:
      return susun_throw_errno (error, _ ("Locking the history “%s”"), self->path);
    }
}

/* SQLite would make it readable for everybody; it names all the user's files. Only a file that is
 * new is opened here: closing one that SQLite has open in this process would drop its locks. */
static gboolean
make_file (SusunStore *self, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, self->path, O_RDWR | O_CREAT | O_EXCL, 0600);

  return fd >= 0 || errno == EEXIST
         || susun_throw_errno (error, _ ("Making the history “%s”"), self->path);
}

/* The size of the database or of a file beside it, 0 when there is none. */
static guint64
size_of (SusunStore *self, const char *suffix)
{
  g_autofree char *name = g_strconcat (self->path, suffix, NULL);
  SusunIdentity identity;

  return susun_sys_identity_at (AT_FDCWD, name, &identity) == 0 ? identity.size : 0;
}

static gboolean
set_journal (SusunStore *self, SusunJournal journal, GError **error)
{
  g_autofree char *answer = susun_db_get_text (
      &self->db,
      journal == SUSUN_JOURNAL_WAL ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE",
      error);

  if (answer == NULL)
    return FALSE;
  /* Where WAL is not possible SQLite stays with its rollback journal and says so. */
  return susun_db_exec (&self->db,
                        strcmp (answer, "wal") == 0 ? "PRAGMA synchronous = FULL"
                                                    : "PRAGMA synchronous = EXTRA",
                        error);
}

static gboolean
throw_no_history (SusunStore *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no history yet (%s)"),
               self->path);
  return FALSE;
}

static gboolean
open_database (SusunStore *self, const char *name, int flags, GError **error)
{
  /* A modest cache, sorting on disk and no mapping: memory stays small with a million items. The
   * WAL is moved into the database every 16 MiB: fewer pages are written twice. */
  static const char pragmas[] = "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                "PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;"
                                "PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 4000;"
                                "PRAGMA journal_size_limit = 16777216;";

  return susun_db_open (&self->db, name, self->path, flags, error)
         && susun_db_exec (&self->db, pragmas, error);
}

/* Returns: UNKNOWN with @error set */
static SusunSchemaState
open_and_look (SusunStore *self, const char *name, int flags, GError **error)
{
  SusunSchemaState schema;
  gint64 pages;

  if (!open_database (self, name, flags, error))
    return SUSUN_SCHEMA_UNKNOWN;
  schema = susun_schema_look (&self->db, error);
  if (schema != SUSUN_SCHEMA_EMPTY || size_of (self, "") == 0)
    return schema;
  /* To SQLite a file shorter than any header is a new database, to be written over. */
  if (!susun_db_get_int64 (&self->db, "PRAGMA page_count", &pages, error))
    return SUSUN_SCHEMA_UNKNOWN;
  if (pages > 0)
    return SUSUN_SCHEMA_EMPTY;
  susun_db_throw_damaged (&self->db, "no header", error);
  return SUSUN_SCHEMA_UNKNOWN;
}

/* In a folder that cannot be written a WAL database opens only when told that nobody writes it, and
 * without a WAL beside it nobody does. */
static SusunSchemaState
look_again_unwritten (SusunStore *self, GError **error)
{
  g_autofree char *uri = susun_path_to_uri (self->path);
  g_autofree char *immutable = g_strconcat (uri, "?immutable=1", NULL);

  susun_db_close (&self->db);
  return open_and_look (self, immutable, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static gboolean
open_to_read (SusunStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SusunIdentity identity;
  SusunSchemaState schema;

  if (susun_sys_identity_at (AT_FDCWD, self->path, &identity) < 0 && errno == ENOENT)
    return throw_no_history (self, error);
  schema = open_and_look (self, self->path, SQLITE_OPEN_READONLY, &failure);
  if (schema == SUSUN_SCHEMA_UNKNOWN && susun_db_cannot_open (&self->db)
      && size_of (self, "-wal") == 0)
    {
      g_clear_error (&failure);
      schema = look_again_unwritten (self, &failure);
    }
  switch (schema)
    {
    case SUSUN_SCHEMA_CURRENT:
      return TRUE;
    case SUSUN_SCHEMA_EMPTY:
      return throw_no_history (self, error);
    case SUSUN_SCHEMA_OLDER:
      return susun_throw (error, SUSUN_ERROR_SCHEMA,
                          _ ("The history “%s” was written by an older Susun. It is brought up to "
                             "date by the next run"),
                          self->path);
    case SUSUN_SCHEMA_UNKNOWN:
    default:
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
}

static gboolean
open_to_write (SusunStore *self, SusunJournal journal, GError **error)
{
  gboolean check;

  if (!take_lock (self, error) || !make_file (self, error))
    return FALSE;
  /* A WAL that was not written back tells of a kill or a power cut. */
  check = size_of (self, "-wal") > 0 || size_of (self, "-journal") > 0
          || size_of (self, "") <= SMALL_DATABASE;

  /* Nothing is written before it is known to be ours. */
  if (open_and_look (self, self->path, SQLITE_OPEN_READWRITE, error) == SUSUN_SCHEMA_UNKNOWN)
    return FALSE;
  /* SQLite opens what may not be written for reading only. */
  if (sqlite3_db_readonly (self->db.handle, "main") == 1)
    {
      errno = EACCES;
      return susun_throw_errno (error, _ ("Writing to the history “%s”"), self->path);
    }
  return set_journal (self, journal, error) && (!check || susun_schema_check (&self->db, error))
         && susun_schema_upgrade (&self->db, error);
}

static SusunStore *
open_store (const char *path, SusunStoreAccess access, const SusunJournal *journal, GError **error)
{
  g_autoptr (SusunStore) self = g_new0 (SusunStore, 1);
  g_autofree char *folder = NULL;

  self->lock = -1;
  self->thread = g_thread_self ();
  self->access = access;
  self->path = susun_path_absolute (path);
  self->cameras = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  susun_item_prepare_sql (self);

  folder = g_path_get_dirname (self->path);
  if (access == SUSUN_STORE_READ_ONLY)
    return open_to_read (self, error) ? g_steal_pointer (&self) : NULL;
  if (!susun_store_make_folders (folder, error))
    return NULL;
  if (journal == NULL)
    {
      g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
      SusunJournal chosen = susun_store_journal_for (fd >= 0 ? susun_sys_fs_type (fd) : 0);
      return open_to_write (self, chosen, error) ? g_steal_pointer (&self) : NULL;
    }
  return open_to_write (self, *journal, error) ? g_steal_pointer (&self) : NULL;
}

SusunStore *
susun_store_open (const char *path, SusunStoreAccess access, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  return open_store (path, access, NULL, error);
}

SusunStore *
susun_store_open_with_journal (const char *path, SusunStoreAccess access, SusunJournal journal,
                               GError **error)
{
  return open_store (path, access, &journal, error);
}

void
susun_store_close (SusunStore *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (susun_store_may_read (self));

  if (self->db.handle != NULL && self->access == SUSUN_STORE_WRITE)
    {
      susun_store_rollback (self);
      /* All into the database and the WAL to nothing, as far as readers let it: not waiting. */
      sqlite3_busy_timeout (self->db.handle, 0);
      sqlite3_wal_checkpoint_v2 (self->db.handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    }
  susun_db_close (&self->db);
  /* The lock goes last: whoever gets it finds the database closed. */
  susun_fd_clear (&self->lock);
  susun_item_free_sql (self);
  g_clear_pointer (&self->cameras, g_hash_table_unref);
  g_free (self->path);
  g_free (self);
}

const char *
susun_store_get_path (SusunStore *self)
{
  return self->path;
}

gboolean
susun_store_begin (SusunStore *self, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);
  g_return_val_if_fail (self->access == SUSUN_STORE_WRITE, FALSE);
  g_return_val_if_fail (!susun_store_in_transaction (self), FALSE);

  stmt = susun_db_statement (&self->db, "BEGIN IMMEDIATE", error);
  return stmt != NULL && susun_db_run (&self->db, stmt, error);
}

gboolean
susun_store_commit (SusunStore *self, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  if (susun_sys_point_before (SUSUN_SYS_COMMIT) < 0)
    {
      susun_throw_errno (error, _ ("Writing to the history “%s”"), self->path);
      susun_store_rollback (self);
      return FALSE;
    }
  stmt = susun_db_statement (&self->db, "COMMIT", error);
  if (stmt == NULL || !susun_db_run (&self->db, stmt, error))
    {
      susun_store_rollback (self);
      return FALSE;
    }
  susun_sys_point_after (SUSUN_SYS_COMMIT);
  return TRUE;
}

gboolean
susun_store_end (SusunStore *self, gboolean ok, GError **error)
{
  if (ok && susun_store_commit (self, error))
    return TRUE;
  susun_store_rollback (self);
  return FALSE;
}

void
susun_store_rollback (SusunStore *self)
{
  g_return_if_fail (susun_store_may_read (self));

  /* Some failures (a full disk) have made SQLite roll back already. */
  if (susun_store_in_transaction (self))
    susun_db_exec (&self->db, "ROLLBACK", NULL);
  /* Cameras that were new in it are unknown again. */
  g_hash_table_remove_all (self->cameras);
}

void
susun_store_watch (SusunStore *self, GCancellable *cancellable)
{
  g_return_if_fail (susun_store_may_read (self));

  susun_db_watch (&self->db, cancellable);
}

gboolean
susun_store_in_transaction (SusunStore *self)
{
  return !sqlite3_get_autocommit (self->db.handle);
}
