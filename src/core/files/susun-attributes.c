// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-attributes-private.h"

#include <linux/limits.h>
#include <string.h>

/* A FAT keeps 2 s: less than that is no loss worth a word. */
#define TIME_TOLERANCE_NS (2 * G_GINT64_CONSTANT (1000000000))

#define ACCESS_LIST "system.posix_acl_access"

static mode_t
wanted_mode (const SusunIdentity *source)
{
  /* Without setuid and its like; and what cannot be read or written by its owner could neither be
   * verified nor put aside again. */
  return (source->mode & 0777) | S_IRUSR | S_IWUSR;
}

/* Not security.*, trusted.* or the rest of system.*: these belong to the system, not to the
 * picture. */
static gboolean
is_wanted (const char *name)
{
  return g_str_has_prefix (name, "user.") || strcmp (name, ACCESS_LIST) == 0;
}

static gboolean
copy_xattrs (int source, int target, char *names, guint8 *value)
{
  ssize_t length = susun_sys_list_xattr (source, names, XATTR_LIST_MAX);
  gboolean all = TRUE;

  /* A file system that knows none has none to lose. */
  for (const char *name = names; name < names + length; name += strlen (name) + 1)
    {
      if (!is_wanted (name))
        continue;
      ssize_t size = susun_sys_get_xattr (source, name, value, XATTR_SIZE_MAX);
      if (size < 0 || susun_sys_set_xattr (target, name, value, size) < 0)
        all = FALSE;
    }
  return all;
}

SusunLost
susun_attributes_copy (int source, const SusunIdentity *identity, int target, guint8 *scratch,
                       gsize scratch_size)
{
  SusunLost lost = SUSUN_LOST_NOTHING;

  g_assert (scratch_size >= XATTR_LIST_MAX + XATTR_SIZE_MAX);

  /* First the access list, which sets the mode, too; then the mode; the time last, because all the
   * others are changes. */
  if (!copy_xattrs (source, target, (char *) scratch, scratch + XATTR_LIST_MAX))
    lost |= SUSUN_LOST_XATTRS;
  if (susun_sys_set_mode (target, wanted_mode (identity)) < 0)
    lost |= SUSUN_LOST_MODE;
  /* The time of the last access is not worth a question to the source. */
  if (susun_sys_set_times (target, identity->mtime_ns, identity->mtime_ns) < 0)
    lost |= SUSUN_LOST_TIMES;
  return lost;
}

SusunLost
susun_attributes_compare (const SusunIdentity *source, const SusunIdentity *target)
{
  SusunLost lost = SUSUN_LOST_NOTHING;
  gint64 off = source->mtime_ns - target->mtime_ns;

  if (off >= TIME_TOLERANCE_NS || off <= -TIME_TOLERANCE_NS)
    lost |= SUSUN_LOST_TIMES;
  if ((target->mode & 0777) != wanted_mode (source))
    lost |= SUSUN_LOST_MODE;
  return lost;
}
