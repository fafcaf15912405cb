// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-own-file.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"

gboolean
susun_remove_own_file (SusunRoot *root, const char *rel, const SusunHash *hash, GError **error)
{
  g_autoptr (SusunMedium) medium = susun_medium_new ();
  g_autofree char *display = susun_path_display_name (rel);
  SusunIdentity read, now;
  SusunHash found;
  const char *name;

  if (!susun_medium_hash_cached (medium, root, rel, NULL, &read, &found, error))
    return FALSE;
  if (!susun_hash_equal (&found, hash))
    return susun_throw (error, SUSUN_ERROR_CHANGED,
                        _ ("“%s” was changed since it was written; it was left alone."), display);
  g_auto (SusunFd) folder = susun_root_open_parent (root, rel, &name, error);
  if (folder < 0)
    return FALSE;
  if (susun_sys_identity_at (folder, name, &now) < 0)
    return susun_throw_errno (error, _ ("Removing “%s”"), display);
  if (!susun_identity_unchanged (&read, &now))
    return susun_throw (error, SUSUN_ERROR_CHANGED,
                        _ ("“%s” was changed since it was written; it was left alone."), display);
  if (susun_sys_unlinkat (folder, name) < 0)
    return susun_throw_errno (error, _ ("Removing “%s”"), display);
  return TRUE;
}
