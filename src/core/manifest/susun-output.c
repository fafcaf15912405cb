// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

/* Large enough that the system call costs nothing beside the rows. */
#define SPILL_SIZE (64 * 1024)

struct _SusunOutput
{
  SusunFd fd;      /* (owned) */
  char *path;      /* (owned) */
  char *buffer;    /* (owned) */
  gsize used;      /* bytes in the buffer */
  gsize allocated; /* size of the buffer */
  guint64 written; /* length of the file without what is in the buffer */
  GError *failure; /* (owned) (nullable): the first write error */
};

SusunOutput *
susun_output_new (int fd, const char *path)
{
  g_return_val_if_fail (fd >= 0 && path != NULL, NULL);

  SusunOutput *self = g_new0 (SusunOutput, 1);
  off_t position = susun_sys_seek (fd, 0, SEEK_CUR);

  self->fd = fd;
  self->path = g_strdup (path);
  self->allocated = 2 * SPILL_SIZE;
  self->buffer = g_malloc (self->allocated);
  /* A pipe has no position and starts with us. */
  self->written = position > 0 ? (guint64) position : 0;
  return self;
}

void
susun_output_free (SusunOutput *self)
{
  susun_fd_clear (&self->fd);
  g_clear_error (&self->failure);
  g_free (self->buffer);
  g_free (self->path);
  g_free (self);
}

char *
susun_output_reserve (SusunOutput *self, gsize size)
{
  if (G_UNLIKELY (self->allocated - self->used < size))
    {
      self->allocated = MAX (2 * self->allocated, self->used + size);
      self->buffer = g_realloc (self->buffer, self->allocated);
    }
  return self->buffer + self->used;
}

void
susun_output_advance (SusunOutput *self, gsize used)
{
  g_assert (used <= self->allocated - self->used);
  self->used += used;
}

void
susun_output_append (SusunOutput *self, const void *data, gsize length)
{
  memcpy (susun_output_reserve (self, length), data, length);
  self->used += length;
}

static gboolean
check_failure (SusunOutput *self, GError **error)
{
  if (G_LIKELY (self->failure == NULL))
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return FALSE;
}

static gboolean
fail (SusunOutput *self, GError **error)
{
  g_autofree char *name = susun_path_display_name (self->path);

  susun_throw_errno (&self->failure, _ ("Writing “%s”"), name);
  return check_failure (self, error);
}

gboolean
susun_output_flush (SusunOutput *self, GError **error)
{
  if (!check_failure (self, error))
    return FALSE;
  if (self->used == 0)
    return TRUE;
  if (susun_sys_write_all (self->fd, self->buffer, self->used) < 0)
    return fail (self, error);
  self->written += self->used;
  self->used = 0;
  return TRUE;
}

gboolean
susun_output_spill (SusunOutput *self, GError **error)
{
  if (G_LIKELY (self->used < SPILL_SIZE))
    return check_failure (self, error);
  return susun_output_flush (self, error);
}

gboolean
susun_output_sync (SusunOutput *self, GError **error)
{
  if (!susun_output_flush (self, error))
    return FALSE;
  return susun_sys_fsync (self->fd) == 0 || fail (self, error);
}

guint64
susun_output_get_length (SusunOutput *self)
{
  return self->written + self->used;
}
