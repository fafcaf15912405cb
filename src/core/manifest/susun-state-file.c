// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-state-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

/* A state file is a hundred bytes; what is larger is something else. */
#define MAX_SIZE 65536

static const struct
{
  const char *name;
  gsize offset;
} lengths[] = {
  { "verified_bytes", G_STRUCT_OFFSET (SusunState, verified_bytes) },
  { "unverified_bytes", G_STRUCT_OFFSET (SusunState, unverified_bytes) },
  { "results_bytes", G_STRUCT_OFFSET (SusunState, results_bytes) },
  { "keep_bytes", G_STRUCT_OFFSET (SusunState, keep_bytes) },
  { "dupes_bytes", G_STRUCT_OFFSET (SusunState, dupes_bytes) },
};

struct _SusunStateFile
{
  SusunFd dirfd;          /* (owned): the folder it is in */
  char *name;             /* (owned) */
  char *display_name;     /* (owned) */
  gboolean exists;        /* is there a file of ours? */
  SusunIdentity identity; /* of that file */
};

void
susun_state_file_free (SusunStateFile *self)
{
  susun_fd_clear (&self->dirfd);
  g_free (self->name);
  g_free (self->display_name);
  g_free (self);
}

static gboolean
read_count (JsonObject *object, const char *name, gint64 *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < 0)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

static gboolean
parse (const char *text, gsize length, SusunState *state)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  SusunState parsed = SUSUN_STATE_INIT;
  gint64 cursor = -1;

  if (!g_utf8_validate_len (text, length, NULL)
      || !json_parser_load_from_data (parser, text, length, NULL))
    return FALSE;
  JsonNode *root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  JsonObject *object = json_node_get_object (root);
  if (!read_count (object, "cursor", &cursor) || cursor < 0)
    return FALSE;
  parsed.cursor = cursor;
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    if (!read_count (object, lengths[i].name,
                     &G_STRUCT_MEMBER (gint64, &parsed, lengths[i].offset)))
      return FALSE;
  *state = parsed;
  return TRUE;
}

static gboolean
read_file (SusunStateFile *self, SusunState *state, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (self->dirfd, self->name, O_RDONLY | O_NOFOLLOW, 0);
  g_autofree char *text = g_malloc (MAX_SIZE);
  gsize length = 0;
  ssize_t n;

  if (fd < 0 && errno == ENOENT)
    {
      *state = (SusunState) SUSUN_STATE_INIT;
      return TRUE;
    }
  if (fd < 0 || susun_sys_identity (fd, &self->identity) < 0)
    return susun_throw_errno (error, _ ("Opening “%s”"), self->display_name);
  do
    {
      n = susun_sys_read (fd, text + length, MAX_SIZE - length);
      if (n < 0)
        return susun_throw_errno (error, _ ("Reading “%s”"), self->display_name);
      length += n;
    }
  while (n > 0);
  if (length == MAX_SIZE || !parse (text, length, state))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is not a state file"),
                        self->display_name);
  self->exists = TRUE;
  return TRUE;
}

SusunStateFile *
susun_state_file_open (const char *path, SusunState *state, GError **error)
{
  g_autoptr (SusunStateFile) self = g_new0 (SusunStateFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);

  self->name = g_strdup (susun_path_name (path));
  self->display_name = susun_path_display_name (path);
  self->dirfd = susun_sys_openat (AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
  if (self->dirfd < 0)
    {
      susun_throw_errno (error, _ ("Opening the folder of “%s”"), self->display_name);
      return NULL;
    }
  if (!read_file (self, state, error))
    return NULL;
  return g_steal_pointer (&self);
}

static char *
to_json (const SusunState *state)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "{\"cursor\": %" G_GUINT64_FORMAT, state->cursor);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gint64 value = G_STRUCT_MEMBER (gint64, state, lengths[i].offset);
      if (value >= 0)
        g_string_append_printf (text, ", \"%s\": %" G_GINT64_FORMAT, lengths[i].name, value);
    }
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}

/* A new file beside the old one. @name: (out): the name it got. Returns: a descriptor or -1 */
static int
create_temporary (SusunStateFile *self, char **name)
{
  for (guint attempt = 0; attempt < 100; attempt++)
    {
      g_autofree char *candidate = g_strdup_printf (".susun-%08x", g_random_int ());
      int fd = susun_sys_openat (self->dirfd, candidate, O_WRONLY | O_CREAT | O_EXCL, 0666);
      if (fd >= 0)
        *name = g_steal_pointer (&candidate);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
}

/* Puts the new file in the place of the old one, if that still is ours. */
static gboolean
publish (SusunStateFile *self, const char *temporary, GError **error)
{
  SusunIdentity now;

  if (!self->exists)
    {
      if (susun_sys_rename_noreplace (self->dirfd, temporary, self->dirfd, self->name) == 0)
        return TRUE;
      /* Where the file system knows no such rename, a look before has to do: the name is one that
       * the user gave for this very file. */
      if (errno != EINVAL && errno != ENOSYS && errno != EEXIST)
        return susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
    }
  int found = susun_sys_identity_at (self->dirfd, self->name, &now);
  if (found < 0 && errno != ENOENT)
    return susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
  if (found == 0 && (!self->exists || !susun_identity_same_content (&now, &self->identity)))
    return susun_throw (error, SUSUN_ERROR_CHANGED,
                        _ ("“%s” was changed by another program; it was left alone"),
                        self->display_name);
  if (susun_sys_rename_over (self->dirfd, temporary, self->dirfd, self->name) < 0)
    return susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
  return TRUE;
}

gboolean
susun_state_file_write (SusunStateFile *self, const SusunState *state, GError **error)
{
  g_autofree char *text = to_json (state);
  g_autofree char *temporary = NULL;
  g_auto (SusunFd) fd = create_temporary (self, &temporary);
  SusunIdentity identity;

  if (fd < 0)
    return susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
  gboolean saved = susun_sys_write_all (fd, text, strlen (text)) == 0 && susun_sys_fsync (fd) == 0
                   && susun_sys_identity (fd, &identity) == 0;
  if (!saved)
    susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
  if (!saved || !publish (self, temporary, error))
    {
      if (susun_sys_unlinkat (self->dirfd, temporary) < 0)
        g_debug ("A temporary file stays behind: %s", g_strerror (errno));
      return FALSE;
    }
  self->exists = TRUE;
  self->identity = identity;
  if (susun_sys_fsync (self->dirfd) < 0 && errno != EINVAL && errno != ENOTSUP)
    return susun_throw_errno (error, _ ("Saving “%s”"), self->display_name);
  return TRUE;
}
