// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/plan/susun-name.h"
#include "core/plan/susun-rename-plan.h"

/* --- names */

static void
test_name (void)
{
  static const struct
  {
    const char *title;
    const char *name;
  } names[] = {
    { "Kursus Pengurusan KADA", "2019-03-14 Kursus Pengurusan KADA" },
    { "", "2019-03-14" },
    { "a/b", "2019-03-14 a_b" },
    { "../../x", "2019-03-14 .._.._x" },
    { "Apa?", "2019-03-14 Apa_" },
    { "CON", "2019-03-14 CON" },
    { "Encik Ali.", "2019-03-14 Encik Ali" },
    { "e\xcc\x81", "2019-03-14 \xc3\xa9" },
    { "v1.5", "2019-03-14 v1.5" },
    { "x\xe2\x80\xaey", "2019-03-14 x_y" },
  };
  gint64 day = susun_wall_from_text ("2019-03-14");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = susun_rename_make_name (day, names[i].title);
      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_long_names (void)
{
  gint64 day = susun_wall_from_text ("2019-03-14");

  for (guint length = 150; length < 300; length++)
    {
      GString *title = g_string_new ("Majlis. ");
      while (title->len < length)
        g_string_append (title, length % 2 ? "\xc3\xa9" : "x\xf0\x9f\x98\x80 .");
      g_autofree char *name = susun_rename_make_name (day, title->str);
      g_autofree char *again = susun_rename_make_name (day, name + strlen ("2019-03-14 "));
      g_autofree char *numbered = susun_rename_number_name (name, 1234);
      const SusunNameRules rules = SUSUN_NAME_RULES_OWN;
      g_assert_cmpuint (strlen (name), <=, SUSUN_NAME_CUT);
      g_assert_cmpuint (strlen (numbered), <=, SUSUN_NAME_CUT);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_true (g_utf8_validate (numbered, -1, NULL));
      g_assert_true (susun_name_is_legal (name, &rules));
      g_assert_true (susun_name_is_legal (numbered, &rules));
      g_assert_true (g_str_has_suffix (numbered, " (1234)"));
      g_assert_cmpstr (name, ==, again);
      g_string_free (title, TRUE);
    }
}

/* --- the plan, carried out on a list of names */

/* Does what the plan says, as a case-sensitive disk or (@fold) any other would: a name that is
 * taken is an error. */
static void
carry_out (SusunRename *renames, guint n, const char *const *others, guint n_others, gboolean fold)
{
  g_autoptr (GHashTable) disk = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint *by_place = g_new0 (guint, n + 2);
  guint circle = 0;

#define KEY(name) (fold ? susun_name_collision_key (name) : g_strdup (name))
  for (guint i = 0; i < n; i++)
    g_hash_table_replace (disk, KEY (renames[i].name), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < n_others; i++)
    g_hash_table_replace (disk, KEY (others[i]), GUINT_TO_POINTER (n + 1));
  guint standing = g_hash_table_size (disk);

  for (guint i = 0; i < n; i++)
    if (renames[i].target != NULL)
      {
        g_assert_cmpuint (renames[i].place, >, 0);
        g_assert_cmpuint (renames[i].place, <=, n);
        g_assert_cmpuint (by_place[renames[i].place], ==, 0);
        by_place[renames[i].place] = i + 1;
      }
    else
      g_assert_cmpuint (renames[i].place, ==, 0);

  for (guint place = 1; place <= n && by_place[place] != 0; place++)
    {
      SusunRename *rename = &renames[by_place[place] - 1];
      g_autofree char *from = KEY (rename->name);
      g_autofree char *to = KEY (rename->target);
      if (rename->circle != circle && rename->circle != 0)
        for (guint i = 0; i < n; i++)
          if (renames[i].circle == rename->circle && renames[i].goes_aside)
            {
              g_autofree char *away = KEY (renames[i].name);
              g_assert_true (g_hash_table_remove (disk, away));
            }
      circle = rename->circle;
      if (!rename->goes_aside)
        g_assert_true (g_hash_table_remove (disk, from));
      g_assert_false (g_hash_table_contains (disk, to));
      g_hash_table_replace (disk, g_steal_pointer (&to), GUINT_TO_POINTER (by_place[place]));
    }
  g_assert_cmpuint (g_hash_table_size (disk), ==, standing);
#undef KEY
}

/* "name>wanted", "name" for one that stays. */
static guint
parse (const char *text, SusunRename *renames, GStrv *words)
{
  guint n = 0;

  *words = g_strsplit (text, "|", -1);
  for (; (*words)[n] != NULL; n++)
    {
      char *arrow = strchr ((*words)[n], '>');
      renames[n] = (SusunRename){ .name = (*words)[n] };
      if (arrow == NULL)
        continue;
      *arrow = '\0';
      renames[n].wanted = arrow + 1;
    }
  return n;
}

static void
test_choose (void)
{
  static const struct
  {
    const char *folders;
    const char *others; /* (nullable) */
    const char *after;  /* the names then */
    guint circles;
    gboolean exact; /* names that differ in case only stand beside each other: no folding disk */
  } plans[] = {
    { "a>A1|b", NULL, "A1|b", 0 },
    { "a>a", NULL, "a", 0 },
    { "a>x|b>x|c>x", NULL, "x|x (1)|x (2)", 0 },
    { "a>x", "x", "x (1)", 0 },
    { "a>x", "X", "x (1)", 0 },
    { "a>x|x", NULL, "x (1)|x", 0 },
    { "b>x|x>x", NULL, "x (1)|x", 0 },
    /* numbered already: stays, as long as the plain name is taken */
    { "x>x|x (1)>x", NULL, "x|x (1)", 0 },
    { "x>x|x (2)>x|a>x", NULL, "x|x (2)|x (1)", 0 },
    { "x (1)>x", NULL, "x", 0 },
    { "x (1)>x|x (2)>x", NULL, "x|x (1)", 0 },
    { "x (1)>x", "x", "x (1)", 0 },
    /* chains: a name is given when it is free */
    { "a>b|b>c", NULL, "b|c", 0 },
    { "b>c|a>b", NULL, "c|b", 0 },
    { "a>b|b>c|c>d|d>e", NULL, "b|c|d|e", 0 },
    /* circles */
    { "a>b|b>a", NULL, "b|a", 1 },
    { "a>b|b>c|c>a", NULL, "b|c|a", 1 },
    { "a>b|b>a|c>d|d>c|e>f", NULL, "b|a|d|c|f", 2 },
    /* case */
    { "merdeka>Merdeka", NULL, "Merdeka", 0 },
    { "a>B|b>A", NULL, "B|A", 1 },
    { "A>x|a>y", NULL, "x|y", 0, TRUE },
    { "A>x|a>A", NULL, "x|A", 0, TRUE },
    { "e\xcc\x81>\xc3\xa9", NULL, "\xc3\xa9", 0 },
    { "\xff>x", NULL, "x", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      SusunRename renames[8];
      g_auto (GStrv) words = NULL;
      g_auto (GStrv) after = g_strsplit (plans[i].after, "|", -1);
      const char *others[] = { plans[i].others };
      guint n_others = plans[i].others != NULL, circles = 0;
      guint n = parse (plans[i].folders, renames, &words);

      g_autofree char *shown = g_strescape (plans[i].folders, NULL);
      g_test_message ("%s", shown);
      susun_rename_choose (renames, n, others, n_others);
      for (guint j = 0; j < n; j++)
        {
          g_assert_cmpstr (renames[j].target != NULL ? renames[j].target : renames[j].name, ==,
                           after[j]);
          circles = MAX (circles, renames[j].circle);
        }
      g_assert_cmpuint (circles, ==, plans[i].circles);
      carry_out (renames, n, others, n_others, !plans[i].exact);
      for (guint j = 0; j < n; j++)
        susun_rename_clear (&renames[j]);
    }
}

/* Any names at all: nothing is lost or merged, nothing is taken, and a second run finds all done.
 */
static void
test_random (void)
{
  static const char *const names[]
      = { "a", "b", "c", "d", "e", "a (1)", "a (2)", "b (1)", "A", "f" };

  for (guint round = 0; round < 20000; round++)
    {
      SusunRename renames[G_N_ELEMENTS (names)], again[G_N_ELEMENTS (names)];
      const char *others[2];
      guint n = 0, n_others = 0, first = (guint) g_test_rand_int ();

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          const char *name = names[(i + first) % G_N_ELEMENTS (names)];
          int what = g_test_rand_int_range (0, 8);
          /* One file system that folds case cannot hold both. */
          if (what == 0 || g_str_equal (name, "A"))
            continue;
          if (what == 1 && n_others < G_N_ELEMENTS (others))
            others[n_others++] = name;
          else
            renames[n++] = (SusunRename){
              .name = name,
              .wanted = what == 2 ? NULL : names[g_test_rand_int_range (0, G_N_ELEMENTS (names))],
            };
        }
      susun_rename_choose (renames, n, others, n_others);
      carry_out (renames, n, others, n_others, TRUE);
      carry_out (renames, n, others, n_others, FALSE);
      for (guint i = 0; i < n; i++)
        again[i] = (SusunRename){
          .name = renames[i].target != NULL ? renames[i].target : renames[i].name,
          .wanted = renames[i].wanted,
        };
      susun_rename_choose (again, n, others, n_others);
      for (guint i = 0; i < n; i++)
        if (again[i].target != NULL)
          /* A name that was taken by one that has moved away since may have become free. */
          g_assert_cmpuint (renames[i].number, >, again[i].number);
      for (guint i = 0; i < n; i++)
        {
          susun_rename_clear (&renames[i]);
          susun_rename_clear (&again[i]);
        }
    }
}

/* Back again: targets are given, only the order is asked for. */
static void
test_order (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      enum
      {
        N = 12
      };
      SusunRename renames[N] = { 0 };
      guint order[N];
      char names[N][8];

      for (guint i = 0; i < N; i++)
        {
          order[i] = i;
          g_snprintf (names[i], sizeof names[i], "n%u", i);
        }
      for (guint i = N; i > 1; i--)
        {
          guint j = (guint) g_test_rand_int_range (0, (gint32) i), held = order[j];
          order[j] = order[i - 1];
          order[i - 1] = held;
        }
      for (guint i = 0; i < N; i++)
        {
          renames[i].name = names[i];
          if (order[i] != i)
            renames[i].target = g_strdup (names[order[i]]);
        }
      susun_rename_order (renames, N);
      carry_out (renames, N, NULL, 0, TRUE);
      for (guint i = 0; i < N; i++)
        susun_rename_clear (&renames[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/rename/name", test_name);
  g_test_add_func ("/plan/rename/long-names", test_long_names);
  g_test_add_func ("/plan/rename/choose", test_choose);
  g_test_add_func ("/plan/rename/random", test_random);
  g_test_add_func ("/plan/rename/order", test_order);
  return g_test_run ();
}
