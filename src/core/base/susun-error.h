// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <errno.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunError: what a caller *acts* on (skip, ask, retry, stop). Everything else is G_IO_ERROR from
 * errno.
 *
 * @SUSUN_ERROR_CHANGED: a file is not the one that was planned or proven; it was left alone
 * @SUSUN_ERROR_DIFFERS: two files that should hold the same bytes do not; both were left alone
 * @SUSUN_ERROR_REFUSED: refused for safety before anything was touched (exit status 3)
 * @SUSUN_ERROR_AWAY: a whole root is not there now (disk unplugged, share gone); never "deleted"
 * @SUSUN_ERROR_SCHEMA: the history database is newer than this program, or not ours
 * @SUSUN_ERROR_CORRUPT: the history database is damaged
 * @SUSUN_ERROR_LOCKED: another Susun works with the same database or folder
 * @SUSUN_ERROR_INVALID: input that cannot be understood (a CSV, a date, a pattern) (exit status 2)
 * @SUSUN_ERROR_UNPROVEN: no proof could be made that this file may go; it was left alone
 * @SUSUN_ERROR_MEDIUM: a medium returns other bytes than were written; the run is stopped
 * @SUSUN_ERROR_UNSURE: the disk shows a state the journal does not explain; left alone and reported
 */
#define SUSUN_ERROR (susun_error_quark ())
typedef enum
{
  SUSUN_ERROR_CHANGED,
  SUSUN_ERROR_DIFFERS,
  SUSUN_ERROR_REFUSED,
  SUSUN_ERROR_AWAY,
  SUSUN_ERROR_SCHEMA,
  SUSUN_ERROR_CORRUPT,
  SUSUN_ERROR_LOCKED,
  SUSUN_ERROR_INVALID,
  SUSUN_ERROR_UNPROVEN,
  SUSUN_ERROR_MEDIUM,
  SUSUN_ERROR_UNSURE,
} SusunError;

GQuark susun_error_quark (void);

/**
 * SusunCause: why an item did not end as planned, as a type, so that problems can be grouped.
 *
 * Stored in the history as an integer: append only, never renumber.
 */
typedef enum
{
  SUSUN_CAUSE_NONE = 0,
  SUSUN_CAUSE_CHANGED,
  SUSUN_CAUSE_DIFFERS,
  SUSUN_CAUSE_MISSING,
  SUSUN_CAUSE_PERMISSION,
  SUSUN_CAUSE_NO_SPACE,
  SUSUN_CAUSE_READ_ONLY,
  SUSUN_CAUSE_IO,
  SUSUN_CAUSE_NAME,
  SUSUN_CAUSE_TOO_LARGE,
  SUSUN_CAUSE_AWAY,
  SUSUN_CAUSE_UNPROVEN,
  SUSUN_CAUSE_UNSURE,
  SUSUN_CAUSE_MEDIUM,
  SUSUN_CAUSE_GROUP,
  SUSUN_CAUSE_OCCUPIED,
  SUSUN_CAUSE_NOT_SUPPORTED,
  SUSUN_CAUSE_LOST,
  SUSUN_CAUSE_OTHER,
  SUSUN_CAUSE_NO_MEDIA,   /* a folder without photos and films */
  SUSUN_CAUSE_NO_DATE,    /* … whose files tell no day that can be trusted */
  SUSUN_CAUSE_TIE,        /* … with several days of the same share */
  SUSUN_CAUSE_LOW_SHARE,  /* … no day of which has the share that was asked for */
  SUSUN_CAUSE_NOT_COPIED, /* left where it is on purpose: there is no copy to be proven */
  SUSUN_N_CAUSES
} SusunCause;

/* Returns: (transfer none): the untranslated word used in JSON and the history, such as "no-space"
 */
const char *susun_cause_nick (SusunCause cause);

/* Returns: (transfer none): a translated phrase for a person, such as "The disk is full" */
const char *susun_cause_label (SusunCause cause);

/* Returns: (transfer none): a translated sentence that says what a person can do about it */
const char *susun_cause_advice (SusunCause cause);

SusunCause susun_cause_from_error (const GError *error);

/**
 * susun_throw_errno: sets @error from errno and a translated sentence start, "Saving “IMG_1.jpg”",
 * to which the system's reason is added. errno is kept.
 *
 * Returns: FALSE always, so that it can be returned
 */
#define susun_throw_errno(error, ...)                                                              \
  (__extension__({                                                                                 \
    /* First of all: a translation takes a lock, and waiting for one changes errno. */             \
    int susun_code_ = errno;                                                                       \
    susun_throw_code ((error), susun_code_, __VA_ARGS__);                                          \
  }))

/* As above, of a code that was kept. */
gboolean susun_throw_code (GError **error, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* As above for SUSUN_ERROR. Returns: FALSE always */
gboolean susun_throw (GError **error, SusunError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
