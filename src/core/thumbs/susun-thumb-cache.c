// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumb-cache.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/thumbs/susun-thumb-private.h"

/* A thumbnail of 1024 × 1024 without any compression is 4 MB. */
#define MAX_FILE (8 * 1024 * 1024)
#define FAIL_FOLDER "fail/susun"

struct _SusunThumbCache
{
  char *folder; /* (owned) */
};

SusunThumbCache *
susun_thumb_cache_new (const char *folder)
{
  SusunThumbCache *self = g_atomic_rc_box_new0 (SusunThumbCache);

  self->folder = g_strdup (folder);
  return self;
}

SusunThumbCache *
susun_thumb_cache_ref (SusunThumbCache *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
cache_clear (gpointer data)
{
  g_free (((SusunThumbCache *) data)->folder);
}

void
susun_thumb_cache_unref (SusunThumbCache *self)
{
  g_atomic_rc_box_release_full (self, cache_clear);
}

static const char *
size_folder (SusunThumbSize size)
{
  switch (size)
    {
    case SUSUN_THUMB_SIZE_NORMAL:
      return "normal";
    case SUSUN_THUMB_SIZE_LARGE:
      return "large";
    case SUSUN_THUMB_SIZE_X_LARGE:
    default:
      return "x-large";
    }
}

/* The standard's example and every program that follows it escape as GLib does, which is not what
 * susun_path_to_uri() writes into a CSV: another text would have another MD5. */
static char *
make_uri (const char *path)
{
  return g_filename_to_uri (path, NULL, NULL);
}

/* Returns: (transfer full): "MD5.png" */
static char *
make_name (const char *uri)
{
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);

  return g_strconcat (md5, ".png", NULL);
}

static GBytes *
read_file (const char *path)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_NONBLOCK, 0);
  g_autofree guint8 *data = NULL;
  SusunIdentity identity;
  gsize done = 0;

  if (fd < 0 || susun_sys_identity (fd, &identity) < 0 || !S_ISREG (identity.mode)
      || identity.size == 0 || identity.size > MAX_FILE)
    return NULL;
  data = g_malloc (identity.size);
  while (done < identity.size)
    {
      ssize_t got = susun_sys_read (fd, data + done, identity.size - done);
      if (got <= 0)
        return NULL;
      done += (gsize) got;
    }
  return g_bytes_new_take (g_steal_pointer (&data), done);
}

static void
limit_size_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  if (width > 1024 || height > 1024)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* Returns: (transfer full) (nullable): what @file holds, when it is of that URI and time */
static GdkPixbuf *
read_png (const char *file, const char *uri, gint64 mtime)
{
  g_autoptr (GBytes) bytes = read_file (file);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, mtime);
  GdkPixbuf *pixbuf;
  gboolean whole;

  if (bytes == NULL)
    return NULL;
  loader = gdk_pixbuf_loader_new_with_type ("png", NULL);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (limit_size_cb), NULL);
  whole = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  whole &= gdk_pixbuf_loader_close (loader, NULL);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!whole || pixbuf == NULL
      || g_strcmp0 (gdk_pixbuf_get_option (pixbuf, "tEXt::Thumb::URI"), uri) != 0
      || g_strcmp0 (gdk_pixbuf_get_option (pixbuf, "tEXt::Thumb::MTime"), time) != 0)
    return NULL;
  return g_object_ref (pixbuf);
}

static SusunThumb *
read_thumb (SusunThumbCache *self, const char *folder, const char *name, const char *uri,
            gint64 mtime, SusunThumbSize size, gboolean film)
{
  g_autofree char *file = g_build_filename (self->folder, folder, name, NULL);
  g_autoptr (GdkPixbuf) pixbuf = read_png (file, uri, mtime);
  const char *length;
  gint64 seconds;

  if (pixbuf == NULL)
    return NULL;
  length = gdk_pixbuf_get_option (pixbuf, "tEXt::Thumb::Movie::Length");
  if (film && length == NULL)
    return NULL;
  seconds = length != NULL ? g_ascii_strtoll (length, NULL, 10) : 0;
  pixbuf = susun_thumb_shrink (g_steal_pointer (&pixbuf), (int) size);
  if (pixbuf == NULL)
    return NULL;
  return susun_thumb_new_for_pixbuf (
      SUSUN_THUMB_FULL, pixbuf, seconds > 0 && seconds < G_MAXINT32 ? seconds * 1000 : -1, NULL);
}

static SusunThumb *
read_failure (SusunThumbCache *self, const char *name, const char *path, const char *uri,
              gint64 mtime)
{
  g_autofree char *file = g_build_filename (self->folder, FAIL_FOLDER, name, NULL);
  g_autoptr (GdkPixbuf) mark = read_png (file, uri, mtime);
  g_autofree char *display_name = NULL;
  g_autofree char *problem = NULL;

  if (mark == NULL)
    return NULL;
  display_name = susun_path_display_name (path);
  problem = g_strdup_printf (_ ("“%s” is damaged, or is not what its name says"), display_name);
  return susun_thumb_new_for_pixbuf (SUSUN_THUMB_BROKEN, NULL, -1, problem);
}

SusunThumb *
susun_thumb_cache_read (SusunThumbCache *self, const char *path, gint64 mtime, SusunThumbSize size,
                        gboolean film)
{
  static const SusunThumbSize sizes[]
      = { SUSUN_THUMB_SIZE_NORMAL, SUSUN_THUMB_SIZE_LARGE, SUSUN_THUMB_SIZE_X_LARGE };
  g_autofree char *uri = make_uri (path);
  g_autofree char *name = NULL;

  if (uri == NULL)
    return NULL;
  name = make_name (uri);
  /* A larger one serves as well. */
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      SusunThumb *thumb = sizes[i] < size ? NULL
                                          : read_thumb (self, size_folder (sizes[i]), name, uri,
                                                        mtime, size, film);
      if (thumb != NULL)
        return thumb;
    }
  return read_failure (self, name, path, uri, mtime);
}

/* Every folder down to "thumbnails/large", for the user only, as the standard asks. */
static gboolean
make_folders (const char *folder)
{
  g_autofree char *parent = NULL;

  if (susun_sys_mkdirat (AT_FDCWD, folder, 0700) == 0 || errno == EEXIST)
    return TRUE;
  if (errno != ENOENT)
    return FALSE;
  parent = g_path_get_dirname (folder);
  return strcmp (parent, folder) != 0 && make_folders (parent)
         && (susun_sys_mkdirat (AT_FDCWD, folder, 0700) == 0 || errno == EEXIST);
}

/* Written under another name in the same folder, then renamed over the old one: a reader sees one
 * or the other. No fsync: a cache may be lost. */
static gboolean
publish (const char *folder, const char *name, const char *data, gsize length, GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s/.susun-%08x", folder, g_random_int ());
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_auto (SusunFd) fd = -1;

  if (!make_folders (folder))
    return susun_throw_errno (error, _ ("Making the folder of the thumbnails"));
  fd = susun_sys_openat (AT_FDCWD, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  if (fd < 0)
    return susun_throw_errno (error, _ ("Saving a thumbnail"));
  if (susun_sys_write_all (fd, data, length) < 0
      || susun_sys_rename_over (AT_FDCWD, temporary, AT_FDCWD, file) < 0)
    {
      susun_throw_errno (error, _ ("Saving a thumbnail"));
      susun_sys_unlinkat (AT_FDCWD, temporary);
      return FALSE;
    }
  return TRUE;
}

static gboolean
save_png (GdkPixbuf *pixbuf, const char *uri, gint64 mtime, gint64 duration_ms, gboolean film,
          char **data, gsize *length, GError **error)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, mtime);
  g_autofree char *seconds
      = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (0, (duration_ms + 500) / 1000));
  /* Level 1 takes a third of the time of the usual one, for a fifth more bytes. */
  char *keys[] = { (char *) "compression",
                   (char *) "tEXt::Thumb::URI",
                   (char *) "tEXt::Thumb::MTime",
                   (char *) "tEXt::Software",
                   film ? (char *) "tEXt::Thumb::Movie::Length" : NULL,
                   NULL };
  char *values[] = { (char *) "1", (char *) uri, time, (char *) "Susun", seconds, NULL };

  return gdk_pixbuf_save_to_bufferv (pixbuf, data, length, "png", keys, values, error);
}

static GdkPixbuf *
to_pixbuf (SusunThumb *thumb)
{
  return gdk_pixbuf_new_from_bytes (susun_thumb_get_pixels (thumb), GDK_COLORSPACE_RGB,
                                    susun_thumb_has_alpha (thumb), 8, susun_thumb_get_width (thumb),
                                    susun_thumb_get_height (thumb), susun_thumb_get_stride (thumb));
}

/* What a broken file is remembered by: one transparent pixel. */
static GdkPixbuf *
make_mark (void)
{
  GdkPixbuf *mark = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 1, 1);

  gdk_pixbuf_fill (mark, 0);
  return mark;
}

gboolean
susun_thumb_cache_write (SusunThumbCache *self, const char *path, gint64 mtime, SusunThumbSize size,
                         SusunThumb *thumb, GError **error)
{
  gboolean full = susun_thumb_get_state (thumb) == SUSUN_THUMB_FULL;
  gboolean broken = susun_thumb_is_broken (thumb) && susun_thumb_get_pixels (thumb) == NULL;
  gboolean film = susun_thumb_get_duration_ms (thumb) >= 0;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *data = NULL;
  gsize length;

  if ((!full && !broken) || susun_path_below (path, self->folder) != NULL)
    return TRUE;
  uri = make_uri (path);
  if (uri == NULL)
    return TRUE;
  pixbuf = full ? to_pixbuf (thumb) : make_mark ();
  if (!save_png (pixbuf, uri, mtime, susun_thumb_get_duration_ms (thumb), full && film, &data,
                 &length, error))
    return FALSE;
  folder = g_build_filename (self->folder, full ? size_folder (size) : FAIL_FOLDER, NULL);
  name = make_name (uri);
  return publish (folder, name, data, length, error);
}
