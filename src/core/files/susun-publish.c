// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-publish.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"

struct _SusunPublisher
{
  SusunPublishMethod first_method;
  GMutex lock;
  GHashTable *methods; /* (owned) (lock) (element-type guint64 SusunPublishMethod): by st_dev */
};

SusunPublisher *
susun_publisher_new (void)
{
  SusunPublisher *self = g_new0 (SusunPublisher, 1);

  g_mutex_init (&self->lock);
  self->methods = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
susun_publisher_free (SusunPublisher *self)
{
  g_hash_table_unref (self->methods);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
susun_publisher_set_first_method (SusunPublisher *self, SusunPublishMethod method)
{
  self->first_method = method;
}

static SusunPublishMethod
recall_method (SusunPublisher *self, guint64 dev)
{
  g_mutex_lock (&self->lock);
  SusunPublishMethod known = GPOINTER_TO_UINT (g_hash_table_lookup (self->methods, &dev));
  g_mutex_unlock (&self->lock);
  return MAX (known, self->first_method);
}

static void
remember_method (SusunPublisher *self, guint64 dev, SusunPublishMethod method)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->methods, g_memdup2 (&dev, sizeof dev), GUINT_TO_POINTER (method));
  g_mutex_unlock (&self->lock);
}

/* One file on its way from its old name to the new one. */
typedef struct
{
  int old_folder;
  const char *old_name;
  int new_folder;
  const char *new_name;
  SusunIdentity identity; /* what stands under the old name and shall stand under the new one */
  SusunReserved reserved; /* (nullable) */
  gpointer user_data;
} Way;

/* What one method came to; the first three are those of the whole. */
typedef enum
{
  STEP_PUBLISHED = SUSUN_PUBLISHED,
  STEP_OCCUPIED = SUSUN_PUBLISH_OCCUPIED,
  STEP_FAILED = SUSUN_PUBLISH_FAILED,
  STEP_NOT_HERE, /* the file system or this file cannot do it that way: the next method */
} Step;

static Step
fail_errno (const Way *way, GError **error)
{
  int saved = errno;
  g_autofree char *old_name = susun_path_display_name (way->old_name);
  g_autofree char *new_name = susun_path_display_name (way->new_name);

  errno = saved;
  /* Translators: the old and the new name of a file */
  susun_throw_errno (error, _ ("Renaming “%s” to “%s”"), old_name, new_name);
  return STEP_FAILED;
}

static Step
fail_changed (const Way *way, GError **error)
{
  g_autofree char *name = susun_path_display_name (way->old_name);

  susun_throw (error, SUSUN_ERROR_CHANGED,
               _ ("“%s” is not the file that was expected; it was left alone"), name);
  return STEP_FAILED;
}

static Step
fail_unsure (const Way *way, GError **error)
{
  g_autofree char *name = susun_path_display_name (way->new_name);

  susun_throw (error, SUSUN_ERROR_UNSURE,
               _ ("“%s” may not be the file that was expected; it was left alone"), name);
  return STEP_FAILED;
}

/* Does @name stand for the file that is on its way? Returns: FALSE with errno 0 when it stands for
 * another, else with the errno of looking */
static gboolean
stands_at (const Way *way, int folder, const char *name, SusunIdentity *found)
{
  if (susun_sys_identity_at (folder, name, found) < 0)
    return FALSE;
  errno = 0;
  return susun_identity_same_file (found, &way->identity);
}

/* All is as it was before: says why. @code: see stands_at(). */
static Step
fail_taken_back (const Way *way, int code, GError **error)
{
  errno = code;
  return code != 0 && code != ENOENT ? fail_errno (way, error) : fail_changed (way, error);
}

static Step
publish_by_rename (const Way *way, GError **error)
{
  if (susun_sys_rename_noreplace (way->old_folder, way->old_name, way->new_folder, way->new_name)
      < 0)
    {
      if (errno == EEXIST)
        return STEP_OCCUPIED;
      if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
        return STEP_NOT_HERE;
      return fail_errno (way, error);
    }
  return STEP_PUBLISHED;
}

/* The file that was expected does not stand under the new name: another one was put under the old
 * name after we had looked at it, and we have moved that; or the new name cannot be looked at. Back
 * with it, if its place is still free and the file system can tell. */
static Step
take_back_rename (const Way *way, int code, GError **error)
{
  if (susun_sys_rename_noreplace (way->new_folder, way->new_name, way->old_folder, way->old_name)
      == 0)
    return fail_taken_back (way, code, error);
  return fail_unsure (way, error);
}

/* A file that came under the old name meanwhile has got a second name from us, or one of the names
 * cannot be looked at. What has two names can lose the new one. */
static Step
take_back_link (const Way *way, int code, GError **error)
{
  SusunIdentity old, new;

  if (susun_sys_identity_at (way->old_folder, way->old_name, &old) == 0
      && susun_sys_identity_at (way->new_folder, way->new_name, &new) == 0
      && susun_identity_same_file (&old, &new) && new.nlink > 1
      && susun_sys_unlinkat (way->new_folder, way->new_name) == 0)
    return fail_taken_back (way, code, error);
  return fail_unsure (way, error);
}

static Step
publish_by_link (const Way *way, GError **error)
{
  SusunIdentity found;

  if (S_ISDIR (way->identity.mode))
    return STEP_NOT_HERE;
  if (susun_sys_linkat (way->old_folder, way->old_name, way->new_folder, way->new_name) < 0)
    {
      if (errno == EEXIST)
        return STEP_OCCUPIED;
      /* EPERM: no links on this file system, or none to this file; EMLINK: too many already. */
      if (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK || errno == ENOSYS)
        return STEP_NOT_HERE;
      return fail_errno (way, error);
    }

  if (!stands_at (way, way->new_folder, way->new_name, &found))
    return take_back_link (way, errno, error);
  /* The old name may have been given to another file since; that one is not ours to take. */
  if (!stands_at (way, way->old_folder, way->old_name, &found))
    return errno == 0 || errno == ENOENT ? STEP_PUBLISHED : take_back_link (way, errno, error);
  if (susun_sys_unlinkat (way->old_folder, way->old_name) < 0 && errno != ENOENT)
    return take_back_link (way, errno, error);
  return STEP_PUBLISHED;
}

/* Claims the new name with something empty that only we can have made. */
static int
make_reservation (const Way *way)
{
  if (!S_ISDIR (way->identity.mode))
    return susun_sys_openat (way->new_folder, way->new_name,
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  if (susun_sys_mkdirat (way->new_folder, way->new_name, 0700) < 0)
    return -1;
  int fd
      = susun_sys_openat (way->new_folder, way->new_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  if (fd < 0)
    {
      int saved = errno;
      susun_sys_rmdirat (way->new_folder, way->new_name);
      errno = saved == EEXIST ? EIO : saved;
    }
  return fd;
}

static gboolean
is_empty_reservation (const Way *way, const SusunIdentity *reservation)
{
  SusunIdentity found;

  return susun_sys_identity_at (way->new_folder, way->new_name, &found) == 0
         && susun_identity_same_file (&found, reservation)
         /* A folder that is not empty, rename refuses to replace. */
         && (S_ISDIR (found.mode) || found.size == 0);
}

static void
remove_reservation (const Way *way, const SusunIdentity *reservation)
{
  if (!is_empty_reservation (way, reservation))
    return;
  if (S_ISDIR (reservation->mode))
    susun_sys_rmdirat (way->new_folder, way->new_name);
  else
    susun_sys_unlinkat (way->new_folder, way->new_name);
}

static gboolean
tell_reserved (const Way *way, guint64 ino, GError **error)
{
  return way->reserved == NULL || way->reserved (ino, way->user_data, error);
}

static Step
publish_by_reservation (const Way *way, GError **error)
{
  SusunIdentity reservation;

  if (!tell_reserved (way, 0, error))
    return STEP_FAILED;
  g_auto (SusunFd) fd = make_reservation (way);
  if (fd < 0)
    return errno == EEXIST ? STEP_OCCUPIED : fail_errno (way, error);
  if (susun_sys_identity (fd, &reservation) < 0)
    {
      int saved = errno;
      susun_publish_remove_reservation (way->new_folder, way->new_name, 0, NULL);
      errno = saved;
      return fail_errno (way, error);
    }
  if (!tell_reserved (way, reservation.ino, error))
    {
      remove_reservation (way, &reservation);
      return STEP_FAILED;
    }

  if (!is_empty_reservation (way, &reservation))
    return fail_unsure (way, error);
  if (susun_sys_rename_over (way->old_folder, way->old_name, way->new_folder, way->new_name) < 0)
    {
      int saved = errno;
      remove_reservation (way, &reservation);
      errno = saved;
      return fail_errno (way, error);
    }
  return STEP_PUBLISHED;
}

static Step
publish_by (SusunPublishMethod method, const Way *way, GError **error)
{
  switch (method)
    {
    case SUSUN_PUBLISH_RENAME:
      return publish_by_rename (way, error);
    case SUSUN_PUBLISH_LINK:
      return publish_by_link (way, error);
    case SUSUN_PUBLISH_RESERVE:
    default:
      return publish_by_reservation (way, error);
    }
}

SusunPublishResult
susun_publish (SusunPublisher *self, int old_folder, const char *old_name, int new_folder,
               const char *new_name, const SusunIdentity *expected, SusunReserved reserved,
               gpointer user_data, SusunIdentity *published, GError **error)
{
  Way way = { old_folder,           old_name,
              new_folder,           new_name,
              .reserved = reserved, .user_data = user_data };
  SusunIdentity found;
  Step step = STEP_NOT_HERE;

  if (susun_sys_identity_at (old_folder, old_name, &way.identity) < 0)
    return (SusunPublishResult) fail_errno (&way, error);
  if (expected != NULL && !susun_identity_same_content (expected, &way.identity))
    return (SusunPublishResult) fail_changed (&way, error);

  SusunPublishMethod method = recall_method (self, way.identity.dev);
  for (; (step = publish_by (method, &way, error)) == STEP_NOT_HERE; method++)
    g_assert (method < SUSUN_PUBLISH_RESERVE);
  if (step != STEP_PUBLISHED)
    return (SusunPublishResult) step;

  if (!stands_at (&way, new_folder, new_name, &found))
    return (SusunPublishResult) take_back_rename (&way, errno, error);
  /* What a folder needed (it cannot be linked) says nothing about files. */
  if (!S_ISDIR (found.mode))
    remember_method (self, way.identity.dev, method);
  if (published != NULL)
    *published = found;
  return SUSUN_PUBLISHED;
}

/* Are both one entry of one folder, under names that differ in case or composition at most? Then
 * removing the "old" name would take the file away. */
static gboolean
may_be_one_entry (int old_folder, const char *old_name, int new_folder, const char *new_name)
{
  SusunIdentity old_identity, new_identity;

  if (susun_sys_identity (old_folder, &old_identity) < 0
      || susun_sys_identity (new_folder, &new_identity) < 0)
    return TRUE;
  if (!susun_identity_same_file (&old_identity, &new_identity))
    return FALSE;
  if (!g_utf8_validate (old_name, -1, NULL) || !g_utf8_validate (new_name, -1, NULL))
    return g_ascii_strcasecmp (old_name, new_name) == 0;

  g_autofree char *old_normal = g_utf8_normalize (old_name, -1, G_NORMALIZE_ALL);
  g_autofree char *new_normal = g_utf8_normalize (new_name, -1, G_NORMALIZE_ALL);
  g_autofree char *old_folded = g_utf8_casefold (old_normal, -1);
  g_autofree char *new_folded = g_utf8_casefold (new_normal, -1);
  return strcmp (old_folded, new_folded) == 0;
}

gboolean
susun_publish_finish_link (int old_folder, const char *old_name, int new_folder,
                           const char *new_name, GError **error)
{
  Way way = { old_folder, old_name, new_folder, new_name };
  SusunIdentity old;

  if (susun_sys_identity_at (new_folder, new_name, &way.identity) < 0)
    return fail_errno (&way, error) == STEP_PUBLISHED;
  if (susun_sys_identity_at (old_folder, old_name, &old) < 0)
    /* Finished before: recovery may be repeated. */
    return errno == ENOENT || fail_errno (&way, error) == STEP_PUBLISHED;

  if (!S_ISREG (old.mode) || !susun_identity_same_file (&old, &way.identity) || old.nlink < 2
      || may_be_one_entry (old_folder, old_name, new_folder, new_name))
    return fail_unsure (&way, error) == STEP_PUBLISHED;
  if (susun_sys_unlinkat (old_folder, old_name) < 0 && errno != ENOENT)
    return fail_errno (&way, error) == STEP_PUBLISHED;
  return TRUE;
}

gboolean
susun_publish_remove_reservation (int folder, const char *name, guint64 ino, GError **error)
{
  SusunIdentity found;
  gboolean is_ours;

  if (susun_sys_identity_at (folder, name, &found) == 0)
    {
      is_ours = ino == 0 || found.ino == ino;
      if (is_ours && S_ISREG (found.mode) && found.size == 0)
        {
          if (susun_sys_unlinkat (folder, name) == 0)
            return TRUE;
        }
      /* A folder's reservation: an empty one can be removed only, but not without its inode. */
      else if (is_ours && ino != 0 && S_ISDIR (found.mode))
        {
          if (susun_sys_rmdirat (folder, name) == 0)
            return TRUE;
        }
      else
        {
          g_autofree char *display = susun_path_display_name (name);
          return susun_throw (error, SUSUN_ERROR_UNSURE,
                              _ ("“%s” is not an empty file of ours; it was left alone"), display);
        }
    }
  if (errno == ENOENT)
    return TRUE;

  int saved = errno;
  g_autofree char *display = susun_path_display_name (name);
  errno = saved;
  return susun_throw_errno (error, _ ("Removing “%s”"), display);
}

SusunPublishResult
susun_publish_in_two_steps (SusunPublisher *self, int folder, const char *old_name,
                            const char *temp_name, const char *new_name, GError **error)
{
  SusunIdentity identity;
  SusunPublishResult result = susun_publish (self, folder, old_name, folder, temp_name, NULL, NULL,
                                             NULL, &identity, error);
  if (result != SUSUN_PUBLISHED)
    return result;

  result = susun_publish (self, folder, temp_name, folder, new_name, &identity, NULL, NULL, NULL,
                          error);
  /* Back to the old name; if that fails too, the journal knows the temporary one. */
  if (result != SUSUN_PUBLISHED
      && susun_publish (self, folder, temp_name, folder, old_name, &identity, NULL, NULL, NULL,
                        NULL)
             != SUSUN_PUBLISHED)
    {
      Way way = { folder, temp_name, folder, old_name };
      if (error != NULL)
        g_clear_error (error);
      return (SusunPublishResult) fail_unsure (&way, error);
    }
  return result;
}
