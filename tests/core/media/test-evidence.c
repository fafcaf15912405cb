// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-evidence.h"
#include "core/media/susun-input.h"
#include "core/media/susun-reader.h"

static void
fill (SusunEvidence *evidence)
{
  static const SusunDateCandidate candidates[] = {
    { 1551702790, 500000000, 480, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, FALSE, SUSUN_PRECISION_SECOND },
    { -86400, -1, SUSUN_OFFSET_NONE, SUSUN_DATE_SOURCE_IPTC_CREATED, FALSE, SUSUN_PRECISION_DAY },
    { 1551673990, -1, SUSUN_OFFSET_NONE, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, TRUE, 0 },
    { SUSUN_WALL_ZERO, -1, -210, SUSUN_DATE_SOURCE_EXIF_MODIFIED, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    susun_evidence_add (evidence, &candidates[i]);
}

static void
test_packing_loses_nothing (void)
{
  g_autoptr (SusunEvidence) before = susun_evidence_new ();
  g_autoptr (SusunEvidence) after = susun_evidence_new ();
  g_autoptr (GByteArray) packed = NULL;

  fill (before);
  before->broken = TRUE;
  packed = susun_evidence_pack (before);
  g_assert_cmpuint (packed->len, ==, 2 + 4 * 16);
  g_assert_true (susun_evidence_unpack (after, packed->data, packed->len));
  g_assert_true (after->broken);
  g_assert_cmpuint (after->candidates->len, ==, before->candidates->len);
  for (guint i = 0; i < before->candidates->len; i++)
    {
      const SusunDateCandidate *a = &g_array_index (before->candidates, SusunDateCandidate, i);
      const SusunDateCandidate *b = &g_array_index (after->candidates, SusunDateCandidate, i);
      g_assert_cmpint (a->wall, ==, b->wall);
      g_assert_cmpint (a->nsec, ==, b->nsec);
      g_assert_cmpint (a->offset, ==, b->offset);
      g_assert_cmpint (a->source, ==, b->source);
      g_assert_cmpint (a->is_utc, ==, b->is_utc);
      g_assert_cmpint (a->precision, ==, b->precision);
    }
}

static void
test_unpacking_takes_any_bytes (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  g_autoptr (GByteArray) packed = NULL;
  guint8 *bytes;
  guint32 state = 12345;

  g_assert_false (susun_evidence_unpack (evidence, (const guint8 *) "", 0));
  g_assert_false (susun_evidence_unpack (evidence, (const guint8 *) "\xff", 1));
  fill (evidence);
  packed = susun_evidence_pack (evidence);

  /* Cut anywhere: what is whole is kept. */
  for (guint length = 2; length < packed->len; length++)
    {
      susun_evidence_reset (evidence);
      g_assert_true (susun_evidence_unpack (evidence, packed->data, length)
                     == ((length - 2) % 16 == 0));
      g_assert_cmpuint (evidence->candidates->len, ==, (length - 2) / 16);
    }
  /* A source from the future is skipped, its neighbours stay. */
  packed->data[2 + 16] = 250;
  susun_evidence_reset (evidence);
  g_assert_false (susun_evidence_unpack (evidence, packed->data, packed->len));
  g_assert_cmpuint (evidence->candidates->len, ==, 3);

  bytes = packed->data;
  for (int round = 0; round < 2000; round++)
    {
      for (guint i = 2; i < packed->len; i++)
        {
          state = state * 1664525 + 1013904223;
          bytes[i] = (guint8) (state >> 24);
        }
      susun_evidence_reset (evidence);
      susun_evidence_unpack (evidence, bytes, packed->len);
      for (guint i = 0; i < evidence->candidates->len; i++)
        {
          const SusunDateCandidate *c
              = &g_array_index (evidence->candidates, SusunDateCandidate, i);
          g_assert_cmpuint (c->source, <, SUSUN_N_DATE_SOURCES);
          g_assert_cmpint (c->precision, <=, SUSUN_PRECISION_DAY);
        }
    }
}

static void
test_a_tag_repeated_for_ever_is_bounded (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateCandidate c = { 1, -1, SUSUN_OFFSET_NONE, SUSUN_DATE_SOURCE_MTIME, TRUE, 0 };

  for (int i = 0; i < 100000; i++)
    {
      c.wall = i;
      susun_evidence_add (evidence, &c);
      susun_evidence_note (evidence, "note %d", i);
    }
  g_assert_cmpuint (evidence->candidates->len, <=, 64);
  g_assert_cmpuint (evidence->notes->len, <=, 16);
  c.wall = SUSUN_WALL_NONE;
  susun_evidence_reset (evidence);
  susun_evidence_add (evidence, &c);
  g_assert_cmpuint (evidence->candidates->len, ==, 0);
}

static void
test_tags_and_words_are_fixed (void)
{
  static const struct
  {
    SusunDateSource source;
    const char *tag, *word;
  } rows[] = {
    { SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "Exif.DateTimeOriginal", "exif" },
    { SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE, "QuickTime.CreationDate", "video_metadata" },
    { SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "QuickTime.mvhd", "video_metadata" },
    { SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC, "Matroska.DateUTC", "video_metadata" },
    { SUSUN_DATE_SOURCE_RIFF_IDIT, "RIFF.IDIT", "video_metadata" },
    { SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL, "XMP.exif:DateTimeOriginal", "xmp" },
    { SUSUN_DATE_SOURCE_IPTC_CREATED, "IPTC.DateCreated", "iptc" },
    { SUSUN_DATE_SOURCE_FILE_NAME, "FileName", "file_name" },
    { SUSUN_DATE_SOURCE_TAKEOUT_JSON, "Takeout.JSON", "takeout_json" },
    { SUSUN_DATE_SOURCE_MTIME, "mtime", "filesystem_mtime" },
    { SUSUN_DATE_SOURCE_MANUAL, "manual", "manual" },
    { SUSUN_DATE_SOURCE_NONE, "none", "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (susun_date_source_tag (rows[i].source), ==, rows[i].tag);
      g_assert_cmpstr (susun_date_source_word (rows[i].source), ==, rows[i].word);
    }
  for (int source = 0; source < SUSUN_N_DATE_SOURCES; source++)
    g_assert_cmpint (susun_date_source_from_tag (susun_date_source_tag ((SusunDateSource) source)),
                     ==, source);
  g_assert_cmpint (susun_date_source_from_tag ("nonsense"), ==, SUSUN_DATE_SOURCE_NONE);
  for (int c = SUSUN_CONFIDENCE_NONE; c <= SUSUN_CONFIDENCE_CERTAIN; c++)
    g_assert_cmpint (susun_confidence_from_nick (susun_confidence_nick ((SusunConfidence) c)), ==,
                     c);
}

static int reads; /* counted by the hook below */
static int fail_from;

static int
count_cb (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  if (call != SUSUN_SYS_READ || phase != SUSUN_SYS_BEFORE)
    return 0;
  return ++reads >= fail_from && fail_from > 0 ? EIO : 0;
}

static int
make_file (gsize size)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *bytes = g_malloc (size);
  int fd = g_file_open_tmp ("susun-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i ^ i >> 8 ^ i >> 16);
  g_assert_cmpint (write (fd, bytes, size), ==, (gssize) size);
  g_assert_cmpint (unlink (path), ==, 0);
  return fd;
}

static guint8
byte_at (gsize i)
{
  return (guint8) (i ^ i >> 8 ^ i >> 16);
}

static void
test_a_small_file_costs_one_read (void)
{
  g_auto (SusunFd) fd = make_file (5000);
  g_autoptr (SusunInput) input = susun_input_new ();
  gsize length;

  reads = fail_from = 0;
  susun_sys_set_hook (count_cb, NULL);
  susun_input_open (input, fd, 5000, "small");
  g_assert_nonnull (susun_input_get_head (input, &length));
  g_assert_cmpuint (length, ==, 5000);
  g_assert_cmpint (susun_input_get (input, 4990, 10)[9], ==, byte_at (4999));
  g_assert_null (susun_input_get (input, 4991, 10));
  g_assert_null (susun_input_get (input, G_MAXUINT64, 1));
  g_assert_null (susun_input_get (input, 1, G_MAXSIZE));
  susun_sys_set_hook (NULL, NULL);
  g_assert_cmpint (reads, ==, 1);
}

static void
test_neighbours_share_a_read (void)
{
  g_auto (SusunFd) fd = make_file (300000);
  g_autoptr (SusunInput) input = susun_input_new ();
  gsize got;

  reads = fail_from = 0;
  susun_sys_set_hook (count_cb, NULL);
  susun_input_open (input, fd, 300000, "large");
  for (gsize at = 200000; at < 201000; at += 8)
    g_assert_cmpint (*susun_input_get (input, at, 8), ==, byte_at (at));
  g_assert_cmpint (reads, <=, 2);
  /* Across the end of the head, and at the end of the file. */
  g_assert_cmpint (susun_input_get (input, SUSUN_INPUT_HEAD_SIZE - 2, 4)[3], ==,
                   byte_at (SUSUN_INPUT_HEAD_SIZE + 1));
  g_assert_nonnull (susun_input_peek (input, 299999, 100, &got));
  g_assert_cmpuint (got, ==, 1);
  g_assert_null (susun_input_peek (input, 300000, 100, &got));
  susun_sys_set_hook (NULL, NULL);
}

static void
test_the_budget_ends_every_walk (void)
{
  g_auto (SusunFd) fd = make_file (1024 * 1024);
  g_autoptr (SusunInput) input = susun_input_new ();
  gsize answered = 0;

  susun_input_open (input, fd, 1024 * 1024, "large");
  for (gsize i = 0; i < 100000; i++)
    if (susun_input_get (input, SUSUN_INPUT_HEAD_SIZE + i * 7919 % 900000, 64) != NULL)
      answered++;
  g_assert_cmpuint (answered, >, 100);
  g_assert_cmpuint (answered, <, 50000);
  g_assert_cmpuint (susun_input_get_bytes_read (input), <=, 4 * 1024 * 1024);

  /* The next file has a budget of its own. */
  susun_input_open (input, fd, 1024 * 1024, "again");
  g_assert_nonnull (susun_input_get (input, 500000, 64));
}

static void
test_an_unreadable_file_is_an_error (void)
{
  g_auto (SusunFd) fd = make_file (5000);
  g_autoptr (SusunInput) input = susun_input_new ();
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  g_autoptr (GError) error = NULL;

  reads = 0;
  fail_from = 1;
  susun_sys_set_hook (count_cb, NULL);
  susun_input_open (input, fd, 5000, "IMG_1.jpg");
  g_assert_false (susun_media_read (input, evidence, &error));
  susun_sys_set_hook (NULL, NULL);
  g_assert_error (error, G_IO_ERROR, g_io_error_from_errno (EIO));
  g_assert_nonnull (strstr (error->message, "IMG_1.jpg"));
  g_assert_cmpint (susun_input_get_errno (input), ==, EIO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/evidence/packing-loses-nothing", test_packing_loses_nothing);
  g_test_add_func ("/media/evidence/unpacking-takes-any-bytes", test_unpacking_takes_any_bytes);
  g_test_add_func ("/media/evidence/a-tag-repeated-for-ever-is-bounded",
                   test_a_tag_repeated_for_ever_is_bounded);
  g_test_add_func ("/media/evidence/tags-and-words-are-fixed", test_tags_and_words_are_fixed);
  g_test_add_func ("/media/input/a-small-file-costs-one-read", test_a_small_file_costs_one_read);
  g_test_add_func ("/media/input/neighbours-share-a-read", test_neighbours_share_a_read);
  g_test_add_func ("/media/input/the-budget-ends-every-walk", test_the_budget_ends_every_walk);
  g_test_add_func ("/media/input/an-unreadable-file-is-an-error",
                   test_an_unreadable_file_is_an_error);
  return g_test_run ();
}
