// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sqlite3.h>

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunDb: a thin layer over one SQLite connection: errors become GErrors that name the database,
 * statements are prepared once. Private to this room; one thread.
 */
typedef struct
{
  sqlite3 *handle; /* (owned) */
  char *name;      /* (owned): display name of the path, for messages */

  /* SQL text by its address -> sqlite3_stmt (owned). The text must live as long as the database. */
  GHashTable *statements;
} SusunDb;

/* @flags: SQLITE_OPEN_*; @name: a path, or a URI with SQLITE_OPEN_URI. @path: for messages. */
gboolean susun_db_open (SusunDb *self, const char *name, const char *path, int flags,
                        GError **error);

/* Also of a zeroed or half-opened one. */
void susun_db_close (SusunDb *self);

/* Sets @error from the connection's last failure. Returns: FALSE always */
gboolean susun_db_throw (SusunDb *self, GError **error);

/* SUSUN_ERROR_CORRUPT for what is there but cannot be. Returns: FALSE always */
gboolean susun_db_throw_damaged (SusunDb *self, const char *reason, GError **error);

/* Is the last failure one of opening, such as a WAL that cannot be made in a read-only folder? */
gboolean susun_db_cannot_open (SusunDb *self);

/* Stepping fails with G_IO_ERROR_CANCELLED once @cancellable is; NULL ends that. (borrowed) */
void susun_db_watch (SusunDb *self, GCancellable *cancellable);

/* Statements without values and without rows that matter. */
gboolean susun_db_exec (SusunDb *self, const char *sql, GError **error);

/* The first column of the first row. Returns: FALSE also when there is no row */
gboolean susun_db_get_int64 (SusunDb *self, const char *sql, gint64 *value, GError **error);

/* Returns: (transfer full) (nullable): the first column of the first row */
char *susun_db_get_text (SusunDb *self, const char *sql, GError **error);

/* For SQL that is put together: finalize it. Returns: (transfer full) (nullable) */
sqlite3_stmt *susun_db_prepare (SusunDb *self, const char *sql, GError **error);

/* For constant SQL: prepared with the first call, ready to be bound. What was bound earlier is
 * still bound: bind all. Returns: (transfer none) (nullable) */
sqlite3_stmt *susun_db_statement (SusunDb *self, const char *sql, GError **error);

/* A statement that is done or failed is reset; one with a row is the caller's to step or reset. */
SusunStep susun_db_step (SusunDb *self, sqlite3_stmt *stmt, GError **error);

/* Steps a statement without rows to its end. */
gboolean susun_db_run (SusunDb *self, sqlite3_stmt *stmt, GError **error);

/* What is bound must stay until the statement is reset. Numbers count from 1, columns from 0. */
void susun_db_bind_text (sqlite3_stmt *stmt, int number, const char *text);
void susun_db_bind_bytes (sqlite3_stmt *stmt, int number, const char *bytes);
void susun_db_bind_hash (sqlite3_stmt *stmt, int number, const SusunHash *hash);

/* Unsigned 64-bit numbers (devices, inodes) are kept as the same 64 bits. */
void susun_db_bind_bits (sqlite3_stmt *stmt, int number, guint64 bits);
guint64 susun_db_column_bits (sqlite3_stmt *stmt, int column);

/* NULL for SUSUN_WALL_NONE. */
void susun_db_bind_wall (sqlite3_stmt *stmt, int number, gint64 wall);
gint64 susun_db_column_wall (sqlite3_stmt *stmt, int column);

/* NUL-terminated, for TEXT and BLOB. Returns: (transfer none) (nullable): valid until the next step
 */
char *susun_db_column_string (sqlite3_stmt *stmt, int column);
char *susun_db_dup_string (sqlite3_stmt *stmt, int column);

/* Returns: FALSE when the column is NULL or is no hash; @hash is zeroed then */
gboolean susun_db_column_hash (sqlite3_stmt *stmt, int column, SusunHash *hash);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
