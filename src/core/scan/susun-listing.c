// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/scan/susun-listing.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/plan/susun-name.h"

static const struct
{
  const char *nick;
  const char *label;
  gboolean listed;
} words[] = {
  [SUSUN_PASSED_OTHER] = { "other", N_ ("of other kinds"), FALSE },
  [SUSUN_PASSED_JUNK] = { "junk", N_ ("left behind by systems and programs"), FALSE },
  [SUSUN_PASSED_HIDDEN] = { "hidden", N_ ("hidden"), FALSE },
  [SUSUN_PASSED_EXCLUDED] = { "excluded-by-name", N_ ("excluded by name"), FALSE },
  [SUSUN_PASSED_LINK] = { "links", N_ ("links, not followed"), TRUE },
  [SUSUN_PASSED_SPECIAL] = { "special", N_ ("no ordinary files"), TRUE },
  [SUSUN_PASSED_MOUNT] = { "mounts", N_ ("other disks mounted inside"), TRUE },
  [SUSUN_PASSED_LOOP] = { "loops", N_ ("folders seen before or nested too deeply"), TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == SUSUN_N_PASSED);

const char *
susun_passed_nick (SusunPassed passed)
{
  return words[passed].nick;
}

const char *
susun_passed_label (SusunPassed passed)
{
  return _ (words[passed].label);
}

SusunWalkCounts *
susun_walk_counts_new (void)
{
  SusunWalkCounts *self = g_new0 (SusunWalkCounts, 1);

  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    self->listed[i] = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
susun_walk_counts_free (SusunWalkCounts *self)
{
  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    g_ptr_array_unref (self->listed[i]);
  g_free (self);
}

void
susun_walk_counts_pass (SusunWalkCounts *self, SusunPassed passed, const char *rel,
                        const char *name)
{
  self->passed[passed]++;
  if (words[passed].listed && self->listed[passed]->len < SUSUN_WALK_LISTED)
    g_ptr_array_add (self->listed[passed],
                     *rel == '\0' ? g_strdup (name) : g_strconcat (rel, "/", name, NULL));
}

void
susun_walk_counts_merge (SusunWalkCounts *into, SusunWalkCounts *from)
{
  into->folders += from->folders;
  from->folders = 0;
  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    {
      into->passed[i] += from->passed[i];
      from->passed[i] = 0;
      while (from->listed[i]->len > 0 && into->listed[i]->len < SUSUN_WALK_LISTED)
        g_ptr_array_add (into->listed[i], g_ptr_array_steal_index_fast (from->listed[i], 0));
      g_ptr_array_set_size (from->listed[i], 0);
    }
}

static void
clear_listed (gpointer data)
{
  g_free (((SusunListed *) data)->name);
}

static SusunListing *
listing_new (void)
{
  SusunListing *self = g_new0 (SusunListing, 1);

  self->files = g_array_new (FALSE, FALSE, sizeof (SusunListed));
  g_array_set_clear_func (self->files, clear_listed);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
susun_listing_free (SusunListing *self)
{
  g_array_unref (self->files);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static int
compare_listed (gconstpointer a, gconstpointer b)
{
  return strcmp (((const SusunListed *) a)->name, ((const SusunListed *) b)->name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_excluded (const SusunFilter *filter, const char *rel, const char *name)
{
  if (filter->excludes == NULL || filter->excludes->len == 0)
    return FALSE;
  g_autofree char *path = *rel == '\0' ? g_strdup (name) : g_strconcat (rel, "/", name, NULL);
  for (guint i = 0; i < filter->excludes->len; i++)
    {
      GPatternSpec *pattern = filter->excludes->pdata[i];
      if (g_pattern_spec_match_string (pattern, name)
          || g_pattern_spec_match_string (pattern, path))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_ignored (const SusunFilter *filter, const char *name, gboolean folder)
{
  GHashTable *ignored = folder ? filter->ignored_folders : filter->ignored_types;

  if (ignored == NULL)
    return FALSE;
  g_autofree char *key = folder ? susun_name_collision_key (name)
                                : g_ascii_strdown (susun_path_extension (name), -1);
  return g_hash_table_contains (ignored, key);
}

/* --types replaces our list of extensions: what it names and we do not know is taken as an image.
 */
static SusunKind
kind_for (const SusunFilter *filter, const char *name)
{
  SusunKind kind = susun_kind_from_name (name);

  if (filter->types == NULL && filter->any_name && kind == SUSUN_KIND_OTHER)
    return SUSUN_KIND_IMAGE;
  if (filter->types == NULL || kind == SUSUN_KIND_SIDECAR)
    return kind;
  g_autofree char *extension = g_ascii_strdown (susun_path_extension (name), -1);
  if (!g_hash_table_contains (filter->types, extension))
    return SUSUN_KIND_OTHER;
  return kind == SUSUN_KIND_OTHER ? SUSUN_KIND_IMAGE : kind;
}

static unsigned char
type_of (int fd, const struct dirent *entry)
{
  SusunIdentity identity;

  if (entry->d_type != DT_UNKNOWN || susun_sys_identity_at (fd, entry->d_name, &identity) < 0)
    return entry->d_type;
  return IFTODT (identity.mode);
}

static void
take_entry (SusunListing *self, int fd, const struct dirent *entry, const char *rel, guint depth,
            const SusunFilter *filter, SusunWalkCounts *passed)
{
  const char *name = entry->d_name;
  unsigned char type = type_of (fd, entry);
  gboolean folder = type == DT_DIR;

  /* The lock of this very run: neither the user's nor anybody's junk. */
  if (folder && strcmp (name, ".susun") == 0)
    return;
  if (folder ? susun_kind_is_junk_folder (name) : susun_kind_is_junk_file (name))
    susun_walk_counts_pass (passed, SUSUN_PASSED_JUNK, rel, name);
  else if (name[0] == '.' && !filter->include_hidden)
    susun_walk_counts_pass (passed, SUSUN_PASSED_HIDDEN, rel, name);
  else if (is_excluded (filter, rel, name) || is_ignored (filter, name, folder))
    susun_walk_counts_pass (passed, SUSUN_PASSED_EXCLUDED, rel, name);
  else if (type == DT_LNK)
    susun_walk_counts_pass (passed, SUSUN_PASSED_LINK, rel, name);
  else if (folder && depth >= SUSUN_WALK_DEPTH)
    susun_walk_counts_pass (passed, SUSUN_PASSED_LOOP, rel, name);
  else if (folder)
    g_ptr_array_add (self->folders, g_strdup (name));
  else if (type != DT_REG && type != DT_UNKNOWN)
    susun_walk_counts_pass (passed, SUSUN_PASSED_SPECIAL, rel, name);
  else
    {
      SusunListed listed = { .kind = kind_for (filter, name) };
      if (listed.kind == SUSUN_KIND_OTHER && !filter->everything)
        {
          susun_walk_counts_pass (passed, SUSUN_PASSED_OTHER, rel, name);
          return;
        }
      listed.name = g_strdup (name);
      g_array_append_val (self->files, listed);
    }
}

SusunListing *
susun_listing_read (int fd, const char *rel, guint depth, const SusunFilter *filter,
                    SusunWalkCounts *passed, GError **error)
{
  g_autoptr (SusunListing) self = listing_new ();
  /* fdopendir takes its descriptor over, and the caller goes on to use @fd. */
  int copy = susun_sys_openat (fd, ".", O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = copy >= 0 ? susun_sys_fdopendir (copy) : NULL;
  int failure = 0;

  if (dir == NULL)
    {
      int saved = errno;
      if (copy >= 0)
        close (copy);
      errno = saved;
      g_autofree char *display = susun_path_display (rel);
      susun_throw_errno (error, _ ("Reading the folder “%s”"), display);
      return NULL;
    }

  for (;;)
    {
      struct dirent *entry = susun_sys_readdir (dir);
      if (entry == NULL)
        {
          failure = errno;
          break;
        }
      if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
        take_entry (self, fd, entry, rel, depth, filter, passed);
    }
  closedir (dir);
  if (failure != 0)
    {
      g_autofree char *display = susun_path_display (rel);
      errno = failure;
      susun_throw_errno (error, _ ("Reading the folder “%s”"), display);
      return NULL;
    }

  passed->folders++;
  g_array_sort (self->files, compare_listed);
  g_ptr_array_sort (self->folders, compare_names);
  return g_steal_pointer (&self);
}
