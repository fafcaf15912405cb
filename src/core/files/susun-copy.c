// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-copy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/files/susun-attributes-private.h"
#include "core/files/susun-file-system.h"
#include "core/files/susun-medium-private.h"

/* Write-back is started each time that much has been written, so that the disk works while we read.
 */
#define WRITEBACK_STEP ((guint64) 8 << 20)

/* Smaller files reach the disk in one piece without a reservation, which would only cost a call. */
#define ALLOCATE_FROM SUSUN_MEDIUM_BUFFER_SIZE

char *
susun_copy_temp_name (const char *run_id, gint64 number)
{
  return g_strdup_printf (SUSUN_TEMP_PREFIX "%.8s-%" G_GINT64_FORMAT ".part", run_id, number);
}

/* One copy under way. Cleared, it takes the temporary away again unless @kept. */
typedef struct
{
  SusunMedium *medium; /* (borrowed) */
  GCancellable *cancellable;
  const char *rel; /* of the source */
  int source;      /* (owned) */
  int target;      /* (owned) */
  int folder;
  const char *temp_name;
  guint64 size;
  guint64 offset;  /* up to here it is copied and hashed */
  guint64 started; /* up to here write-back is started */
  gboolean kept;
} Copy;

static void
copy_clear (Copy *self)
{
  if (self->target >= 0 && !self->kept)
    {
      susun_fd_clear (&self->target);
      susun_sys_unlinkat (self->folder, self->temp_name);
    }
  susun_fd_clear (&self->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

static gboolean
throw_copying (const Copy *self, GError **error)
{
  int saved = errno;
  g_autofree char *name = susun_path_display_name (self->rel);

  errno = saved;
  return susun_throw_errno (error, _ ("Copying “%s”"), name);
}

static gboolean
throw_reading (const Copy *self, GError **error)
{
  int saved = errno;
  g_autofree char *name = susun_path_display_name (self->rel);

  errno = saved;
  return susun_throw_errno (error, _ ("Reading “%s”"), name);
}

static gboolean
throw_changed (const Copy *self, GError **error)
{
  g_autofree char *name = susun_path_display_name (self->rel);

  return susun_throw (error, SUSUN_ERROR_CHANGED, _ ("“%s” changed while it was copied"), name);
}

static gboolean
open_both (Copy *self, SusunRoot *root, const SusunIdentity *planned, SusunIdentity *found,
           GError **error)
{
  self->source = susun_root_open_file (root, self->rel, found, error);
  if (self->source < 0)
    return FALSE;
  if (planned != NULL && !susun_identity_unchanged (planned, found))
    {
      g_autofree char *name = susun_path_display_name (self->rel);
      return susun_throw (error, SUSUN_ERROR_CHANGED, _ ("“%s” is not the file that was planned"),
                          name);
    }
  self->size = found->size;
  self->target = susun_sys_openat (self->folder, self->temp_name,
                                   O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  return self->target >= 0 || throw_copying (self, error);
}

/* Copies up to @end, from where both files stand. */
static gboolean
copy_data (Copy *self, guint64 end, GError **error)
{
  while (self->offset < end)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      ssize_t got = susun_sys_read (self->source, self->medium->buffer,
                                    MIN (end - self->offset, SUSUN_MEDIUM_BUFFER_SIZE));
      if (got < 0)
        return throw_reading (self, error);
      if (got == 0)
        return throw_changed (self, error);
      susun_hasher_update (self->medium->hasher, self->medium->buffer, got);
      if (susun_sys_write_all (self->target, self->medium->buffer, got) < 0)
        return throw_copying (self, error);

      self->offset += got;
      if (self->offset - self->started >= WRITEBACK_STEP)
        {
          susun_sys_start_writeback (self->target, self->started, self->offset - self->started);
          self->started = self->offset;
        }
      susun_medium_tell (self->medium, got);
    }
  return TRUE;
}

/* A hole up to @end reads as zeros: hashed, but not written. */
static gboolean
copy_hole (Copy *self, guint64 end, GError **error)
{
  memset (self->medium->buffer, 0, MIN (end - self->offset, SUSUN_MEDIUM_BUFFER_SIZE));
  while (self->offset < end)
    {
      gsize length = MIN (end - self->offset, SUSUN_MEDIUM_BUFFER_SIZE);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      susun_hasher_update (self->medium->hasher, self->medium->buffer, length);
      self->offset += length;
      susun_medium_tell (self->medium, length);
    }
  return TRUE;
}

/* Where the next data begins at or after the offset, the size when there is none. Whoever does not
 * know holes has none. */
static guint64
find_data (const Copy *self)
{
  off_t data = susun_sys_seek (self->source, self->offset, SEEK_DATA);

  if (data < 0)
    return errno == ENXIO ? self->size : self->offset;
  return MIN ((guint64) data, self->size);
}

static guint64
find_hole (const Copy *self)
{
  off_t hole = susun_sys_seek (self->source, self->offset, SEEK_HOLE);

  return hole < 0 ? self->size : CLAMP ((guint64) hole, self->offset, self->size);
}

static gboolean
copy_sparse (Copy *self, GError **error)
{
  while (self->offset < self->size)
    {
      guint64 data = find_data (self);
      if (!copy_hole (self, data, error))
        return FALSE;
      if (data == self->size)
        break;

      guint64 hole = find_hole (self);
      if (susun_sys_seek (self->source, data, SEEK_SET) < 0)
        return throw_reading (self, error);
      if (susun_sys_seek (self->target, data, SEEK_SET) < 0)
        return throw_copying (self, error);
      /* A file that loses its data under our hands: no progress would be made. */
      if (hole == data)
        return throw_changed (self, error);
      if (!copy_data (self, hole, error))
        return FALSE;
    }
  return susun_sys_truncate (self->target, self->size) == 0 || throw_copying (self, error);
}

static gboolean
copy_bytes (Copy *self, const SusunIdentity *found, GError **error)
{
  if (found->blocks * 512 < self->size)
    return copy_sparse (self, error);

  if (self->size > ALLOCATE_FROM)
    {
      susun_sys_advise_sequential (self->source);
      /* No space is said now, not after an hour. Everything else is "not possible here". */
      if (susun_sys_allocate (self->target, self->size) < 0
          && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO
              || errno == EROFS))
        return throw_copying (self, error);
    }
  return copy_data (self, self->size, error);
}

gboolean
susun_copy_to_temp (SusunMedium *medium, SusunRoot *source, const char *rel,
                    const SusunIdentity *planned, int folder, const char *temp_name,
                    GCancellable *cancellable, SusunCopied *copied, GError **error)
{
  g_return_val_if_fail (g_str_has_prefix (temp_name, SUSUN_TEMP_PREFIX), FALSE);

  g_auto (Copy) copy = {
    .medium = medium,
    .cancellable = cancellable,
    .rel = rel,
    .source = -1,
    .target = -1,
    .folder = folder,
    .temp_name = temp_name,
  };
  SusunCopied result = { .lost = SUSUN_LOST_NOTHING };
  SusunIdentity before;

  if (!open_both (&copy, source, planned, &before, error))
    return FALSE;
  susun_hasher_start (medium->hasher);
  if (!copy_bytes (&copy, &before, error))
    return FALSE;
  susun_hasher_finish (medium->hasher, &result.hash);

  if (susun_sys_identity (copy.source, &result.source) < 0)
    return throw_reading (&copy, error);
  if (!susun_identity_unchanged (&before, &result.source))
    return throw_changed (&copy, error);

  result.lost = susun_attributes_copy (copy.source, &before, copy.target, medium->buffer,
                                       SUSUN_MEDIUM_BUFFER_SIZE);
  if (susun_sys_identity (copy.target, &result.target) < 0)
    return throw_copying (&copy, error);
  result.lost |= susun_attributes_compare (&before, &result.target);

  copy.kept = TRUE;
  result.fd = copy.target;
  *copied = result;
  return TRUE;
}

void
susun_copy_start_writeback (const SusunCopied *copied)
{
  susun_sys_start_writeback (copied->fd, 0, 0);
}

gboolean
susun_copy_sync (SusunCopied *copied, const char *display_name, GError **error)
{
  if (susun_sys_fsync (copied->fd) < 0)
    return susun_throw_errno (error, _ ("Saving “%s”"), display_name);
  return TRUE;
}

/* Before Linux 5.8, syncfs did not tell of failed writes. */
static gboolean
syncfs_tells_errors (void)
{
  struct utsname name;
  int major_number = 0;
  int minor_number = 0;

  return uname (&name) == 0 && sscanf (name.release, "%d.%d", &major_number, &minor_number) == 2
         && (major_number > 5 || (major_number == 5 && minor_number >= 8));
}

gboolean
susun_copy_sync_together (SusunRoot *target, const SusunCopied *const *copied, guint n_copied)
{
  if (!susun_fs_has_good_syncfs (susun_root_get_fs_type (target)) || !syncfs_tells_errors ())
    return FALSE;
  /* A folder below may be another file system. */
  for (guint i = 0; i < n_copied; i++)
    if (copied[i]->target.dev != susun_root_get_identity (target)->dev)
      return FALSE;

  /* By the root's descriptor: it reports what failed since it was opened, or since it was asked
   * last. An error of somebody else's file costs us a round of fsyncs, no more. */
  return susun_sys_syncfs (susun_root_get_fd (target)) == 0;
}

gboolean
susun_copy_discard_temp (int folder, const char *temp_name, GError **error)
{
  SusunIdentity identity;

  g_return_val_if_fail (g_str_has_prefix (temp_name, SUSUN_TEMP_PREFIX), FALSE);

  if (susun_sys_identity_at (folder, temp_name, &identity) < 0)
    {
      if (errno == ENOENT)
        return TRUE;
    }
  else if (!S_ISREG (identity.mode))
    {
      g_autofree char *display = susun_path_display_name (temp_name);
      return susun_throw (error, SUSUN_ERROR_UNSURE,
                          _ ("“%s” is not a temporary file of Susun; it was left alone"), display);
    }
  else if (susun_sys_unlinkat (folder, temp_name) == 0 || errno == ENOENT)
    return TRUE;

  int saved = errno;
  g_autofree char *display = susun_path_display_name (temp_name);
  errno = saved;
  return susun_throw_errno (error, _ ("Removing the temporary file “%s”"), display);
}
