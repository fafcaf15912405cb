// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-ai-store.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/store/susun-store-private.h"

/* "SUSA" */
#define APPLICATION_ID 0x53555341

struct _SusunAiStore
{
  SusunDb db;
  GThread *thread;
};

/* A released step is never edited: append a new one. */
static const char *const steps[] = {
  /* version 1 */
  "CREATE TABLE ai_answer ("
  " question BLOB NOT NULL,"
  " model TEXT NOT NULL,"
  " answer TEXT NOT NULL,"
  " verdict INTEGER NOT NULL,"
  " created INTEGER NOT NULL,"
  " PRIMARY KEY (question, model)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE ai_pace ("
  " model TEXT NOT NULL PRIMARY KEY,"
  " interval INTEGER NOT NULL,"
  " next INTEGER NOT NULL,"
  " day INTEGER NOT NULL,"
  " day_count INTEGER NOT NULL,"
  " blocked INTEGER NOT NULL,"
  " features INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;",
};

static const char select_answer[]
    = "SELECT answer, verdict FROM ai_answer WHERE question = ?1 AND (verdict = 0 OR model = ?2)"
      " ORDER BY verdict <> 0, model <> ?2, created DESC LIMIT 1";
static const char insert_answer[]
    = "INSERT OR REPLACE INTO ai_answer (question, model, answer, verdict, created)"
      " VALUES (?1, ?2, ?3, ?4, ?5)";
static const char select_pace[]
    = "SELECT interval, next, day, day_count, blocked, features FROM ai_pace WHERE model = ?1";
static const char upsert_pace[]
    = "INSERT INTO ai_pace (model, interval, next, day, day_count, blocked, features)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (model) DO UPDATE SET"
      " interval = excluded.interval, next = max (next, excluded.next), day = excluded.day,"
      " day_count = excluded.day_count, blocked = excluded.blocked, features = excluded.features";

static gboolean
set_number (SusunDb *db, const char *pragma, int value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s = %d", pragma, value);

  return susun_db_exec (db, sql, error);
}

static gboolean
throw_foreign (SusunAiStore *self, GError **error)
{
  return susun_throw (error, SUSUN_ERROR_SCHEMA,
                      _ ("“%s” is not what this Susun remembers of the AI. Move it away, and a new "
                         "one is made"),
                      self->db.name);
}

static gboolean
upgrade (SusunAiStore *self, GError **error)
{
  gint64 application, version, tables;

  if (!susun_db_get_int64 (&self->db, "PRAGMA application_id", &application, error)
      || !susun_db_get_int64 (&self->db, "PRAGMA user_version", &version, error)
      || !susun_db_get_int64 (&self->db, "SELECT count (*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if ((tables > 0 && application != APPLICATION_ID) || version > (gint64) G_N_ELEMENTS (steps))
    return throw_foreign (self, error);
  while (version < (gint64) G_N_ELEMENTS (steps))
    {
      if (!susun_db_exec (&self->db, steps[version], error)
          || !set_number (&self->db, "application_id", APPLICATION_ID, error)
          || !set_number (&self->db, "user_version", (int) ++version, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
susun_ai_store_begin (SusunAiStore *self, GError **error)
{
  return susun_db_exec (&self->db, "BEGIN IMMEDIATE", error);
}

gboolean
susun_ai_store_end (SusunAiStore *self, gboolean ok, GError **error)
{
  if (ok && susun_db_exec (&self->db, "COMMIT", error))
    return TRUE;
  susun_db_exec (&self->db, "ROLLBACK", NULL);
  return FALSE;
}

/* Two processes may come at once: the second waits, then finds everything done. */
static gboolean
set_up (SusunAiStore *self, GError **error)
{
  return susun_db_exec (&self->db,
                        "PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0;"
                        "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON",
                        error)
         && susun_ai_store_begin (self, error)
         && susun_ai_store_end (self, upgrade (self, error), error);
}

static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = susun_path_display (path);

  if (!susun_store_make_folders (folder, error))
    return FALSE;
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL, 0600);
  return fd >= 0 || errno == EEXIST || susun_throw_errno (error, _ ("Making “%s”"), shown);
}

SusunAiStore *
susun_ai_store_open (const char *path, GError **error)
{
  g_autoptr (SusunAiStore) self = g_new0 (SusunAiStore, 1);
  const char *name = path != NULL ? path : ":memory:";

  self->thread = g_thread_self ();
  if ((path != NULL && !make_file (path, error))
      || !susun_db_open (&self->db, name, name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error)
      || !set_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_ai_store_close (SusunAiStore *self)
{
  if (self == NULL)
    return;
  susun_db_close (&self->db);
  g_free (self);
}

static gboolean
is_here (SusunAiStore *self)
{
  return self != NULL && self->thread == g_thread_self ();
}

char *
susun_ai_store_get_answer (SusunAiStore *self, const SusunHash *question, const char *model,
                           int *verdict, GError **error)
{
  sqlite3_stmt *stmt;
  char *answer;

  g_return_val_if_fail (is_here (self), NULL);

  stmt = susun_db_statement (&self->db, select_answer, error);
  if (stmt == NULL)
    return NULL;
  susun_db_bind_hash (stmt, 1, question);
  susun_db_bind_text (stmt, 2, model);
  if (susun_db_step (&self->db, stmt, error) != SUSUN_STEP_ROW)
    return NULL;
  answer = susun_db_dup_string (stmt, 0);
  *verdict = sqlite3_column_int (stmt, 1);
  sqlite3_reset (stmt);
  return answer;
}

gboolean
susun_ai_store_put_answer (SusunAiStore *self, const SusunHash *question, const char *model,
                           const char *answer, int verdict, gint64 now, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (is_here (self), FALSE);

  stmt = susun_db_statement (&self->db, insert_answer, error);
  if (stmt == NULL)
    return FALSE;
  susun_db_bind_hash (stmt, 1, question);
  susun_db_bind_text (stmt, 2, model);
  susun_db_bind_text (stmt, 3, answer);
  sqlite3_bind_int (stmt, 4, verdict);
  sqlite3_bind_int64 (stmt, 5, now);
  return susun_db_run (&self->db, stmt, error);
}

gboolean
susun_ai_store_forget_answers (SusunAiStore *self, GError **error)
{
  g_return_val_if_fail (is_here (self), FALSE);

  return susun_db_exec (&self->db, "DELETE FROM ai_answer", error);
}

gboolean
susun_ai_store_get_pace (SusunAiStore *self, const char *model, SusunAiPace *pace, GError **error)
{
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (is_here (self), FALSE);

  stmt = susun_db_statement (&self->db, select_pace, error);
  if (stmt == NULL)
    return FALSE;
  susun_db_bind_text (stmt, 1, model);
  step = susun_db_step (&self->db, stmt, error);
  if (step != SUSUN_STEP_ROW)
    return step == SUSUN_STEP_DONE;
  pace->interval = sqlite3_column_int64 (stmt, 0);
  pace->next = sqlite3_column_int64 (stmt, 1);
  pace->day = sqlite3_column_int64 (stmt, 2);
  pace->day_count = sqlite3_column_int64 (stmt, 3);
  pace->blocked = sqlite3_column_int64 (stmt, 4);
  pace->features = sqlite3_column_int64 (stmt, 5);
  sqlite3_reset (stmt);
  return TRUE;
}

gboolean
susun_ai_store_set_pace (SusunAiStore *self, const char *model, const SusunAiPace *pace,
                         GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (is_here (self), FALSE);

  stmt = susun_db_statement (&self->db, upsert_pace, error);
  if (stmt == NULL)
    return FALSE;
  susun_db_bind_text (stmt, 1, model);
  sqlite3_bind_int64 (stmt, 2, pace->interval);
  sqlite3_bind_int64 (stmt, 3, pace->next);
  sqlite3_bind_int64 (stmt, 4, pace->day);
  sqlite3_bind_int64 (stmt, 5, pace->day_count);
  sqlite3_bind_int64 (stmt, 6, pace->blocked);
  sqlite3_bind_int64 (stmt, 7, pace->features);
  return susun_db_run (&self->db, stmt, error);
}

/* Inside a transaction. @wait: (out): 0 when the turn was taken */
static gboolean
take_turn (SusunAiStore *self, const char *model, SusunAiPace *pace, gint64 now, gint64 day,
           gint64 *wait, GError **error)
{
  if (!susun_ai_store_get_pace (self, model, pace, error))
    return FALSE;
  *wait = MAX (pace->next, pace->blocked);
  /* A clock that was set back must not hold us up for years. */
  if (*wait <= now || pace->next - now > G_TIME_SPAN_DAY)
    *wait = 0;
  if (*wait > 0)
    return TRUE;
  pace->day_count = pace->day == day ? pace->day_count + 1 : 1;
  pace->day = day;
  pace->next = now + pace->interval;
  return susun_ai_store_set_pace (self, model, pace, error);
}

gint64
susun_ai_store_take_turn (SusunAiStore *self, const char *model, SusunAiPace *pace, gint64 now,
                          gint64 day, GError **error)
{
  gint64 wait = 0;

  g_return_val_if_fail (is_here (self), -1);

  if (!susun_ai_store_begin (self, error))
    return -1;
  return susun_ai_store_end (self, take_turn (self, model, pace, now, day, &wait, error), error)
             ? wait
             : -1;
}
