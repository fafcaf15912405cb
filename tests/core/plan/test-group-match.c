// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-group-match.h"
#include "core/plan/susun-name.h"
#include "tests/core/hostile-names.h"

#define MAX_FILES 10

/**
 * A folder, and what is to come out: by file the main file's name, and marks: "c" companion, "s"
 * sidecar, "?" ambiguous, "!" orphan, "j=NAME" the JSON that speaks of it. A file that is not named
 * is its own main without marks.
 */
typedef struct
{
  const char *title;
  const char *files[MAX_FILES];
  struct
  {
    const char *name;
    const char *main;
    const char *marks;
    const char *takeout;
  } expected[MAX_FILES];
} Case;

#define SUP ".supplemental-metadata"
#define LONG46 "Screenshot_20190919-053857743_abcdefghijklmnop"
G_STATIC_ASSERT (sizeof LONG46 - 1 == 46);

static const Case cases[] = {
  { "live photo", { "IMG_1.HEIC", "IMG_1.MOV" }, { { "IMG_1.MOV", "IMG_1.HEIC", "c" } } },
  { "case",
    { "IMG_1.heic", "img_1.MOV", "Img_1.aae" },
    { { "img_1.MOV", "IMG_1.heic", "c" }, { "Img_1.aae", "IMG_1.heic", "s" } } },
  { "normal forms",
    { "caf\xc3\xa9.jpg", "cafe\xcc\x81.mov" },
    { { "cafe\xcc\x81.mov", "caf\xc3\xa9.jpg", "c" } } },
  { "not UTF-8",
    { "x\xff.jpg", "x\xff.mov", "x\xff.xmp" },
    { { "x\xff.mov", "x\xff.jpg", "c" }, { "x\xff.xmp", "x\xff.jpg", "s" } } },
  { "live photo of Google", { "IMG_1.HEIC", "IMG_1.MP4" }, { { "IMG_1.MP4", "IMG_1.HEIC", "c" } } },
  { "live photo, HEVC",
    { "IMG_1.HEIC", "IMG_1_HEVC.MOV", "IMG_1_HEVC.AAE", "IMG_2_hevc.mov", "IMG_2_HEVC.xmp" },
    { { "IMG_1_HEVC.MOV", "IMG_1.HEIC", "c" },
      { "IMG_1_HEVC.AAE", "IMG_1.HEIC", "s" },
      { "IMG_2_HEVC.xmp", "IMG_2_hevc.mov", "s" } } },
  { "two clips, one HEVC",
    { "A.HEIC", "A.MOV", "A_HEVC.MOV", "_HEVC.MOV", "B_HEVC.HEIC" },
    { { "A.HEIC", "A.HEIC", "?" },
      { "A.MOV", "A.MOV", "?" },
      { "A_HEVC.MOV", "A_HEVC.MOV", "?" } } },
  { "ProRAW live photo", { "IMG_1.DNG", "IMG_1.MOV" }, { { "IMG_1.MOV", "IMG_1.DNG", "c" } } },
  { "no live photo",
    { "IMG_1.PNG", "IMG_1.MOV", "B.CR2", "B.MOV", "C.JPG", "C.AVI" },
    { { NULL } } },
  { "raw and jpeg", { "DSC_1.NEF", "DSC_1.JPG" }, { { "DSC_1.NEF", "DSC_1.JPG", "c" } } },
  { "raw, jpeg, clip",
    { "A.DNG", "A.JPG", "A.MOV", "A.xmp" },
    { { "A.DNG", "A.JPG", "c" }, { "A.MOV", "A.JPG", "c" }, { "A.xmp", "A.JPG", "s" } } },
  { "two stills and a clip",
    { "IMG_1.HEIC", "IMG_1.JPG", "IMG_1.MOV" },
    { { "IMG_1.HEIC", "IMG_1.HEIC", "?" },
      { "IMG_1.JPG", "IMG_1.JPG", "?" },
      { "IMG_1.MOV", "IMG_1.MOV", "?" } } },
  { "two stills", { "IMG_1.HEIC", "IMG_1.JPG" }, { { NULL } } },
  { "two clips",
    { "A.JPG", "A.MOV", "A.MP4" },
    { { "A.JPG", "A.JPG", "?" }, { "A.MOV", "A.MOV", "?" }, { "A.MP4", "A.MP4", "?" } } },
  { "two clips beside raw and jpeg",
    { "A.JPG", "A.CR2", "A.MOV", "A.MP4" },
    { { "A.CR2", "A.JPG", "c" },
      { "A.JPG", "A.JPG", "?" },
      { "A.MOV", "A.MOV", "?" },
      { "A.MP4", "A.MP4", "?" } } },
  { "two stills and a raw",
    { "A.JPG", "A.TIF", "A.CR2" },
    { { "A.JPG", "A.JPG", "?" }, { "A.TIF", "A.TIF", "?" }, { "A.CR2", "A.CR2", "?" } } },
  { "one that cannot be it", { "A.HEIC", "A.PNG", "A.MOV" }, { { "A.MOV", "A.HEIC", "c" } } },
  { "two raws", { "A.CR2", "A.DNG" }, { { NULL } } },

  { "xmp",
    { "a.jpg", "a.jpg.xmp", "a.xmp", "b.cr2", "b.xmp", "b_01.cr2.xmp" },
    { { "a.jpg.xmp", "a.jpg", "s" },
      { "a.xmp", "a.jpg", "s" },
      { "b.xmp", "b.cr2", "s" },
      { "b_01.cr2.xmp", "b.cr2", "s" } } },
  { "xmp of a companion",
    { "a.jpg", "a.mov", "a.mov.xmp" },
    { { "a.mov", "a.jpg", "c" }, { "a.mov.xmp", "a.jpg", "s" } } },
  { "xmp of one of two",
    { "a.jpg", "a.png", "a.png.xmp", "a.xmp" },
    { { "a.png.xmp", "a.png", "s" }, { "a.xmp", "a.xmp", "s?" } } },
  { "xmp of nothing",
    { "a.jpg", "b.xmp", "a.png.xmp" },
    { { "b.xmp", "b.xmp", "s!" }, { "a.png.xmp", "a.png.xmp", "s!" } } },
  { "case tells",
    { "a.jpg", "A.jpg", "A.jpg.xmp", "b.jpg", "B.jpg", "b.JPG.xmp" },
    { { "A.jpg.xmp", "A.jpg", "s" }, { "b.JPG.xmp", "b.JPG.xmp", "s?" } } },
  { "sidecars alike",
    { "a.jpg", "a.xmp", "a.XMP" },
    { { "a.xmp", "a.xmp", "s?" }, { "a.XMP", "a.XMP", "s?" } } },

  { "aae",
    { "IMG_0001.HEIC", "IMG_0001.AAE", "IMG_E0001.HEIC", "IMG_E0001.AAE", "IMG_O0001.AAE" },
    { { "IMG_0001.AAE", "IMG_0001.HEIC", "s" },
      { "IMG_E0001.AAE", "IMG_E0001.HEIC", "s" },
      { "IMG_O0001.AAE", "IMG_0001.HEIC", "s" } } },
  { "aae of the other",
    { "IMG_0001.HEIC", "IMG_E0001.AAE", "IMG_E0002.JPG", "IMG_0002.AAE" },
    { { "IMG_E0001.AAE", "IMG_0001.HEIC", "s" }, { "IMG_0002.AAE", "IMG_E0002.JPG", "s" } } },
  { "aae of a live photo",
    { "IMG_1.JPG", "IMG_1.MOV", "IMG_1.AAE" },
    { { "IMG_1.MOV", "IMG_1.JPG", "c" }, { "IMG_1.AAE", "IMG_1.JPG", "s" } } },
  { "aae of nothing",
    { "IMG_1.AAE", "IMG_E.AAE", "x.AAE" },
    { { "IMG_1.AAE", "IMG_1.AAE", "s!" },
      { "IMG_E.AAE", "IMG_E.AAE", "s!" },
      { "x.AAE", "x.AAE", "s!" } } },
  { "thm",
    { "MVI_1.AVI", "MVI_1.THM", "CRW_1.CRW", "CRW_1.THM" },
    { { "MVI_1.THM", "MVI_1.AVI", "s" }, { "CRW_1.THM", "CRW_1.CRW", "s" } } },

  { "takeout",
    { "x.jpg", "x.jpg.json", "y.jpg", "y.jpg" SUP ".json" },
    { { "x.jpg.json", "x.jpg", "s" },
      { "x.jpg", "x.jpg", "", "x.jpg.json" },
      { "y.jpg" SUP ".json", "y.jpg", "s" },
      { "y.jpg", "y.jpg", "", "y.jpg" SUP ".json" } } },
  { "takeout, cut supplement",
    { "a.jpg", "a.jpg.suppl.json", "b.jpg", "b.jpg.s.json", "c.jpg", "c.jpg..json" },
    { { "a.jpg.suppl.json", "a.jpg", "s" },
      { "a.jpg", "a.jpg", "", "a.jpg.suppl.json" },
      { "b.jpg.s.json", "b.jpg", "s" },
      { "b.jpg", "b.jpg", "", "b.jpg.s.json" },
      { "c.jpg..json", "c.jpg", "s" },
      { "c.jpg", "c.jpg", "", "c.jpg..json" } } },
  { "takeout, numbered",
    { "x.jpg", "x(1).jpg", "x.jpg.json", "x.jpg(1).json" },
    { { "x.jpg.json", "x.jpg", "s" },
      { "x.jpg(1).json", "x(1).jpg", "s" },
      { "x.jpg", "x.jpg", "", "x.jpg.json" },
      { "x(1).jpg", "x(1).jpg", "", "x.jpg(1).json" } } },
  { "takeout, numbered supplement",
    { "x.jpg", "x(2).jpg", "x.jpg" SUP "(2).json" },
    { { "x.jpg" SUP "(2).json", "x(2).jpg", "s" },
      { "x(2).jpg", "x(2).jpg", "", "x.jpg" SUP "(2).json" } } },
  { "takeout, number of nothing",
    { "x.jpg", "x.jpg(1).json" },
    { { "x.jpg(1).json", "x.jpg(1).json", "s!" } } },
  { "takeout, a number that is a name",
    { "x(1).jpg", "x(1).jpg.json" },
    { { "x(1).jpg.json", "x(1).jpg", "s" }, { "x(1).jpg", "x(1).jpg", "", "x(1).jpg.json" } } },
  { "takeout, cut name",
    { LONG46 "q.jpg", LONG46 ".json" },
    { { LONG46 ".json", LONG46 "q.jpg", "s" },
      { LONG46 "q.jpg", LONG46 "q.jpg", "", LONG46 ".json" } } },
  { "takeout, cut at the extension",
    { LONG46 ".jpg", LONG46 ".json" },
    { { LONG46 ".json", LONG46 ".jpg", "s" },
      { LONG46 ".jpg", LONG46 ".jpg", "", LONG46 ".json" } } },
  { "takeout, cut and numbered",
    { LONG46 "q.jpg", LONG46 "q(1).jpg", LONG46 ".json", LONG46 "(1).json" },
    { { LONG46 ".json", LONG46 "q.jpg", "s" },
      { LONG46 "(1).json", LONG46 "q(1).jpg", "s" },
      { LONG46 "q.jpg", LONG46 "q.jpg", "", LONG46 ".json" },
      { LONG46 "q(1).jpg", LONG46 "q(1).jpg", "", LONG46 "(1).json" } } },
  { "takeout, cut and shared",
    { LONG46 "q.jpg", LONG46 "r.jpg", LONG46 ".json" },
    { { LONG46 ".json", LONG46 ".json", "s?" } } },
  { "takeout, cut and edited",
    { LONG46 "q.jpg", LONG46 "q-edited.jpg", LONG46 ".json" },
    { { LONG46 ".json", LONG46 "q.jpg", "s" },
      { LONG46 "q.jpg", LONG46 "q.jpg", "", LONG46 ".json" },
      { LONG46 "q-edited.jpg", LONG46 "q-edited.jpg", "", LONG46 ".json" } } },
  { "takeout, nearly cut",
    { "Screenshot_20190919-053857743_abcdefghij.jpg",
      "Screenshot_20190919-053857743_abcdefgh.json" },
    { { "Screenshot_20190919-053857743_abcdefgh.json",
        "Screenshot_20190919-053857743_abcdefgh.json", "s!" } } },
  { "takeout, edited",
    { "x.jpg", "x-edited.jpg", "x.jpg.json" },
    { { "x.jpg.json", "x.jpg", "s" },
      { "x.jpg", "x.jpg", "", "x.jpg.json" },
      { "x-edited.jpg", "x-edited.jpg", "", "x.jpg.json" } } },
  { "takeout, only edited",
    { "x-bearbeitet.jpg", "x.jpg.json", "y-modifi\xc3\xa9.jpg", "y.jpg.json" },
    { { "x.jpg.json", "x-bearbeitet.jpg", "s" },
      { "x-bearbeitet.jpg", "x-bearbeitet.jpg", "", "x.jpg.json" },
      { "y.jpg.json", "y-modifi\xc3\xa9.jpg", "s" },
      { "y-modifi\xc3\xa9.jpg", "y-modifi\xc3\xa9.jpg", "", "y.jpg.json" } } },
  { "takeout, edited and numbered",
    { "x(1).jpg", "x-edited(1).jpg", "x.jpg(1).json" },
    { { "x.jpg(1).json", "x(1).jpg", "s" },
      { "x(1).jpg", "x(1).jpg", "", "x.jpg(1).json" },
      { "x-edited(1).jpg", "x-edited(1).jpg", "", "x.jpg(1).json" } } },
  { "takeout, by stem",
    { "x.jpg", "x.json", "y.jpg", "y.png", "y.json" },
    { { "x.json", "x.jpg", "s" },
      { "x.jpg", "x.jpg", "", "x.json" },
      { "y.json", "y.json", "s?" } } },
  { "takeout, live photo",
    { "I.HEIC", "I.MP4", "I.HEIC.json" },
    { { "I.MP4", "I.HEIC", "c" },
      { "I.HEIC.json", "I.HEIC", "s" },
      { "I.HEIC", "I.HEIC", "", "I.HEIC.json" } } },
  { "takeout, two of one",
    { "x.jpg", "x.jpg.json", "x.jpg.supp.json", "x.json" },
    { { "x.jpg.json", "x.jpg", "s" },
      { "x.jpg.supp.json", "x.jpg", "s" },
      { "x.json", "x.jpg", "s" },
      { "x.jpg", "x.jpg", "", "x.jpg.json" } } },
  { "takeout, of the album",
    { "x.jpg", "metadata.json", "metadata(1).json" },
    { { "metadata.json", "metadata.json", "s!" },
      { "metadata(1).json", "metadata(1).json", "s!" } } },

  { "others",
    { "a.jpg", "a.txt", "a.doc" },
    { { "a.txt", "a.txt", "n" }, { "a.doc", "a.doc", "n" } } },
  { "no stem",
    { ".jpg", ".mov", "x" },
    { { ".jpg", ".jpg", "n" }, { ".mov", ".mov", "n" }, { "x", "x", "n" } } },
};

static char *
describe (const SusunGroupEntry *entries, const SusunGroupMember *members, guint i)
{
  const SusunGroupMember *m = &members[i];

  return g_strdup_printf ("%s -> %s %s%s%s j=%s", entries[i].name, entries[m->main].name,
                          m->role == SUSUN_ROLE_MAIN        ? ""
                          : m->role == SUSUN_ROLE_COMPANION ? "c"
                          : m->role == SUSUN_ROLE_SIDECAR   ? "s"
                                                            : "n",
                          m->flags & SUSUN_GROUP_AMBIGUOUS ? "?" : "",
                          m->flags & SUSUN_GROUP_ORPHAN ? "!" : "",
                          m->takeout == SUSUN_GROUP_NO_ENTRY ? "" : entries[m->takeout].name);
}

static char *
describe_expected (const Case *c, const char *name)
{
  for (guint i = 0; i < MAX_FILES && c->expected[i].name != NULL; i++)
    if (strcmp (c->expected[i].name, name) == 0)
      return g_strdup_printf ("%s -> %s %s j=%s", name, c->expected[i].main, c->expected[i].marks,
                              c->expected[i].takeout != NULL ? c->expected[i].takeout : "");
  return g_strdup_printf ("%s -> %s  j=", name, name);
}

static void
shuffle (GRand *rand, SusunGroupEntry *entries, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = g_rand_int_range (rand, 0, i);
      SusunGroupEntry entry = entries[i - 1];
      entries[i - 1] = entries[j];
      entries[j] = entry;
    }
}

static void
test_cases (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint order = 0; order < 20; order++)
      {
        SusunGroupEntry entries[MAX_FILES];
        SusunGroupMember members[MAX_FILES];
        guint n = 0;
        for (; n < MAX_FILES && cases[i].files[n] != NULL; n++)
          entries[n]
              = (SusunGroupEntry){ cases[i].files[n], susun_kind_from_name (cases[i].files[n]) };
        shuffle (rand, entries, n);
        susun_group_match (entries, n, members);
        for (guint j = 0; j < n; j++)
          {
            g_autofree char *got = describe (entries, members, j);
            g_autofree char *expected = describe_expected (&cases[i], entries[j].name);
            if (strcmp (got, expected) != 0)
              g_error ("%s: expected “%s”, got “%s”", cases[i].title, expected, got);
          }
      }
}

/* Whatever a folder holds: every file is in one group, a group's main is a main, roles fit kinds,
 * flagged sidecars stand apart, and no two members of a group are one name. */
static void
test_properties (void)
{
  static const char *const extensions[] = {
    ".jpg",      ".JPG",         ".HEIC",    ".mov", ".mp4",        ".cr2",
    ".dng",      ".xmp",         ".jpg.xmp", ".AAE", ".thm",        ".json",
    ".jpg.json", ".jpg(1).json", "(1).jpg",  ".txt", "-edited.jpg", ".jpg.supplemental-meta.json",
    ""
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      SusunGroupEntry entries[40];
      SusunGroupMember members[40];
      guint n = 0;
      g_autofree char *stem = hostile_name (rand);
      g_autofree char *other = hostile_name (rand);

      for (guint i = 0; i < 40; i++)
        {
          g_autofree char *base = g_strdup (g_rand_boolean (rand) ? stem : other);
          guint extension = g_rand_int_range (rand, 0, G_N_ELEMENTS (extensions));
          g_autofree char *name = g_strconcat (base, extensions[extension], NULL);
          if (g_hash_table_contains (seen, name))
            continue;
          entries[n++] = (SusunGroupEntry){ name, susun_kind_from_name (name) };
          g_hash_table_add (seen, g_steal_pointer (&name));
        }
      susun_group_match (entries, n, members);
      for (guint i = 0; i < n; i++)
        {
          const SusunGroupMember *m = &members[i];
          g_assert_cmpuint (m->main, <, n);
          g_assert_cmpuint (members[m->main].main, ==, m->main);
          g_assert_cmpint (m->role == SUSUN_ROLE_SIDECAR, ==,
                           entries[i].kind == SUSUN_KIND_SIDECAR);
          g_assert_cmpint (m->role == SUSUN_ROLE_NONE, ==, entries[i].kind == SUSUN_KIND_OTHER);
          g_assert_cmpint (m->role == SUSUN_ROLE_COMPANION, ==,
                           m->role != SUSUN_ROLE_SIDECAR && m->main != i);
          if (m->main != i)
            g_assert_cmpint (members[m->main].role, ==, SUSUN_ROLE_MAIN);
          if (m->role == SUSUN_ROLE_SIDECAR)
            g_assert_cmpint (m->flags != 0, ==, m->main == i);
          if (m->takeout != SUSUN_GROUP_NO_ENTRY)
            g_assert_cmpint (entries[m->takeout].kind, ==, SUSUN_KIND_SIDECAR);
          g_autofree char *key = susun_name_collision_key (entries[i].name);
          if (m->role != SUSUN_ROLE_NONE)
            g_assert_true (g_hash_table_add (keys, g_strdup_printf ("%u/%s", m->main, key)));
        }
    }
}

static void
test_many (void)
{
  enum
  {
    N = 50000
  };
  g_autoptr (GStringChunk) names = g_string_chunk_new (1 << 20);
  g_autofree SusunGroupEntry *entries = g_new (SusunGroupEntry, N);
  g_autofree SusunGroupMember *members = g_new (SusunGroupMember, N);
  static const char *const extensions[] = { ".HEIC", ".MOV", ".AAE", ".HEIC.json", ".HEIC.xmp" };

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("IMG_%06u%s", i / 5, extensions[i % 5]);
      entries[i].name = g_string_chunk_insert (names, name);
      entries[i].kind = susun_kind_from_name (name);
    }
  gint64 start = g_get_monotonic_time ();
  susun_group_match (entries, N, members);
  g_test_message ("50,000 files in 10,000 groups: %.1f ms",
                  (g_get_monotonic_time () - start) / 1e3);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (members[i].main, ==, i / 5 * 5);

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("IMG_%06u.JPG", i);
      entries[i] = (SusunGroupEntry){ g_string_chunk_insert (names, name), SUSUN_KIND_IMAGE };
    }
  start = g_get_monotonic_time ();
  susun_group_match (entries, N, members);
  g_test_message ("50,000 single files: %.1f ms", (g_get_monotonic_time () - start) / 1e3);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (members[i].main, ==, i);

  /* The worst for the search by cut names: all begin alike, and each has a name that is no longer.
   */
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = i % 2 ? g_strdup_printf (LONG46 "(%u).json", i / 2 + 1)
                                    : g_strdup_printf (LONG46 "%06u.jpg", i / 2);
      entries[i]
          = (SusunGroupEntry){ g_string_chunk_insert (names, name), susun_kind_from_name (name) };
    }
  start = g_get_monotonic_time ();
  susun_group_match (entries, N, members);
  g_test_message ("50,000 long names that begin alike: %.1f ms",
                  (g_get_monotonic_time () - start) / 1e3);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (members[i].main, ==, i);
}

static void
test_empty (void)
{
  SusunGroupMember member;

  susun_group_match (NULL, 0, &member);
  g_assert_cmpstr (susun_role_nick (SUSUN_ROLE_COMPANION), ==, "companion");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-match/cases", test_cases);
  g_test_add_func ("/group-match/properties", test_properties);
  g_test_add_func ("/group-match/many", test_many);
  g_test_add_func ("/group-match/empty", test_empty);
  return g_test_run ();
}
