// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-name.h"
#include "tests/core/hostile-names.h"

static const SusunNameRules own_rules = SUSUN_NAME_RULES_OWN;
static const SusunNameRules linux_rules = SUSUN_NAME_RULES_LINUX;
static const SusunNameRules vfat_rules
    = { 255, SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8 | SUSUN_NAME_FOLDS_CASE };
static const SusunNameRules short_rules = { 143, 0 };

/* --- legal names */

static void
test_legal (void)
{
  static const struct
  {
    const char *name;
    const char *own;  /* as a title */
    const char *vfat; /* NULL: as it is */
  } rows[] = {
    { "IMG_1.jpg", "IMG_1.jpg", NULL },
    { "a:b.jpg", "a_b.jpg", "a_b.jpg" },
    { "a<b>c\"d\\e|f?g*h", "a_b_c_d_e_f_g_h", "a_b_c_d_e_f_g_h" },
    { "x\ny\tz\x7f", "x_y_z_", "x_y_z_" },
    { "a/b", "a_b", "a_b" },
    { ".", "_", "_" },
    { "..", "_", "_" },
    { "...", "_", "_" },
    { "", "_", "_" },
    { " ", "_", "_" },
    { "trail. . ", "trail", "trail" },
    { ".hidden", "_hidden", NULL },
    { "-rf", "_rf", NULL },
    { "CON", "CON_", "CON_" },
    { "con.jpg", "con_.jpg", "con_.jpg" },
    { "Com1.tar.gz", "Com1_.tar.gz", "Com1_.tar.gz" },
    { "LPT\xc2\xb9", "LPT\xc2\xb9_", "LPT\xc2\xb9_" },
    { "AUX .txt", "AUX _.txt", "AUX _.txt" },
    { "CONE", "CONE", NULL },
    { "COM10", "COM10", NULL },
    { "NULL.jpg", "NULL.jpg", NULL },
    { "cafe\xcc\x81.jpg", "caf\xc3\xa9.jpg", NULL },
    { "caf\xff.jpg", "caf_.jpg", "caf_.jpg" },
    { "a\xe2\x80\xae"
      "gpj.exe",
      "a_gpj.exe", NULL },
    { "\xef\xbb\xbf"
      "x",
      "_x", NULL },
    { "Raya & Friends (2019) – 写真", "Raya & Friends (2019) – 写真", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean changed;
      g_autofree char *own = susun_name_make_legal (rows[i].name, &own_rules, &changed);
      g_assert_cmpstr (own, ==, rows[i].own);
      g_assert_cmpint (changed, ==, strcmp (own, rows[i].name) != 0);
      g_autofree char *vfat = susun_name_make_legal (rows[i].name, &vfat_rules, &changed);
      g_assert_cmpstr (vfat, ==, rows[i].vfat != NULL ? rows[i].vfat : rows[i].name);
      g_assert_cmpint (changed, ==, rows[i].vfat != NULL);
      g_assert_cmpint (susun_name_is_legal (rows[i].name, &vfat_rules), ==, rows[i].vfat == NULL);
    }
}

/* ext4 takes everything but what no file can be called. */
static void
test_legal_linux (void)
{
  static const char *const kept[]
      = { "a:b", "\xff", "x\n", "CON", "t. ", ".x", "-x", "cafe\xcc\x81" };
  gboolean changed;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *name = susun_name_make_legal (kept[i], &linux_rules, &changed);
      g_assert_cmpstr (name, ==, kept[i]);
      g_assert_false (changed);
    }
  g_autofree char *slash = susun_name_make_legal ("a/\xff", &linux_rules, &changed);
  g_assert_cmpstr (slash, ==, "a__");
  g_assert_true (changed);
}

static void
test_legal_long (void)
{
  g_autofree char *letters = g_strnfill (300, 'x');
  g_autofree char *long_jpg = g_strconcat (letters, ".jpeg", NULL);
  g_autofree char *cut = susun_name_make_legal (long_jpg, &linux_rules, NULL);
  g_assert_cmpuint (strlen (cut), ==, 200);
  g_assert_true (g_str_has_suffix (cut, "x.jpeg"));

  g_autofree char *limit = g_strndup (letters, 255);
  g_autofree char *kept = susun_name_make_legal (limit, &linux_rules, NULL);
  g_assert_cmpstr (kept, ==, limit);
  g_autofree char *shorter = susun_name_make_legal (limit, &short_rules, NULL);
  g_assert_cmpuint (strlen (shorter), ==, 143);

  /* Three bytes a character: a cut never leaves half of one. */
  GString *wide = g_string_new (NULL);
  for (guint i = 0; i < 90; i++)
    g_string_append (wide, "写");
  g_string_append (wide, ".jpg");
  g_autofree char *wide_cut = susun_name_make_legal (wide->str, &linux_rules, NULL);
  g_assert_true (g_utf8_validate (wide_cut, -1, NULL));
  g_assert_cmpuint (strlen (wide_cut), ==, 65 * 3 + 4);
  g_string_free (wide, TRUE);

  /* 255 UTF-16 units is Windows' limit, not 255 bytes. */
  static const SusunNameRules ntfs = { 1020, SUSUN_NAME_REFUSES_WINDOWS };
  GString *units = g_string_new (NULL);
  for (guint i = 0; i < 255; i++)
    g_string_append (units, "写");
  g_assert_true (susun_name_is_legal (units->str, &ntfs));
  g_string_append (units, "写");
  g_assert_false (susun_name_is_legal (units->str, &ntfs));
  g_string_free (units, TRUE);

  g_autofree char *device = g_strdup_printf ("CON%*sx", 250, "");
  g_autofree char *no_device = susun_name_make_legal (device, &own_rules, NULL);
  g_assert_cmpstr (no_device, ==, "CON_");
}

static void
check_properties (const char *name, const SusunNameRules *rules)
{
  gboolean changed, again;
  g_autofree char *legal = susun_name_make_legal (name, rules, &changed);
  g_autofree char *twice = susun_name_make_legal (legal, rules, &again);

  g_assert_cmpstr (twice, ==, legal);
  g_assert_false (again);
  g_assert_true (susun_name_is_legal (legal, rules));
  g_assert_cmpint (changed, ==, strcmp (name, legal) != 0);
  g_assert_cmpuint (strlen (legal), >, 0);
  g_assert_null (strchr (legal, '/'));
  if (rules->flags & SUSUN_NAME_ALWAYS)
    {
      g_assert_true (g_utf8_validate (legal, -1, NULL));
      g_assert_cmpuint (strlen (legal), <=, 200);
      g_assert_null (strchr ("-.", legal[0]));
      g_autofree char *nfc = g_utf8_normalize (legal, -1, G_NORMALIZE_NFC);
      g_assert_cmpstr (nfc, ==, legal);
    }
  else if (susun_name_is_legal (name, rules))
    g_assert_false (changed);
}

static void
test_legal_properties (void)
{
  static const SusunNameRules small = { 32, SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_ALWAYS };
  const SusunNameRules *rules[] = { &own_rules, &linux_rules, &vfat_rules, &short_rules, &small };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *name = hostile_name (rand);
      g_autofree char *other = hostile_name (rand);
      g_autofree char *any = i % 3 == 0 ? g_strconcat (name, "/", other, other, NULL) : NULL;
      for (guint j = 0; j < G_N_ELEMENTS (rules); j++)
        check_properties (any != NULL ? any : name, rules[j]);
    }
}

/* --- collisions */

static void
test_collision (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean same;
  } rows[] = {
    { "IMG_1.JPG", "img_1.jpg", TRUE },
    { "caf\xc3\xa9", "cafe\xcc\x81", TRUE },
    { "CAF\xc3\x89", "cafe\xcc\x81", TRUE },
    { "stra\xc3\x9f"
      "e",
      "STRASSE", TRUE },
    { "\xe2\x84\xaa", "k", TRUE },    /* Kelvin sign */
    { "\xcf\x83", "\xcf\x82", TRUE }, /* both small sigmas */
    { "\xff"
      "A",
      "\xff"
      "A",
      TRUE },
    { "\xff"
      "A",
      "\xff"
      "a",
      FALSE },
    { "a", "b", FALSE },
    { "a ", "a", FALSE },
    { "", "a", FALSE },
    { "\xef\xac\x81x", "fix", TRUE }, /* the fi ligature */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *a = susun_name_collision_key (rows[i].a);
      g_autofree char *b = susun_name_collision_key (rows[i].b);
      g_assert_cmpint (strcmp (a, b) == 0, ==, rows[i].same);
      g_assert_cmpint (susun_name_collision_hash (rows[i].a, -1)
                           == susun_name_collision_hash (rows[i].b, -1),
                       ==, rows[i].same);
    }
  g_assert_cmpuint (susun_name_collision_hash ("IMG_1.jpg", 5), ==,
                    susun_name_collision_hash ("img_1", -1));
}

/* The hash stands for the key: same key, same hash; and a million different names differ. */
static void
test_collision_hash (void)
{
  g_autoptr (GHashTable) by_hash
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *name = i % 2 == 0 ? hostile_name (rand) : g_strdup_printf ("IMG_%u.JPG", i);
      g_autofree char *key = susun_name_collision_key (name);
      guint64 hash = susun_name_collision_hash (name, -1);
      g_assert_cmpuint (susun_name_collision_hash (key, -1), ==, hash);
      const char *known = g_hash_table_lookup (by_hash, &hash);
      if (known != NULL)
        g_assert_cmpstr (known, ==, key);
      else
        g_hash_table_insert (by_hash, g_memdup2 (&hash, sizeof hash), g_steal_pointer (&key));
    }
}

/* --- suffixes */

static void
test_suffix (void)
{
  static const struct
  {
    const char *name;
    guint number;
    const char *expected;
  } rows[] = {
    { "IMG_1.jpg", 2, "IMG_1 (2).jpg" },
    { "IMG_1.jpg", 12, "IMG_1 (12).jpg" },
    { "IMG_1.jpg", 1, "IMG_1.jpg" },
    { "x.tar.gz", 2, "x.tar (2).gz" },
    { "noext", 3, "noext (3)" },
    { ".hidden", 2, ".hidden (2)" },
    { "IMG_1 (2).jpg", 2, "IMG_1 (2) (2).jpg" },
    { "Mr. Smith and friends", 2, "Mr. Smith and friends (2)" },
    { "caf\xff.jpg", 2, "caf\xff (2).jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = susun_name_with_suffix (rows[i].name, rows[i].number, 255);
      g_assert_cmpstr (name, ==, rows[i].expected);
    }
}

static void
test_suffix_properties (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *name = hostile_name (rand);
      guint number = g_rand_int_range (rand, 2, 100000), parsed;
      g_autofree char *with = susun_name_with_suffix (name, number, 255);
      g_assert_cmpuint (strlen (with), <=, 255);
      g_assert_cmpuint (strlen (with), >, 4);
      if (g_utf8_validate (name, -1, NULL))
        g_assert_true (g_utf8_validate (with, -1, NULL));
      g_assert_true (susun_name_parse_suffix (with, NULL, &parsed));
      g_assert_cmpuint (parsed, ==, number);
    }
}

static void
test_parse_suffix (void)
{
  static const struct
  {
    const char *name;
    gboolean found;
    gsize stem_length;
    guint number;
  } rows[] = {
    { "IMG_1 (2).jpg", TRUE, 5, 2 },
    { "IMG_1 (1)", TRUE, 5, 1 },
    { "a (99999).x", TRUE, 1, 99999 },
    { "a (100000).x", FALSE, 0, 0 },
    { "IMG_1(2).jpg", FALSE, 0, 0 },
    { "IMG_1 (02).jpg", FALSE, 0, 0 },
    { "IMG_1 ().jpg", FALSE, 0, 0 },
    { " (2).jpg", FALSE, 0, 0 },
    { "(2)", FALSE, 0, 0 },
    { "IMG_1 (x).jpg", FALSE, 0, 0 },
    { "IMG_1 (2) x.jpg", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
    { "a (2).jpg.xmp", FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize stem_length = 0;
      guint number = 0;
      g_assert_cmpint (susun_name_parse_suffix (rows[i].name, &stem_length, &number), ==,
                       rows[i].found);
      g_assert_cmpuint (stem_length, ==, rows[i].stem_length);
      g_assert_cmpuint (number, ==, rows[i].number);
    }
}

#define MAX_GROUP 6

static void
test_group_suffix (void)
{
  static const struct
  {
    const char *names[MAX_GROUP];
    const char *expected[MAX_GROUP];
  } rows[] = {
    { { "a.jpg", "a.mov", "a.jpg.xmp", "a.xmp", "a.aae" },
      { "a (2).jpg", "a (2).mov", "a (2).jpg.xmp", "a (2).xmp", "a (2).aae" } },
    { { "a.JPG", "A.mov", "a_01.JPG.xmp" }, { "a (2).JPG", "A (2).mov", "a (2)_01.JPG.xmp" } },
    { { "x.jpg", "x.jpg.json" }, { "x (2).jpg", "x (2).jpg.json" } },
    { { "x.jpg", "x.jpg.supplemental-meta.json" },
      { "x (2).jpg", "x (2).jpg.supplemental-meta.json" } },
    { { "x(1).jpg", "x.jpg(1).json" }, { "x(1) (2).jpg", "x(1) (2).jpg.json" } },
    { { "x-edited.jpg", "x.jpg.json" }, { "x-edited (2).jpg", "x-edited (2).jpg.json" } },
    { { "IMG_0001.HEIC", "IMG_E0001.AAE" }, { "IMG_0001 (2).HEIC", "IMG_E0001 (2).AAE" } },
    { { "a.HEIC", "a_HEVC.MOV" }, { "a (2).HEIC", "a (2)_HEVC.MOV" } },
    { { "a.jpg", "ab.xmp" }, { "a (2).jpg", "ab (2).xmp" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *result[MAX_GROUP] = { NULL };
      guint n = 0;
      while (n < MAX_GROUP && rows[i].names[n] != NULL)
        n++;
      susun_name_group_with_suffix (rows[i].names, n, 2, 255, result);
      for (guint j = 0; j < n; j++)
        {
          g_assert_cmpstr (result[j], ==, rows[i].expected[j]);
          g_free (result[j]);
        }
    }
}

/* A group whose longest name has to be cut stays a group. */
static void
test_group_suffix_cut (void)
{
  g_autofree char *stem = g_strnfill (247, 's');
  g_autofree char *jpg = g_strconcat (stem, ".jpg", NULL);
  g_autofree char *xmp = g_strconcat (stem, ".jpg.xmp", NULL);
  g_autofree char *mov = g_strconcat (stem, ".mov", NULL);
  const char *names[] = { jpg, xmp, mov };
  char *result[3];

  susun_name_group_with_suffix (names, 3, 10, 255, result);
  g_assert_cmpuint (strlen (result[1]), ==, 255);
  g_assert_cmpuint (strlen (result[0]), ==, 251);
  g_assert_true (g_str_has_suffix (result[0], "s (10).jpg"));
  g_autofree char *expected = g_strconcat (result[0], ".xmp", NULL);
  g_assert_cmpstr (result[1], ==, expected);
  g_assert_cmpint (strncmp (result[0], result[2], 247), ==, 0);
  for (guint i = 0; i < 3; i++)
    g_free (result[i]);
}

/* --- ranks */

static void
test_camera_number (void)
{
  static const char *const numbers[] = {
    "IMG_1234.JPG",
    "DSC01234.ARW",
    "P1010001.jpg",
    "100_0306.jpg",
    "_DSC0001.NEF",
    "_MG_1.CR2",
    "PXL_20220831_003137144.jpg",
    "IMG-20190101-WA0001.jpg",
    "VID_20190101_120000.mp4",
    "20190101_120000.jpg",
    "GOPR0001.MP4",
    "DJI_0001.DNG",
    "IMG_1234 (2).JPG",
    "IMG_E0001.HEIC",
    "Screenshot_20190101-120000.png",
    "WhatsApp Image 2026-08-31 at 15.41.14.jpeg",
    "MVI_1.AVI",
    "1",
  };
  static const char *const names[] = {
    "Raya.jpg", "Ali IMG_1234.jpg",    "IMG.jpg", "Majlis 2019.jpg", "写真1.jpg",
    "",         "IMG_1234_kahwin.jpg",
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!susun_name_is_camera_number (numbers[i]))
      g_error ("%s is a camera's number", numbers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (susun_name_is_camera_number (names[i]))
      g_error ("%s is no camera's number", names[i]);
}

static void
test_rank (void)
{
  /* Each is better than the one after it. */
  static const struct
  {
    const char *name;
    const char *reason;
  } rows[] = {
    { "Majlis Perkahwinan Ali.jpg", "more-descriptive" },
    { "Majlis Perkahwinan.jpg", "more-descriptive" },
    { "Perkahwinan.jpg", "more-descriptive" },
    { "Kahwin.jpg", "not-a-camera-number" },
    { "DSCF0001.jpg", "more-descriptive" },
    { "IMG_0001.jpg", "no-copy-suffix" },
    { "Majlis Perkahwinan Ali (2).jpg", "not-a-camera-number" },
    { "IMG_0001 (2).jpg", NULL },
  };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpuint (susun_name_rank (rows[i].name), >, susun_name_rank (rows[i + 1].name));
      g_assert_cmpstr (susun_name_keep_reason (rows[i].name, rows[i + 1].name), ==, rows[i].reason);
    }
  g_assert_cmpstr (susun_name_keep_reason ("a.jpg", "b.jpg"), ==, "first-by-path");
  g_assert_cmpstr (susun_name_keep_reason ("a.jpg", NULL), ==, "first-by-path");

  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *name = hostile_name (rand);
      g_assert_cmpuint (susun_name_rank (name), <, 1u << 18);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/legal", test_legal);
  g_test_add_func ("/name/legal/linux", test_legal_linux);
  g_test_add_func ("/name/legal/long", test_legal_long);
  g_test_add_func ("/name/legal/properties", test_legal_properties);
  g_test_add_func ("/name/collision", test_collision);
  g_test_add_func ("/name/collision/hash", test_collision_hash);
  g_test_add_func ("/name/suffix", test_suffix);
  g_test_add_func ("/name/suffix/properties", test_suffix_properties);
  g_test_add_func ("/name/suffix/parse", test_parse_suffix);
  g_test_add_func ("/name/suffix/group", test_group_suffix);
  g_test_add_func ("/name/suffix/group-cut", test_group_suffix_cut);
  g_test_add_func ("/name/camera-number", test_camera_number);
  g_test_add_func ("/name/rank", test_rank);
  return g_test_run ();
}
