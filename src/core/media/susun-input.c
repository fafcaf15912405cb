// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/susun-sys.h"

/* What one file may cost: a hostile or odd file must not make a scan read gigabytes or seek for
 * minutes. Camera files need one to ten requests. */
#define MAX_BYTES (4 * 1024 * 1024)
#define MAX_READS 512
#define MAX_REQUEST (1024 * 1024)

/* Requests, also those the buffers answer: ends every walk, whatever its loop believes. */
#define MAX_REQUESTS 65536

/* The least that is read beyond the head: neighbouring requests (boxes, directories) share it. */
#define SIDE_CHUNK 4096

struct _SusunInput
{
  int fd; /* (borrowed), -1 for memory and when closed */
  guint64 size;
  char *name;

  const guint8 *memory; /* (nullable) (borrowed): the whole content instead of a descriptor */

  guint8 *head; /* (owned): SUSUN_INPUT_HEAD_SIZE bytes, kept from file to file */
  gsize head_length;
  gboolean head_read;

  guint8 *side; /* (owned) */
  gsize side_allocated;
  guint64 side_offset;
  gsize side_length;

  guint64 bytes_read;
  guint reads;
  guint requests;
  int errsv;
};

SusunInput *
susun_input_new (void)
{
  SusunInput *self = g_new0 (SusunInput, 1);

  self->fd = -1;
  self->head = g_malloc (SUSUN_INPUT_HEAD_SIZE);
  return self;
}

void
susun_input_free (SusunInput *self)
{
  if (self == NULL)
    return;
  g_free (self->head);
  g_free (self->side);
  g_free (self->name);
  g_free (self);
}

void
susun_input_close (SusunInput *self)
{
  self->fd = -1;
  self->memory = NULL;
  self->size = 0;
  self->head_length = 0;
  self->head_read = FALSE;
  self->side_length = 0;
  self->bytes_read = 0;
  self->reads = 0;
  self->requests = 0;
  self->errsv = 0;
  g_clear_pointer (&self->name, g_free);
}

void
susun_input_open (SusunInput *self, int fd, guint64 size, const char *name)
{
  susun_input_close (self);
  self->fd = fd;
  self->size = size;
  self->name = g_strdup (name);
}

void
susun_input_open_memory (SusunInput *self, const void *data, gsize length, const char *name)
{
  susun_input_close (self);
  self->memory = length > 0 ? data : (const void *) "";
  self->size = length;
  self->name = g_strdup (name);
}

const char *
susun_input_get_name (SusunInput *self)
{
  return self->name != NULL ? self->name : "";
}

guint64
susun_input_get_size (SusunInput *self)
{
  return self->size;
}

int
susun_input_get_errno (SusunInput *self)
{
  return self->errsv;
}

guint64
susun_input_get_bytes_read (SusunInput *self)
{
  return self->bytes_read;
}

int
susun_input_get_fd (SusunInput *self)
{
  return self->fd;
}

/* Reads until @length bytes, the end of the file or an error. Returns: the bytes read */
static gsize
read_at (SusunInput *self, guint8 *buffer, gsize length, guint64 offset)
{
  gsize done = 0;

  if (self->fd < 0 || self->errsv != 0)
    return 0;
  while (done < length)
    {
      ssize_t got;

      if (self->reads >= MAX_READS)
        break;
      self->reads++;
      got = susun_sys_pread (self->fd, buffer + done, length - done, (off_t) (offset + done));
      if (got < 0)
        {
          self->errsv = errno;
          break;
        }
      if (got == 0)
        break;
      done += (gsize) got;
    }
  self->bytes_read += done;
  return done;
}

static void
read_head (SusunInput *self)
{
  gsize length = (gsize) MIN (self->size, SUSUN_INPUT_HEAD_SIZE);

  self->head_read = TRUE;
  if (self->memory != NULL)
    return;
  /* Without this the kernel reads 128 KiB ahead of every large file, for nothing. */
  if (self->size > SUSUN_INPUT_HEAD_SIZE && self->fd >= 0)
    posix_fadvise (self->fd, 0, 0, POSIX_FADV_RANDOM);
  self->head_length = read_at (self, self->head, length, 0);
}

static gboolean
fill_side (SusunInput *self, guint64 offset, gsize length)
{
  gsize wanted = MAX (length, SIDE_CHUNK);

  wanted = (gsize) MIN (wanted, self->size - offset);
  self->side_length = 0;
  if (length > MAX_REQUEST || self->bytes_read + wanted > MAX_BYTES)
    return FALSE;
  if (wanted > self->side_allocated)
    {
      self->side_allocated = MAX (wanted, 16 * 1024);
      g_free (self->side);
      self->side = g_malloc (self->side_allocated);
    }
  self->side_length = read_at (self, self->side, wanted, offset);
  self->side_offset = offset;
  return self->side_length > 0;
}

const guint8 *
susun_input_peek (SusunInput *self, guint64 offset, gsize length, gsize *got)
{
  *got = 0;
  if (offset >= self->size || length == 0 || self->requests >= MAX_REQUESTS)
    return NULL;
  self->requests++;
  length = (gsize) MIN (length, self->size - offset);
  if (self->memory != NULL)
    {
      *got = length;
      return self->memory + offset;
    }
  if (!self->head_read)
    read_head (self);
  if (offset < self->head_length && length <= self->head_length - offset)
    {
      *got = length;
      return self->head + offset;
    }
  if (self->side_length == 0 || offset < self->side_offset
      || offset - self->side_offset > self->side_length
      || length > self->side_length - (gsize) (offset - self->side_offset))
    {
      if (!fill_side (self, offset, length))
        return NULL;
    }
  *got = MIN (length, self->side_length - (gsize) (offset - self->side_offset));
  return self->side + (offset - self->side_offset);
}

const guint8 *
susun_input_get (SusunInput *self, guint64 offset, gsize length)
{
  gsize got;
  const guint8 *data;

  if (length == 0 || offset > self->size || length > self->size - offset)
    return NULL;
  data = susun_input_peek (self, offset, length, &got);
  return got == length ? data : NULL;
}

const guint8 *
susun_input_get_head (SusunInput *self, gsize *length)
{
  if (self->memory != NULL)
    {
      *length = (gsize) MIN (self->size, SUSUN_INPUT_HEAD_SIZE);
      return self->memory;
    }
  if (!self->head_read)
    read_head (self);
  *length = self->head_length;
  return self->head;
}
