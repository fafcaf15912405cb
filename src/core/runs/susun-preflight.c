// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-preflight-private.h"

#define SPARE_BYTES (G_GUINT64_CONSTANT (256) << 20)

/* For a folder that does not exist yet: where it would be made. */
static SusunRoot *
open_nearest (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (;;)
    {
      SusunRoot *root = susun_root_open (current, NULL);
      char *slash = strrchr (current, '/');
      if (root != NULL || slash == NULL)
        return root;
      if (slash == current)
        return susun_root_open ("/", NULL);
      *slash = '\0';
    }
}

static gboolean
check_archive (SusunRoot *source, SusunRoot *archive, const char *archive_path, gboolean exists,
               GError **error)
{
  SusunRootsRelation relation = susun_roots_compare (source, archive);
  g_autofree char *from = susun_path_display (susun_root_get_path (source));
  g_autofree char *to = susun_path_display (archive_path);

  if (relation == SUSUN_ROOTS_SAME && exists)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The source “%s” and the archive “%s” are the same folder. Nothing was "
                           "touched; choose another archive folder."),
                        from, to);
  if (relation == SUSUN_ROOTS_SAME || relation == SUSUN_ROOTS_SECOND_INSIDE_FIRST)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The archive “%s” lies inside the source “%s”. Nothing was touched; "
                           "choose an archive folder outside of it."),
                        to, from);
  /* Where the archive is still to be made, its parent may well hold the source beside it. */
  if (relation == SUSUN_ROOTS_FIRST_INSIDE_SECOND && exists)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The source “%s” lies inside the archive “%s”. Nothing was touched; "
                           "choose an archive folder that does not hold the source."),
                        from, to);
  return TRUE;
}

gboolean
susun_preflight_apart (GPtrArray *sources, SusunRoot *archive, const char *archive_path,
                       GError **error)
{
  g_autoptr (SusunRoot) nearest = archive == NULL ? open_nearest (archive_path) : NULL;
  SusunRoot *place = archive != NULL ? archive : nearest;

  for (guint i = 0; i < sources->len; i++)
    {
      SusunRoot *source = sources->pdata[i];
      for (guint j = 0; j < i; j++)
        {
          if (susun_roots_compare (sources->pdata[j], source) == SUSUN_ROOTS_APART)
            continue;
          g_autofree char *one = susun_path_display (susun_root_get_path (sources->pdata[j]));
          g_autofree char *other = susun_path_display (susun_root_get_path (source));
          return susun_throw (error, SUSUN_ERROR_REFUSED,
                              _ ("The sources “%s” and “%s” are the same folder, or one lies "
                                 "inside the other. Nothing was touched; name each folder once."),
                              one, other);
        }
      if (place != NULL && !check_archive (source, place, archive_path, archive != NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Is it ".susun-quarantine" or something below that? Scans skip the name. */
static gboolean
has_own_name (const char *path)
{
  for (const char *part = path; (part = strstr (part, "/" SUSUN_QUARANTINE_NAME)) != NULL;)
    {
      part += strlen ("/" SUSUN_QUARANTINE_NAME);
      if (*part == '\0' || *part == '/')
        return TRUE;
    }
  return FALSE;
}

gboolean
susun_preflight_quarantine (SusunRoot *quarantine, const char *quarantine_path, GPtrArray *roots,
                            GError **error)
{
  g_autoptr (SusunRoot) nearest = quarantine == NULL ? open_nearest (quarantine_path) : NULL;
  SusunRoot *place = quarantine != NULL ? quarantine : nearest;
  gboolean own_name = has_own_name (quarantine_path);

  for (guint i = 0; place != NULL && i < roots->len; i++)
    {
      SusunRoot *root = roots->pdata[i];
      SusunRootsRelation relation = susun_roots_compare (root, place);
      gboolean allowed = relation == SUSUN_ROOTS_APART
                         || (own_name && relation == SUSUN_ROOTS_SECOND_INSIDE_FIRST);
      if (quarantine == NULL)
        allowed = allowed || relation == SUSUN_ROOTS_FIRST_INSIDE_SECOND
                  || (own_name && relation == SUSUN_ROOTS_SAME);
      if (allowed)
        continue;
      g_autofree char *display = susun_path_display (susun_root_get_path (root));
      g_autofree char *quarantine_display = susun_path_display (quarantine_path);
      return susun_throw (error, SUSUN_ERROR_REFUSED,
                          _ ("The quarantine “%s” and the folder “%s” lie inside one another. "
                             "Nothing was touched; choose a folder beside it, or one named "
                             "“.susun-quarantine” inside it."),
                          quarantine_display, display);
    }
  return TRUE;
}

static gboolean
check_lasts (SusunRoot *place, const char *path, GError **error)
{
  if (place == NULL || susun_root_lasts (place))
    return TRUE;
  g_autofree char *display = susun_path_display (path);
  return susun_throw (error, SUSUN_ERROR_REFUSED,
                      _ ("“%s” cannot be reached from the sandbox, and what was put there would be "
                         "lost. Nothing was touched; choose the folder in a dialog, or drop it on "
                         "the window."),
                      display);
}

gboolean
susun_preflight_new_folder (const char *path, GError **error)
{
  g_autoptr (SusunRoot) nearest = open_nearest (path);

  return check_lasts (nearest, path, error);
}

gboolean
susun_preflight_writable (SusunRoot *root, GError **error)
{
  g_autofree char *display = susun_path_display (susun_root_get_path (root));

  if (!check_lasts (root, susun_root_get_path (root), error))
    return FALSE;
  if (susun_sys_access (susun_root_get_fd (root), ".", W_OK | X_OK) == 0)
    return TRUE;
  return susun_throw (error, SUSUN_ERROR_REFUSED,
                      _ ("Nothing can be written in “%s”: %s. Nothing was touched; choose another "
                         "folder or make it writable."),
                      display, g_strerror (errno));
}

gboolean
susun_preflight_move (GPtrArray *sources, guint n_sources, SusunRoot *target,
                      const char *target_path, GError **error)
{
  g_autoptr (SusunRoot) nearest = target == NULL ? open_nearest (target_path) : NULL;
  SusunRoot *place = target != NULL ? target : nearest;

  if (place == NULL || !(susun_root_get_traits (place) & SUSUN_FS_REMOTE))
    return TRUE;
  for (guint i = 0; i < n_sources; i++)
    {
      SusunRoot *source = sources->pdata[i];
      if (susun_roots_same_mount (source, place)
          && !(susun_root_get_traits (source) & SUSUN_FS_FRAGILE))
        continue;
      g_autofree char *from = susun_path_display (susun_root_get_path (source));
      g_autofree char *to = susun_path_display (target_path);
      return susun_throw (error, SUSUN_ERROR_REFUSED,
                          _ ("What is moved from “%s” to “%s” could not be read back from the "
                             "medium there, because that disk is reached over a network or through "
                             "FUSE; and without that no original is removed. Nothing was touched; "
                             "choose a folder on another disk, or copy instead."),
                          from, to);
    }
  return TRUE;
}

gboolean
susun_preflight_space (SusunRoot *root, guint64 bytes, guint64 files, GError **error)
{
  guint64 free_bytes, free_files;
  guint64 needed = bytes + bytes / 100 + SPARE_BYTES;

  if (files == 0)
    return TRUE;
  if (!susun_root_get_space (root, &free_bytes, &free_files, error))
    return FALSE;
  g_autofree char *display = susun_path_display (susun_root_get_path (root));
  if (needed > free_bytes)
    {
      g_autofree char *needed_text = g_format_size (needed);
      g_autofree char *free_text = g_format_size (free_bytes);
      return susun_throw (error, SUSUN_ERROR_REFUSED,
                          _ ("There is not enough room in “%s”: %s are needed (with some to spare) "
                             "and %s are free. Nothing was touched; make room or choose another "
                             "folder."),
                          display, needed_text, free_text);
    }
  g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, free_files);
  if (free_files != 0 && files > free_files)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The disk of “%s” can take only %s further files. Nothing was touched; "
                           "choose another folder."),
                        display, count);
  return TRUE;
}
