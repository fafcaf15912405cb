// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-kind.h"

static void
test_every_extension_of_the_product (void)
{
  static const char images[]
      = "jpg jpeg jpe png gif tif tiff heic heif hif avif webp bmp jxl jp2 mpo psd "
        "dng cr2 cr3 crw nef nrw arw raf orf rw2 pef srw mrw x3f kdc iiq gpr";
  static const char videos[] = "mp4 mov avi mkv m4v 3gp 3g2 wmv asf mpeg mpg mts m2ts webm insv";
  static const char sidecars[] = "xmp aae thm json";
  static const struct
  {
    const char *list;
    SusunKind kind;
  } lists[] = {
    { images, SUSUN_KIND_IMAGE },
    { videos, SUSUN_KIND_VIDEO },
    { sidecars, SUSUN_KIND_SIDECAR },
  };

  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    {
      g_auto (GStrv) words = g_strsplit (lists[l].list, " ", -1);
      for (char **word = words; *word != NULL; word++)
        {
          g_autofree char *upper = g_ascii_strup (*word, -1);
          g_autofree char *name = g_strconcat ("IMG_1.", *word, NULL);
          g_autofree char *loud = g_strconcat ("IMG_1.", upper, NULL);
          g_assert_cmpint (susun_kind_from_name (name), ==, lists[l].kind);
          g_assert_cmpint (susun_kind_from_name (loud), ==, lists[l].kind);
        }
    }
}

static void
test_other_names_are_not_ours (void)
{
  static const char *const names[]
      = { "notes.txt", "jpg",       ".jpg", "a.jpgx", "a.",
          "",          "a.tiffany", "a.7z", "a.mp3",  "photo.jpg.part" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (susun_kind_from_name (names[i]), ==, SUSUN_KIND_OTHER);
}

static void
test_raw_is_told_from_its_jpeg (void)
{
  g_assert_true (susun_kind_is_raw ("a.DNG"));
  g_assert_true (susun_kind_is_raw ("a.cr3"));
  g_assert_false (susun_kind_is_raw ("a.jpg"));
  g_assert_false (susun_kind_is_raw ("a.tif"));
  g_assert_false (susun_kind_is_raw ("a.mov"));
}

static void
test_junk_is_skipped (void)
{
  static const char *const files[] = { "Thumbs.db",    "THUMBS.DB",   "desktop.ini",
                                       ".DS_Store",    "._IMG_1.jpg", "SYNOFILE_THUMB_M.jpg",
                                       ".susun-Ab12Cd" };
  static const char *const folders[]
      = { "@eaDir",   "#recycle", ".git",         "lost+found",   "venv",  ".@__thumb",
          ".Trash-0", ".Trashes", "$RECYCLE.BIN", "$Recycle.Bin", "@EADIR" };
  static const char *const kept[] = { "Thumbs", "IMG_1.jpg", "git", "Venvironment", "recycle", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_true (susun_kind_is_junk_file (files[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_assert_true (susun_kind_is_junk_folder (folders[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_assert_false (susun_kind_is_junk_file (kept[i]));
      g_assert_false (susun_kind_is_junk_folder (kept[i]));
    }
}

static void
test_nicks_are_those_of_the_csv (void)
{
  g_assert_cmpstr (susun_kind_nick (SUSUN_KIND_IMAGE), ==, "image");
  g_assert_cmpstr (susun_kind_nick (SUSUN_KIND_VIDEO), ==, "video");
  g_assert_cmpstr (susun_kind_nick (SUSUN_KIND_SIDECAR), ==, "unknown");
  g_assert_cmpstr (susun_kind_nick (SUSUN_KIND_OTHER), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/kind/every-extension-of-the-product",
                   test_every_extension_of_the_product);
  g_test_add_func ("/media/kind/other-names-are-not-ours", test_other_names_are_not_ours);
  g_test_add_func ("/media/kind/raw-is-told-from-its-jpeg", test_raw_is_told_from_its_jpeg);
  g_test_add_func ("/media/kind/junk-is-skipped", test_junk_is_skipped);
  g_test_add_func ("/media/kind/nicks-are-those-of-the-csv", test_nicks_are_those_of_the_csv);
  return g_test_run ();
}
