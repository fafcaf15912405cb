// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-medium.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/files/susun-file-system.h"
#include "core/files/susun-medium-private.h"

static const char *const level_nicks[] = {
  [SUSUN_LEVEL_NONE] = "none",     [SUSUN_LEVEL_CACHED] = "cached",
  [SUSUN_LEVEL_REMOTE] = "remote", [SUSUN_LEVEL_EVICTED] = "evicted",
  [SUSUN_LEVEL_DIRECT] = "direct",
};

const char *
susun_level_nick (SusunLevel level)
{
  g_return_val_if_fail (level < G_N_ELEMENTS (level_nicks), "none");
  return level_nicks[level];
}

SusunMedium *
susun_medium_new (void)
{
  SusunMedium *self = g_new0 (SusunMedium, 1);
  void *buffer = NULL;

  g_assert (posix_memalign (&buffer, SUSUN_MEDIUM_ALIGNMENT, SUSUN_MEDIUM_BUFFER_SIZE) == 0);
  self->buffer = buffer;
  self->hasher = susun_hasher_new ();
  return self;
}

void
susun_medium_free (SusunMedium *self)
{
  susun_hasher_free (self->hasher);
  free (self->buffer);
  g_free (self);
}

void
susun_medium_set_progress (SusunMedium *self, SusunBytesDone done, gpointer user_data)
{
  self->done = done;
  self->done_data = user_data;
}

/* How the bytes of one file are got. */
typedef struct
{
  int fd;
  guint64 size;
  gboolean direct;     /* O_DIRECT is on */
  SusunLevel level;    /* what is reached if it stays as it is */
  SusunLevel fallback; /* what is reached when a direct read is refused after all */
} Source;

/* Empties the page cache of the file. Returns: how many pages stayed, -1 when that is not known */
static gint64
evict (int fd, guint64 size)
{
  susun_sys_drop_cache (fd);
  gint64 pages = susun_sys_cached_pages (fd, size);
  if (pages <= 0)
    return pages;

  /* Dirty pages stay, so they are written first. A read-only file system has none. */
  susun_sys_fsync (fd);
  susun_sys_drop_cache (fd);
  return susun_sys_cached_pages (fd, size);
}

/* Chooses the strongest way to read the medium under the page cache. */
static void
choose_way (Source *source, SusunFsTraits traits)
{
  /* Memory is the medium: its "cache" is the file. Nor is there anything to be read of nothing. */
  if (traits & SUSUN_FS_MEMORY || source->size == 0)
    {
      source->level = SUSUN_LEVEL_DIRECT;
      return;
    }

  /* Evicted even for direct reads: several file systems take O_DIRECT and then read through the
   * cache all the same (btrfs compressed, ext4 with journalled data), which must find it empty. */
  gint64 pages = evict (source->fd, source->size);
  source->direct = susun_sys_set_direct (source->fd, TRUE) == 0;
  source->fallback = pages == 0 ? SUSUN_LEVEL_EVICTED : SUSUN_LEVEL_CACHED;
  source->level = source->fallback;
  /* Pages that somebody keeps are no matter when direct reads are known to pass them by, nor when
   * the kernel does not tell us about pages and nothing speaks against direct reads. */
  if (source->direct
      && (pages == 0 || (pages > 0 && susun_sys_is_direct_honest (source->fd) == 1)
          || (pages < 0 && susun_sys_is_direct_honest (source->fd) != 0)))
    source->level = SUSUN_LEVEL_DIRECT;

  if (traits & SUSUN_FS_REMOTE)
    {
      source->level = MIN (source->level, SUSUN_LEVEL_REMOTE);
      source->fallback = MIN (source->fallback, SUSUN_LEVEL_REMOTE);
    }
}

static ssize_t
read_piece (Source *source, void *buffer, gsize wanted)
{
  ssize_t got = susun_sys_read (source->fd, buffer, wanted);

  if (got >= 0 || !source->direct || errno != EINVAL)
    return got;
  /* Promised and then refused: go on through the (empty) cache. */
  if (susun_sys_set_direct (source->fd, FALSE) < 0)
    return -1;
  source->direct = FALSE;
  source->level = source->fallback;
  return susun_sys_read (source->fd, buffer, wanted);
}

static gboolean
throw_changed (const char *rel, GError **error)
{
  g_autofree char *name = susun_path_display_name (rel);

  return susun_throw (error, SUSUN_ERROR_CHANGED, _ ("“%s” changed while it was read"), name);
}

static gboolean
throw_reading (const char *rel, GError **error)
{
  int saved = errno;
  g_autofree char *name = susun_path_display_name (rel);

  errno = saved;
  return susun_throw_errno (error, _ ("Reading “%s”"), name);
}

/* Reads exactly source->size bytes; that nothing follows them is seen by the identity afterwards.
 */
static gboolean
hash_source (SusunMedium *self, Source *source, const char *rel, GCancellable *cancellable,
             SusunHash *hash, GError **error)
{
  susun_hasher_start (self->hasher);
  for (guint64 done = 0; done < source->size;)
    {
      guint64 left = source->size - done;
      /* A direct read asks for whole blocks and gets less at the end. */
      gsize wanted = left >= SUSUN_MEDIUM_BUFFER_SIZE ? SUSUN_MEDIUM_BUFFER_SIZE
                                                      : (left + SUSUN_MEDIUM_ALIGNMENT - 1)
                                                            & ~(gsize) (SUSUN_MEDIUM_ALIGNMENT - 1);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      ssize_t got = read_piece (source, self->buffer, wanted);
      if (got < 0)
        return throw_reading (rel, error);
      if (got == 0 || (gsize) got > left)
        return throw_changed (rel, error);
      susun_hasher_update (self->hasher, self->buffer, got);
      done += got;
      susun_medium_tell (self, got);
    }
  susun_hasher_finish (self->hasher, hash);
  return TRUE;
}

/* @from_medium: or through the page cache. */
static gboolean
hash_file (SusunMedium *self, SusunRoot *root, const char *rel, gboolean from_medium,
           GCancellable *cancellable, SusunIdentity *identity, SusunHash *hash, SusunLevel *level,
           GError **error)
{
  SusunIdentity before, after;
  SusunHash found;
  g_auto (SusunFd) fd = susun_root_open_file (root, rel, &before, error);

  if (fd < 0)
    return FALSE;

  Source source = { .fd = fd, .size = before.size, .level = SUSUN_LEVEL_CACHED };
  if (from_medium)
    choose_way (&source, susun_fs_traits_of (root, fd, &before));
  if (!source.direct && source.size > SUSUN_MEDIUM_BUFFER_SIZE)
    susun_sys_advise_sequential (fd);
  if (!hash_source (self, &source, rel, cancellable, &found, error))
    return FALSE;

  if (susun_sys_identity (fd, &after) < 0)
    return throw_reading (rel, error);
  if (!susun_identity_unchanged (&before, &after))
    return throw_changed (rel, error);
  if (identity != NULL)
    *identity = after;
  if (level != NULL)
    *level = source.level;
  *hash = found;
  return TRUE;
}

gboolean
susun_medium_hash (SusunMedium *self, SusunRoot *root, const char *rel, GCancellable *cancellable,
                   SusunIdentity *identity, SusunHash *hash, SusunLevel *level, GError **error)
{
  return hash_file (self, root, rel, TRUE, cancellable, identity, hash, level, error);
}

gboolean
susun_medium_hash_cached (SusunMedium *self, SusunRoot *root, const char *rel,
                          GCancellable *cancellable, SusunIdentity *identity, SusunHash *hash,
                          GError **error)
{
  return hash_file (self, root, rel, FALSE, cancellable, identity, hash, NULL, error);
}
