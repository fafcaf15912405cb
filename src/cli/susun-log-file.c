// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/susun-log-file.h"
#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

struct _SusunLogFile
{
  GMutex lock;
  SusunFd fd; /* (lock): -1 without a file */
};

SusunLogFile *
susun_log_file_new (void)
{
  SusunLogFile *self = g_new0 (SusunLogFile, 1);

  g_mutex_init (&self->lock);
  self->fd = -1;
  return self;
}

void
susun_log_file_free (SusunLogFile *self)
{
  susun_fd_clear (&self->fd);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* A slip of the hand must not append lines to a photo: a file that has something in it begins with
 * the year of a line of ours. */
static gboolean
is_log (int fd)
{
  SusunIdentity identity;
  char start[5] = { 0 };

  if (susun_sys_identity (fd, &identity) < 0 || !S_ISREG (identity.mode) || identity.size == 0)
    return TRUE;
  if (susun_sys_pread (fd, start, sizeof start, 0) != sizeof start)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isdigit (start[i]))
      return FALSE;
  return start[4] == '-';
}

gboolean
susun_log_file_open (SusunLogFile *self, const char *path, GError **error)
{
  g_auto (SusunFd) fd
      = susun_sys_openat (AT_FDCWD, path, O_RDWR | O_CREAT | O_APPEND | O_NOCTTY, 0600);
  g_autofree char *display = susun_path_display (path);

  if (fd < 0)
    return susun_throw_errno (error, _ ("Opening the log “%s”"), display);
  if (!is_log (fd))
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("“%s” is no log of ours. Choose another name for the log."), display);
  g_mutex_lock (&self->lock);
  susun_fd_clear (&self->fd);
  self->fd = susun_fd_steal (&fd);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* A line is one write, so that lines of several processes do not mix. */
static void
write_line (SusunLogFile *self, const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S%:z");
  g_autofree char *safe = susun_path_escape (text);
  g_autofree char *line = g_strdup_printf ("%s [%d] %s\n", time, (int) getpid (), safe);

  g_mutex_lock (&self->lock);
  /* A log that cannot be written stops no work; the next command that opens it will say why. */
  if (self->fd >= 0 && susun_sys_write_all (self->fd, line, strlen (line)) < 0)
    susun_fd_clear (&self->fd);
  g_mutex_unlock (&self->lock);
}

void
susun_log_file_write (SusunLogFile *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  write_line (self, text);
}

GLogWriterOutput
susun_log_file_take_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                             gpointer log_file)
{
  SusunLogFile *self = log_file;

  if (!g_log_writer_default_would_drop (level, NULL))
    {
      g_autofree char *text = g_log_writer_format_fields (level, fields, n_fields, FALSE);
      write_line (self, g_strstrip (text));
    }
  return g_log_writer_default (level, fields, n_fields, NULL);
}
