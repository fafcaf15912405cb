// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-equal-copies-private.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-name.h"

typedef struct
{
  SusunHash hash;
  gsize path; /* where in paths */
} Copy;

typedef struct
{
  guint first; /* index into order */
  guint length;
} Group;

struct _SusunEqualCopies
{
  gboolean global;
  GArray *copies; /* (element-type Copy): as they were added */
  GString *paths; /* one after another, each with its NUL */
  GArray *order;  /* (element-type guint): indexes into copies, sorted: what callers call a copy */
  GArray *groups; /* (element-type Group) */
  GHashTable *place; /* (element-type filename guint): of those in a group: which copy */
};

SusunEqualCopies *
susun_equal_copies_new (gboolean global)
{
  SusunEqualCopies *self = g_new0 (SusunEqualCopies, 1);

  self->global = global;
  self->copies = g_array_new (FALSE, FALSE, sizeof (Copy));
  self->paths = g_string_new (NULL);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  self->place = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
susun_equal_copies_free (SusunEqualCopies *self)
{
  g_array_unref (self->copies);
  g_string_free (self->paths, TRUE);
  g_array_unref (self->order);
  g_array_unref (self->groups);
  g_hash_table_unref (self->place);
  g_free (self);
}

void
susun_equal_copies_add (SusunEqualCopies *self, const char *rel, const SusunHash *hash)
{
  Copy copy = { *hash, self->paths->len };
  guint index = self->copies->len;

  g_string_append_len (self->paths, rel, strlen (rel) + 1);
  g_array_append_val (self->copies, copy);
  g_array_append_val (self->order, index);
}

void
susun_year_of_path (const char *rel, char year[SUSUN_YEAR_SIZE])
{
  gsize digits = strspn (rel, "0123456789");

  year[0] = '\0';
  if (digits == SUSUN_YEAR_SIZE - 1 && rel[digits] == '/')
    g_strlcpy (year, rel, SUSUN_YEAR_SIZE);
}

static const Copy *
copy_at (const SusunEqualCopies *self, guint copy)
{
  return &g_array_index (self->copies, Copy, g_array_index (self->order, guint, copy));
}

static int
compare_content (const SusunEqualCopies *self, const Copy *a, const Copy *b)
{
  char one[SUSUN_YEAR_SIZE], other[SUSUN_YEAR_SIZE];
  int order = 0;

  if (!self->global)
    {
      susun_year_of_path (self->paths->str + a->path, one);
      susun_year_of_path (self->paths->str + b->path, other);
      order = strcmp (one, other);
    }
  return order != 0 ? order : memcmp (&a->hash, &b->hash, sizeof a->hash);
}

static int
compare_copies (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const SusunEqualCopies *self = user_data;
  const Copy *one = &g_array_index (self->copies, Copy, *(const guint *) a);
  const Copy *other = &g_array_index (self->copies, Copy, *(const guint *) b);
  int order = compare_content (self, one, other);

  if (order != 0)
    return order;
  const char *one_path = self->paths->str + one->path;
  const char *other_path = self->paths->str + other->path;
  guint one_rank = susun_name_rank (susun_path_name (one_path));
  guint other_rank = susun_name_rank (susun_path_name (other_path));
  if (one_rank != other_rank)
    return one_rank > other_rank ? -1 : 1;
  return strcmp (one_path, other_path);
}

/* A file may be the copy of several originals: it has as many rows, and counts once. */
static void
drop_repeated (SusunEqualCopies *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->order->len; i++)
    {
      const Copy *copy = copy_at (self, i);
      const Copy *last = kept > 0 ? copy_at (self, kept - 1) : NULL;
      if (last != NULL && memcmp (&last->hash, &copy->hash, sizeof copy->hash) == 0
          && strcmp (self->paths->str + last->path, self->paths->str + copy->path) == 0)
        continue;
      g_array_index (self->order, guint, kept++) = g_array_index (self->order, guint, i);
    }
  g_array_set_size (self->order, kept);
}

void
susun_equal_copies_sort (SusunEqualCopies *self)
{
  g_array_sort_with_data (self->order, compare_copies, self);
  drop_repeated (self);
  for (guint i = 0; i < self->order->len;)
    {
      Group group = { i, 1 };
      while (i + group.length < self->order->len
             && compare_content (self, copy_at (self, i), copy_at (self, i + group.length)) == 0)
        group.length++;
      for (guint j = 0; group.length > 1 && j < group.length; j++)
        g_hash_table_insert (self->place, self->paths->str + copy_at (self, i + j)->path,
                             GUINT_TO_POINTER (i + j));
      if (group.length > 1)
        g_array_append_val (self->groups, group);
      i += group.length;
    }
}

guint
susun_equal_copies_get_n_groups (SusunEqualCopies *self)
{
  return self->groups->len;
}

void
susun_equal_copies_get_group (SusunEqualCopies *self, guint group, guint *first, guint *length)
{
  g_return_if_fail (group < self->groups->len);

  *first = g_array_index (self->groups, Group, group).first;
  *length = g_array_index (self->groups, Group, group).length;
}

const char *
susun_equal_copies_get_path (SusunEqualCopies *self, guint copy)
{
  return self->paths->str + copy_at (self, copy)->path;
}

const SusunHash *
susun_equal_copies_get_hash (SusunEqualCopies *self, guint copy)
{
  return &copy_at (self, copy)->hash;
}

static int
compare_group (gconstpointer a, gconstpointer b)
{
  const Group *group = a;
  const Group *wanted = b;

  if (wanted->first < group->first)
    return 1;
  return wanted->first >= group->first + group->length ? -1 : 0;
}

guint
susun_equal_copies_get_group_of (SusunEqualCopies *self, guint copy)
{
  const Group wanted = { copy, 1 };
  guint group = 0;
  gboolean found = g_array_binary_search (self->groups, &wanted, compare_group, &group);

  g_return_val_if_fail (found, 0);
  return group;
}

gboolean
susun_equal_copies_find (SusunEqualCopies *self, const char *rel, guint *copy)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (self->place, rel, NULL, &place))
    return FALSE;
  *copy = GPOINTER_TO_UINT (place);
  return TRUE;
}
