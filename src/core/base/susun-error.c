// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (susun_error, susun_error)

static const struct
{
  const char *nick;
  const char *label;
  const char *advice;
} causes[] = {
  [SUSUN_CAUSE_NONE] = { "none", N_ ("No problem"), "" },
  [SUSUN_CAUSE_CHANGED]
  = { "changed", N_ ("Changed since it was looked at"),
      N_ ("See whether a program still writes to it, then run the command again.") },
  [SUSUN_CAUSE_DIFFERS] = { "differs", N_ ("The two files differ"),
                            N_ ("Compare the two files; both were left alone. Organizing again "
                                "copies the original under another name.") },
  [SUSUN_CAUSE_MISSING] = { "missing", N_ ("No longer there"),
                            N_ ("It was moved or deleted meanwhile. If it was moved, organize or "
                                "verify again from where it is now.") },
  [SUSUN_CAUSE_PERMISSION]
  = { "permission", N_ ("No permission"),
      N_ ("Change its permissions, or work as a user who may read and write there.") },
  [SUSUN_CAUSE_NO_SPACE]
  = { "no-space", N_ ("The disk is full"), N_ ("Make room on that disk, then resume the run.") },
  [SUSUN_CAUSE_READ_ONLY] = { "read-only", N_ ("The disk is read-only"),
                              N_ ("Mount that disk writable, then resume the run.") },
  [SUSUN_CAUSE_IO] = { "io", N_ ("The disk could not read or write it"),
                       N_ ("Save what can still be read from that disk and have it checked, then "
                           "run the command again.") },
  [SUSUN_CAUSE_NAME]
  = { "name", N_ ("The name is not possible there"),
      N_ ("Give the file a shorter or simpler name, or choose another disk for the archive.") },
  [SUSUN_CAUSE_TOO_LARGE]
  = { "too-large", N_ ("Too large for that disk"),
      N_ ("Choose an archive on a disk without that limit; FAT takes no file of 4 GiB and more.") },
  [SUSUN_CAUSE_AWAY] = { "away", N_ ("The folder or disk is away"),
                         N_ ("Connect the disk or the share again, then resume the run.") },
  [SUSUN_CAUSE_UNPROVEN] = { "unproven", N_ ("Not proven to be safe elsewhere"),
                             N_ ("It was left alone. Restore its other copy, or organize and "
                                 "verify again: what is proven then can go.") },
  [SUSUN_CAUSE_UNSURE]
  = { "unsure", N_ ("Needs a look by a person"),
      N_ ("Nothing was removed. Look at both places yourself before you go on.") },
  [SUSUN_CAUSE_MEDIUM]
  = { "medium", N_ ("The disk returns other bytes than were written"),
      N_ ("Do not trust that disk: change the cable or the disk, then verify the whole archive.") },
  [SUSUN_CAUSE_GROUP] = { "group", N_ ("A file that belongs to it could not go along"),
                          N_ ("Files that belong together stay together: solve the problem of the "
                              "other one, then run again.") },
  [SUSUN_CAUSE_OCCUPIED]
  = { "occupied", N_ ("The name is taken by another file"),
      N_ ("Move the other file out of the way, then run the command again.") },
  [SUSUN_CAUSE_NOT_SUPPORTED] = { "not-supported", N_ ("Not possible on that file system"),
                                  N_ ("Choose a folder on another disk.") },
  [SUSUN_CAUSE_LOST] = { "lost", N_ ("The original is gone; the archive copy stands"),
                         N_ ("Copy it back from the archive if you want it at its old place, and "
                             "look into lost+found.") },
  [SUSUN_CAUSE_NO_MEDIA] = { "no-media", N_ ("No photo and no film in it"),
                             N_ ("Nothing has to be done: it is no event folder.") },
  [SUSUN_CAUSE_NO_DATE] = { "no-date", N_ ("No day that can be trusted"),
                            N_ ("Its files tell no date, or doubtful ones. Give the folder its "
                                "date yourself.") },
  [SUSUN_CAUSE_TIE] = { "tie", N_ ("Several days have the same share"),
                        N_ ("Divide the folder by days, or give it the right date yourself.") },
  [SUSUN_CAUSE_LOW_SHARE]
  = { "low-share", N_ ("No single day has enough of its files"),
      N_ ("It may hold several events: divide it, give it the right date yourself, or ask for a "
          "smaller share.") },
  [SUSUN_CAUSE_NOT_COPIED] = { "not-copied", N_ ("Not copied, so there is nothing to prove"),
                               N_ ("It stays where it is, and no clean-up ever touches it.") },
  [SUSUN_CAUSE_OTHER] = { "other", N_ ("Other problem"), N_ ("The message beside it tells more.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (causes) == SUSUN_N_CAUSES);

const char *
susun_cause_nick (SusunCause cause)
{
  return causes[cause < SUSUN_N_CAUSES ? cause : SUSUN_CAUSE_OTHER].nick;
}

const char *
susun_cause_label (SusunCause cause)
{
  return _ (causes[cause < SUSUN_N_CAUSES ? cause : SUSUN_CAUSE_OTHER].label);
}

const char *
susun_cause_advice (SusunCause cause)
{
  const char *advice = causes[cause < SUSUN_N_CAUSES ? cause : SUSUN_CAUSE_OTHER].advice;

  return *advice != '\0' ? _ (advice) : "";
}

static SusunCause
cause_from_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:
      return SUSUN_CAUSE_MISSING;
    case G_IO_ERROR_PERMISSION_DENIED:
      return SUSUN_CAUSE_PERMISSION;
    case G_IO_ERROR_NO_SPACE:
      return SUSUN_CAUSE_NO_SPACE;
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return SUSUN_CAUSE_TOO_LARGE;
    case G_IO_ERROR_READ_ONLY:
      return SUSUN_CAUSE_READ_ONLY;
    case G_IO_ERROR_FILENAME_TOO_LONG:
    case G_IO_ERROR_INVALID_FILENAME:
      return SUSUN_CAUSE_NAME;
    case G_IO_ERROR_EXISTS:
      return SUSUN_CAUSE_OCCUPIED;
    case G_IO_ERROR_NOT_SUPPORTED:
      return SUSUN_CAUSE_NOT_SUPPORTED;
    case G_IO_ERROR_TOO_MANY_LINKS:
    case G_IO_ERROR_NOT_REGULAR_FILE:
    case G_IO_ERROR_NOT_DIRECTORY:
      return SUSUN_CAUSE_CHANGED;
    default:
      return SUSUN_CAUSE_IO;
    }
}

SusunCause
susun_cause_from_error (const GError *error)
{
  if (error == NULL)
    return SUSUN_CAUSE_NONE;
  if (error->domain == G_IO_ERROR)
    return cause_from_io_error (error->code);
  if (error->domain != SUSUN_ERROR)
    return SUSUN_CAUSE_OTHER;
  switch ((SusunError) error->code)
    {
    case SUSUN_ERROR_CHANGED:
      return SUSUN_CAUSE_CHANGED;
    case SUSUN_ERROR_DIFFERS:
      return SUSUN_CAUSE_DIFFERS;
    case SUSUN_ERROR_AWAY:
      return SUSUN_CAUSE_AWAY;
    case SUSUN_ERROR_UNPROVEN:
      return SUSUN_CAUSE_UNPROVEN;
    case SUSUN_ERROR_MEDIUM:
      return SUSUN_CAUSE_MEDIUM;
    case SUSUN_ERROR_UNSURE:
      return SUSUN_CAUSE_UNSURE;
    case SUSUN_ERROR_REFUSED:
    case SUSUN_ERROR_SCHEMA:
    case SUSUN_ERROR_CORRUPT:
    case SUSUN_ERROR_LOCKED:
    case SUSUN_ERROR_INVALID:
    default:
      return SUSUN_CAUSE_OTHER;
    }
}

/* GIO has no words for these two, and they are what a person can do something about. */
static GIOErrorEnum
code_from_errno (int code)
{
  switch (code)
    {
    case EDQUOT:
      return G_IO_ERROR_NO_SPACE;
    case EFBIG:
      return G_IO_ERROR_MESSAGE_TOO_LARGE;
    default:
      return g_io_error_from_errno (code);
    }
}

gboolean
susun_throw_code (GError **error, int code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);

  /* Translators: an action that failed, then the system's reason: “Saving “a.jpg”: No space left”
   */
  g_set_error (error, G_IO_ERROR, code_from_errno (code), _ ("%s: %s"), what, g_strerror (code));
  errno = code;
  return FALSE;
}

gboolean
susun_throw (GError **error, SusunError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error_literal (error, SUSUN_ERROR, code, message);
  return FALSE;
}
