// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/scan/susun-file-reader-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/media/susun-reader.h"

/* How much of a file's beginning goes into its fingerprint. */
#define HEAD_PRINT_BYTES 4096

void
susun_file_reader_init (SusunFileReader *self, const char *root, const SusunDating *dating)
{
  self->root = root;
  self->dating = dating;
  self->input = susun_input_new ();
  self->evidence = susun_evidence_new ();
  self->hasher = susun_hasher_new ();
}

void
susun_file_reader_clear (SusunFileReader *self)
{
  susun_input_free (self->input);
  susun_evidence_free (self->evidence);
  susun_hasher_free (self->hasher);
}

/* --- one file */

static guint64
head_print (SusunFileReader *self)
{
  SusunHash hash;
  guint64 print;
  gsize length;
  const guint8 *head = susun_input_get_head (self->input, &length);

  if (head == NULL || length == 0)
    return 0;
  susun_hasher_digest (self->hasher, head, MIN (length, HEAD_PRINT_BYTES), &hash);
  memcpy (&print, hash.bytes, sizeof print);
  return print;
}

/* O_NOATIME is for the owner only; looking at a picture must not touch even its atime where that
 * can be had. O_NONBLOCK: a FIFO that took the file's place must not hang us. */
static int
open_listed (int folder, const char *name)
{
  int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  int fd = susun_sys_openat (folder, name, flags | O_NOATIME, 0);

  return fd < 0 && errno == EPERM ? susun_sys_openat (folder, name, flags, 0) : fd;
}

typedef enum
{
  DOING_OPEN,
  DOING_LOOK,
  DOING_READ,
} Doing;

static void
set_unreadable (SusunCapture *capture, Doing doing, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = susun_path_display_name (capture->item.src_path);

  errno = code;
  if (doing == DOING_OPEN)
    susun_throw_errno (&error, _ ("Opening “%s”"), name);
  else if (doing == DOING_LOOK)
    susun_throw_errno (&error, _ ("Looking at “%s”"), name);
  else
    susun_throw_errno (&error, _ ("Reading “%s”"), name);
  capture->item.state = SUSUN_ITEM_UNREADABLE;
  capture->item.cause = susun_cause_from_error (error);
  g_free (capture->item.note);
  capture->item.note = g_strdup (error->message);
}

/* Opens the listed file and hands it to the input. Returns: -1 when the capture is unreadable */
static int
begin_file (SusunFileReader *self, SusunFolder *folder, guint index)
{
  SusunCapture *capture = &g_array_index (folder->captures, SusunCapture, index);
  const SusunListed *listed = &g_array_index (folder->listing->files, SusunListed, index);
  int fd = open_listed (folder->fd, listed->name);

  if (fd < 0)
    {
      set_unreadable (capture, DOING_OPEN, errno);
      return -1;
    }
  if (susun_sys_identity (fd, &capture->item.identity) < 0)
    {
      set_unreadable (capture, DOING_LOOK, errno);
      close (fd);
      return -1;
    }
  if (!S_ISREG (capture->item.identity.mode))
    {
      set_unreadable (capture, DOING_OPEN, EINVAL);
      close (fd);
      return -1;
    }
  susun_input_open (self->input, fd, capture->item.identity.size, listed->name);
  return fd;
}

static void
end_file (SusunFileReader *self, int fd)
{
  susun_input_close (self->input);
  close (fd);
}

static void
add_mtime (SusunEvidence *evidence, const SusunIdentity *identity)
{
  gint64 ns = identity->mtime_ns;
  gint64 seconds = ns / 1000000000 - (ns % 1000000000 < 0);
  SusunDateCandidate candidate = {
    .wall = seconds,
    .nsec = (gint32) (ns - seconds * 1000000000),
    .offset = SUSUN_OFFSET_NONE,
    .source = SUSUN_DATE_SOURCE_MTIME,
    .is_utc = TRUE,
  };

  susun_evidence_add (evidence, &candidate);
}

static char *
dup_camera (const SusunEvidence *evidence)
{
  if (evidence->maker->len + evidence->model->len + evidence->serial->len == 0)
    return NULL;
  return g_strconcat (evidence->maker->str, "\x1f", evidence->model->str, "\x1f",
                      evidence->serial->str, NULL);
}

static char *
join_notes (const SusunEvidence *evidence)
{
  if (evidence->notes->len == 0)
    return NULL;
  GString *notes = g_string_new (evidence->notes->pdata[0]);
  for (guint i = 1; i < evidence->notes->len; i++)
    g_string_append_printf (notes, "; %s", (const char *) evidence->notes->pdata[i]);
  return g_string_free (notes, FALSE);
}

/* Leaves the file's evidence in the reader and what there is to keep of it in the capture. */
static gboolean
read_medium (SusunFileReader *self, SusunFolder *folder, guint index)
{
  SusunCapture *capture = &g_array_index (folder->captures, SusunCapture, index);
  g_autoptr (GError) error = NULL;

  susun_evidence_reset (self->evidence);
  int fd = begin_file (self, folder, index);
  if (fd < 0)
    return FALSE;
  gboolean ok = susun_media_read (self->input, self->evidence, &error);
  capture->item.head_print = head_print (self);
  capture->format = self->evidence->format;
  if (ok && susun_input_get_errno (self->input) != 0)
    {
      ok = FALSE;
      set_unreadable (capture, DOING_READ, susun_input_get_errno (self->input));
    }
  else if (!ok)
    {
      capture->item.state = SUSUN_ITEM_UNREADABLE;
      capture->item.cause = susun_cause_from_error (error);
      capture->item.note = g_strdup (error->message);
    }
  end_file (self, fd);
  return ok;
}

static void
keep_evidence (SusunFileReader *self, SusunFolder *folder, guint index)
{
  SusunCapture *capture = &g_array_index (folder->captures, SusunCapture, index);
  const SusunListed *listed = &g_array_index (folder->listing->files, SusunListed, index);

  susun_media_read_name (listed->name, self->evidence);
  add_mtime (self->evidence, &capture->item.identity);
  GByteArray *packed = susun_evidence_pack (self->evidence);
  capture->item.evidence_length = packed->len;
  capture->item.evidence = g_byte_array_free (packed, FALSE);
  capture->camera = dup_camera (self->evidence);
  capture->item.note = join_notes (self->evidence);

  SusunDateRules rules;
  susun_dating_rules (self->dating, self->root, capture->item.src_path, capture->camera,
                      capture->item.media, &rules);
  g_mutex_lock (&folder->lock);
  susun_folder_hints_add (folder->hints, self->evidence, &rules);
  g_mutex_unlock (&folder->lock);
}

/* A sidecar tells about its photo: what it says joins the photo's evidence. */
static void
read_sidecar (SusunFileReader *self, SusunFolder *folder, guint index, gboolean with_photo)
{
  SusunCapture *capture = &g_array_index (folder->captures, SusunCapture, index);
  g_autoptr (GError) error = NULL;
  int fd = begin_file (self, folder, index);

  if (fd < 0)
    return;
  if (with_photo && !susun_media_read_sidecar (self->input, self->evidence, &error))
    {
      capture->item.state = SUSUN_ITEM_UNREADABLE;
      capture->item.cause = susun_cause_from_error (error);
      capture->item.note = g_strdup (error->message);
    }
  capture->item.head_print = head_print (self);
  end_file (self, fd);
}

/* --- files that belong together */

void
susun_file_reader_read (SusunFileReader *self, SusunFolder *folder, const SusunUnit *unit)
{
  guint *members = &g_array_index (folder->members, guint, unit->first);
  gboolean main_read;

  if (g_array_index (folder->listing->files, SusunListed, members[0]).kind == SUSUN_KIND_SIDECAR)
    {
      read_sidecar (self, folder, members[0], FALSE);
      return;
    }
  main_read = read_medium (self, folder, members[0]);
  for (guint i = 1; i < unit->length; i++)
    if (g_array_index (folder->captures, SusunCapture, members[i]).item.role == SUSUN_PART_SIDECAR)
      read_sidecar (self, folder, members[i], main_read);
  if (main_read)
    keep_evidence (self, folder, members[0]);
  for (guint i = 1; i < unit->length; i++)
    if (g_array_index (folder->captures, SusunCapture, members[i]).item.role == SUSUN_PART_COMPANION
        && read_medium (self, folder, members[i]))
      keep_evidence (self, folder, members[i]);
}
