// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-rename-plan.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/plan/susun-name.h"

/* Numbers above this are no numbers of ours. */
#define MAX_NUMBER 99999

void
susun_rename_clear (SusunRename *self)
{
  g_clear_pointer (&self->target, g_free);
}

/* --- names */

/* At most @max bytes of it, whole characters, without a blank or dot at the end. */
static char *
cut (const char *name, gsize max)
{
  gsize length = strlen (name);

  if (length > max)
    length = g_utf8_find_prev_char (name, name + max + 1) - name;
  while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '.'))
    length--;
  return g_strndup (name, length);
}

char *
susun_rename_make_name (gint64 day, const char *title)
{
  const SusunNameRules rules = SUSUN_NAME_RULES_OWN;
  char text[SUSUN_WALL_TEXT_SIZE];
  gboolean empty = *title == '\0';

  susun_wall_to_text (day, text);
  /* A title has no extension that would have to be kept when it is cut. */
  g_autofree char *joined = g_strdup_printf ("%.10s%s%s", text, empty ? "" : " ", title);
  g_autofree char *trimmed = cut (joined, SUSUN_NAME_CUT);
  g_autofree char *legal = susun_name_make_legal (trimmed, &rules, NULL);
  return cut (legal, SUSUN_NAME_CUT);
}

char *
susun_rename_number_name (const char *name, guint number)
{
  g_autofree char *suffix = g_strdup_printf (" (%u)", number);
  g_autofree char *stem = cut (name, SUSUN_NAME_CUT - strlen (suffix));

  return g_strconcat (stem, suffix, NULL);
}

/* --- targets */

typedef struct
{
  SusunRename *renames;
  guint n;
  char **keys;       /* (array length=n): of the names they have */
  GHashTable *taken; /* (element-type utf8): keys of names that stay, and of targets */
} Choice;

static gboolean
is_taken (Choice *choice, const char *name)
{
  g_autofree char *key = susun_name_collision_key (name);

  return g_hash_table_contains (choice->taken, key);
}

static void
take (Choice *choice, const char *name)
{
  g_hash_table_add (choice->taken, susun_name_collision_key (name));
}

/* The n of a folder that is called "wanted (n)" already; 0 for any other. */
static guint
number_it_has (const SusunRename *rename)
{
  const char *open = strrchr (rename->name, '(');
  guint64 number = open != NULL ? g_ascii_strtoull (open + 1, NULL, 10) : 0;

  if (number == 0 || number > MAX_NUMBER)
    return 0;
  g_autofree char *numbered = susun_rename_number_name (rename->wanted, (guint) number);
  return strcmp (numbered, rename->name) == 0 ? (guint) number : 0;
}

static void
choose_target (Choice *choice, SusunRename *rename)
{
  g_autofree char *target = g_strdup (rename->wanted);

  for (rename->number = 0; is_taken (choice, target);)
    {
      g_free (target);
      target = susun_rename_number_name (rename->wanted, ++rename->number);
    }
  take (choice, target);
  if (strcmp (target, rename->name) != 0)
    rename->target = g_steal_pointer (&target);
}

void
susun_rename_choose (SusunRename *renames, guint n, const char *const *others, guint n_others)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree gboolean *settled = g_new0 (gboolean, MAX (n, 1));
  Choice choice = { .renames = renames, .n = n, .taken = taken };

  for (guint i = 0; i < n_others; i++)
    take (&choice, others[i]);
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&renames[i].target, g_free);
      renames[i].number = 0;
      settled[i] = renames[i].wanted == NULL || strcmp (renames[i].wanted, renames[i].name) == 0;
      if (settled[i])
        take (&choice, renames[i].name);
    }
  /* Who is numbered because another has the plain name stays numbered as it is: a second run must
   * find nothing to do. */
  for (guint i = 0; i < n; i++)
    if (!settled[i] && is_taken (&choice, renames[i].wanted) && number_it_has (&renames[i]) > 0
        && !is_taken (&choice, renames[i].name))
      {
        settled[i] = TRUE;
        renames[i].number = number_it_has (&renames[i]);
        take (&choice, renames[i].name);
      }
  for (guint i = 0; i < n; i++)
    if (!settled[i])
      choose_target (&choice, &renames[i]);
  susun_rename_order (renames, n);
}

/* --- the order */

typedef struct
{
  SusunRename *renames;
  guint n;
  guint *waiting; /* (array length=n): who waits for its name to be free; n: nobody */
  guint *waits;   /* (array length=n): for how many it waits */
  guint place;
  guint circle;
} Order;

/* Everything that waited for this one, and so on. */
static void
place_from (Order *order, guint index)
{
  while (index < order->n)
    {
      guint next = order->waiting[index];
      order->renames[index].place = ++order->place;
      if (next < order->n && --order->waits[next] > 0)
        next = order->n;
      index = next;
    }
}

/* Everybody left waits for somebody: one goes aside, and comes last. */
static void
place_circle (Order *order, guint aside)
{
  order->circle++;
  order->renames[aside].goes_aside = TRUE;
  order->renames[aside].circle = order->circle;
  for (guint i = order->waiting[aside]; i != aside && i < order->n; i = order->waiting[i])
    {
      order->renames[i].circle = order->circle;
      order->renames[i].place = ++order->place;
      order->waits[i] = 0;
    }
  order->renames[aside].place = ++order->place;
  order->waits[aside] = 0;
}

/* Folders whose names differ in nothing that every file system can tell share a key. */
static void
find_waiting (Order *order)
{
  g_autoptr (GHashTable) targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < order->n; i++)
    if (order->renames[i].target != NULL)
      g_hash_table_replace (targets, susun_name_collision_key (order->renames[i].target),
                            GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < order->n; i++)
    {
      g_autofree char *key = susun_name_collision_key (order->renames[i].name);
      guint other = GPOINTER_TO_UINT (g_hash_table_lookup (targets, key));
      order->waiting[i] = order->n;
      /* That only letters change their case concerns nobody else. */
      if (order->renames[i].target == NULL || other == 0 || other - 1 == i)
        continue;
      order->waiting[i] = other - 1;
      order->waits[other - 1]++;
    }
}

void
susun_rename_order (SusunRename *renames, guint n)
{
  g_autofree guint *waiting = g_new0 (guint, MAX (n, 1));
  g_autofree guint *waits = g_new0 (guint, MAX (n, 1));
  Order order = { .renames = renames, .n = n, .waiting = waiting, .waits = waits };

  for (guint i = 0; i < n; i++)
    {
      renames[i].place = 0;
      renames[i].circle = 0;
      renames[i].goes_aside = FALSE;
    }
  find_waiting (&order);
  for (guint i = 0; i < n; i++)
    if (renames[i].target != NULL && renames[i].place == 0 && waits[i] == 0)
      place_from (&order, i);
  for (guint i = 0; i < n; i++)
    if (renames[i].target != NULL && renames[i].place == 0)
      place_circle (&order, i);
}
