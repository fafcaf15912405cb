// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-name.h"
#include "core/plan/susun-taken.h"
#include "tests/core/hostile-names.h"

static void
test_contains (void)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();

  g_assert_false (susun_taken_contains (taken, "2023", "a.jpg"));
  susun_taken_add (taken, "2023", "a.jpg");
  susun_taken_add (taken, "2023", "A.JPG");
  g_assert_cmpuint (susun_taken_get_size (taken), ==, 1);
  g_assert_true (susun_taken_contains (taken, "2023", "A.jpg"));
  g_assert_false (susun_taken_contains (taken, "2024", "a.jpg"));
  g_assert_false (susun_taken_contains (taken, "a.jpg", "2023"));
  g_assert_false (susun_taken_contains (taken, "", "2023/a.jpg"));
  susun_taken_add (taken, "2023/Raya", "b.jpg");
  g_assert_true (susun_taken_contains (taken, "2023/RAYA", "b.jpg"));
}

static void
assert_claim (SusunTaken *taken, const char *name, const char *expected)
{
  g_autofree char *result = NULL;

  susun_taken_claim (taken, "2023", &name, 1, 255, &result);
  g_assert_cmpstr (result, ==, expected);
}

static void
test_claim (void)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();

  susun_taken_add (taken, "2023", "IMG_1 (3).jpg");
  assert_claim (taken, "IMG_1.jpg", "IMG_1.jpg");
  assert_claim (taken, "img_1.JPG", "img_1 (2).JPG");
  assert_claim (taken, "IMG_1.jpg", "IMG_1 (4).jpg");
  assert_claim (taken, "IMG_1 (2).jpg", "IMG_1 (2) (2).jpg");
  assert_claim (taken, "IMG_1.jpg", "IMG_1 (5).jpg");
  assert_claim (taken, "IMG_1.png", "IMG_1.png");
}

static void
test_claim_group (void)
{
  static const char *const names[] = { "IMG_1.HEIC", "IMG_1.MOV", "IMG_1.AAE", "IMG_1.HEIC.xmp" };
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  char *result[4];

  /* One name that is taken moves the whole group. */
  susun_taken_add (taken, "2023", "img_1.mov");
  susun_taken_add (taken, "2023", "IMG_1 (2).aae");
  g_assert_cmpuint (susun_taken_claim (taken, "2023", names, 4, 255, result), ==, 3);
  g_assert_cmpstr (result[0], ==, "IMG_1 (3).HEIC");
  g_assert_cmpstr (result[1], ==, "IMG_1 (3).MOV");
  g_assert_cmpstr (result[2], ==, "IMG_1 (3).AAE");
  g_assert_cmpstr (result[3], ==, "IMG_1 (3).HEIC.xmp");
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (susun_taken_contains (taken, "2023", result[i]));
      g_free (result[i]);
    }
  /* What the group passed over is still free for others. */
  assert_claim (taken, "IMG_1.HEIC", "IMG_1.HEIC");
  assert_claim (taken, "IMG_1.HEIC", "IMG_1 (2).HEIC");
  assert_claim (taken, "IMG_1.HEIC", "IMG_1 (4).HEIC");
}

/* Two companions that mean one name are told apart, and the search for a free number ends. */
static void
test_claim_repeated (void)
{
  static const char *const names[] = { "x.jpg", "x.xmp", "X.XMP", "x.xmp" };
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  char *result[4];

  g_assert_cmpuint (susun_taken_claim (taken, "2023", names, 4, 255, result), ==, 1);
  g_assert_cmpstr (result[0], ==, "x.jpg");
  g_assert_cmpstr (result[1], ==, "x.xmp");
  g_assert_cmpstr (result[2], ==, "X (2).XMP");
  g_assert_cmpstr (result[3], ==, "x (3).xmp");
  for (guint i = 0; i < 4; i++)
    g_free (result[i]);
}

/* Whatever is claimed: no two targets are equal by their keys, all are within the limit, the same
 * claims give the same names, and the number is the first one that is free. */
static void
claim_at_random (guint32 seed, GPtrArray *results)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const char *const folders[] = { "2019", "2019/Raya", "" };
  static const char *const extensions[] = { ".mov", ".jpg.xmp", ".xmp", ".json", ".aae" };

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *stem = hostile_name (rand);
      const char *folder = folders[g_rand_int_range (rand, 0, 3)];
      guint n = g_rand_int_range (rand, 1, 5);
      char *names[5], *claimed[5];
      gsize limit = g_rand_boolean (rand) ? 4 : 240;
      stem[MIN (strlen (stem), limit)] = '\0';
      names[0] = g_strconcat (stem, ".jpg", NULL);
      for (guint j = 1; j < n; j++)
        names[j] = g_strconcat (stem, extensions[g_rand_int_range (rand, 0, 5)], NULL);
      susun_taken_claim (taken, folder, (const char *const *) names, n, 255, claimed);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *key = susun_name_collision_key (claimed[j]);
          g_assert_cmpuint (strlen (claimed[j]), <=, 255);
          g_assert_true (susun_taken_contains (taken, folder, claimed[j]));
          g_assert_true (g_hash_table_add (keys, g_strconcat (folder, "/", key, NULL)));
          g_ptr_array_add (results, claimed[j]);
          g_free (names[j]);
        }
    }
  g_assert_cmpuint (susun_taken_get_size (taken), ==, g_hash_table_size (keys));
}

static void
test_claim_properties (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) second = g_ptr_array_new_with_free_func (g_free);

  claim_at_random (seed, first);
  claim_at_random (seed, second);
  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    g_assert_cmpstr (g_ptr_array_index (first, i), ==, g_ptr_array_index (second, i));
}

/* For short names the number is exactly the first one free. */
static void
test_claim_first_free (void)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 3000; i++)
    {
      char stem = 'a' + g_rand_int_range (rand, 0, 3);
      g_autofree char *name = g_strdup_printf ("%c.jpg", stem);
      g_autofree char *clip = g_strdup_printf ("%c.mov", stem);
      const char *names[] = { name, clip };
      guint n = g_rand_int_range (rand, 1, 3), expected = 1;
      char *claimed[2];

      if (g_rand_int_range (rand, 0, 4) == 0)
        {
          g_autofree char *planted
              = susun_name_with_suffix (clip, g_rand_int_range (rand, 1, 400), 255);
          susun_taken_add (taken, "2023", planted);
        }
      for (gboolean free = FALSE; !free; expected += !free)
        {
          free = TRUE;
          for (guint j = 0; j < n; j++)
            {
              g_autofree char *tried = susun_name_with_suffix (names[j], expected, 255);
              free &= !susun_taken_contains (taken, "2023", tried);
            }
        }
      g_assert_cmpuint (susun_taken_claim (taken, "2023", names, n, 255, claimed), ==, expected);
      for (guint j = 0; j < n; j++)
        g_free (claimed[j]);
    }
}

/* 50,000 files of one name, and 200,000 of different ones. */
static void
test_claim_many (void)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  static const char *const names[] = { "IMG_1.HEIC", "IMG_1.MOV" };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 1; i <= 50000; i++)
    {
      char *result[2];
      g_assert_cmpuint (susun_taken_claim (taken, "2023", names, 2, 255, result), ==, i);
      g_free (result[0]);
      g_free (result[1]);
    }
  g_test_message ("50,000 Live Photos of one name: %.0f ms",
                  (g_get_monotonic_time () - start) / 1e3);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 200000; i++)
    {
      char name[32];
      const char *one = name;
      char *result;
      g_snprintf (name, sizeof name, "IMG_%07u.JPG", i);
      g_assert_cmpuint (susun_taken_claim (taken, "2024", &one, 1, 255, &result), ==, 1);
      g_free (result);
    }
  g_test_message ("200,000 names: %.0f ms", (g_get_monotonic_time () - start) / 1e3);
  g_assert_cmpuint (susun_taken_get_size (taken), ==, 300000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/taken/contains", test_contains);
  g_test_add_func ("/taken/claim", test_claim);
  g_test_add_func ("/taken/claim/group", test_claim_group);
  g_test_add_func ("/taken/claim/repeated", test_claim_repeated);
  g_test_add_func ("/taken/claim/properties", test_claim_properties);
  g_test_add_func ("/taken/claim/first-free", test_claim_first_free);
  g_test_add_func ("/taken/claim/many", test_claim_many);
  return g_test_run ();
}
