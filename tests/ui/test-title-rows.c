// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* What the Titles page knows about its rows, without a display. */

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "ui/titles/susun-title-diff.h"
#include "ui/titles/susun-title-row.h"

/* An event folder as a run has found it: so many files of its day, so many of another. */
static SusunTitleRow *
make_row (const char *name, const char *title, guint files, guint others, SusunCause cause)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunTitles) titles = susun_titles_new (NULL, &error);
  g_autoptr (SusunEventCount) count = susun_event_count_new ();
  gint64 day = susun_wall_from_text ("2023-02-11");

  g_assert_no_error (error);
  for (guint i = 0; i < files; i++)
    susun_event_count_add (count, day, FALSE);
  for (guint i = 0; i < others; i++)
    susun_event_count_add (count, day + (gint64) (i + 1) * 100 * SUSUN_WALL_DAY, FALSE);
  g_autoptr (GBytes) packed = susun_event_count_pack (count);
  const SusunItem item = {
    .id = 7,
    .state = cause == SUSUN_CAUSE_NONE ? SUSUN_ITEM_FOUND : SUSUN_ITEM_LEFT_OUT,
    .src_path = (char *) name,
    .ref_path = (char *) title,
    .day = cause == SUSUN_CAUSE_NONE ? day : SUSUN_WALL_NONE,
    .cause = cause,
    .evidence = (guint8 *) g_bytes_get_data (packed, NULL),
    .evidence_length = g_bytes_get_size (packed),
  };
  return susun_title_row_new ("/gambar", &item, NULL, titles, 0.6);
}

static void
test_kinds (void)
{
  g_autoptr (SusunTitleRow) rename = make_row ("raya", "Raya", 3, 0, SUSUN_CAUSE_NONE);
  g_autoptr (SusunTitleRow) right = make_row ("2023-02-11 Raya", "Raya", 3, 0, SUSUN_CAUSE_NONE);
  g_autoptr (SusunTitleRow) doubt = make_row ("raya", "Raya", 2, 3, SUSUN_CAUSE_LOW_SHARE);
  g_autoptr (SusunTitleRow) nothing = make_row ("raya", "Raya", 0, 0, SUSUN_CAUSE_NO_MEDIA);

  g_assert_cmpint (susun_title_row_get_kind (rename), ==, SUSUN_TITLE_ROW_RENAME);
  g_assert_true (susun_title_row_is_on (rename));
  g_assert_cmpint (susun_title_row_get_kind (right), ==, SUSUN_TITLE_ROW_RIGHT);
  g_assert_false (susun_title_row_is_on (right));
  g_assert_cmpint (susun_title_row_get_kind (doubt), ==, SUSUN_TITLE_ROW_DOUBT);
  g_assert_false (susun_title_row_is_on (doubt));
  g_assert_cmpint (susun_title_row_get_kind (nothing), ==, SUSUN_TITLE_ROW_NOTHING);
  g_assert_null (susun_title_row_dup_proposal (nothing));

  /* One that is right is not, once its user writes another title. */
  susun_title_row_set_title (right, "Raya Haji", SUSUN_TITLE_FROM_USER);
  g_assert_cmpint (susun_title_row_get_kind (right), ==, SUSUN_TITLE_ROW_RENAME);
  g_assert_true (susun_title_row_is_on (right));
}

/* A folder that has its name back is no longer one that was renamed. */
static void
test_taken_back (void)
{
  g_autoptr (SusunTitleRow) row = make_row ("raya", "Raya", 3, 0, SUSUN_CAUSE_NONE);
  g_autoptr (SusunEventCount) count = susun_event_count_new ();
  g_autoptr (GBytes) packed = NULL;
  SusunItem item = {
    .id = 7,
    .state = SUSUN_ITEM_DONE,
    .src_path = (char *) "raya",
    .dst_path = (char *) "2023-02-11 Raya",
    .ref_path = (char *) "Raya",
    .day = susun_wall_from_text ("2023-02-11"),
  };

  susun_event_count_add (count, item.day, FALSE);
  packed = susun_event_count_pack (count);
  item.evidence = (guint8 *) g_bytes_get_data (packed, NULL);
  item.evidence_length = g_bytes_get_size (packed);
  susun_title_row_take_item (row, &item, NULL);
  g_assert_cmpint (susun_title_row_get_kind (row), ==, SUSUN_TITLE_ROW_RENAMED);
  g_assert_cmpstr (susun_title_row_get_path (row), ==, "/gambar/2023-02-11 Raya");
  item.state = SUSUN_ITEM_UNDONE;
  susun_title_row_take_item (row, &item, NULL);
  g_assert_cmpint (susun_title_row_get_kind (row), ==, SUSUN_TITLE_ROW_NOTHING);
  g_assert_false (susun_title_row_is_on (row));
  g_assert_cmpstr (susun_title_row_get_note (row), ==, "Taken back");
  g_assert_cmpstr (susun_title_row_get_path (row), ==, "/gambar/raya");
}

static void
test_decisions (void)
{
  g_autoptr (SusunTitleRow) row = make_row ("raya", "Raya", 2, 3, SUSUN_CAUSE_LOW_SHARE);
  SusunRenameDecision decision;

  g_assert_false (susun_title_row_is_decided (row));
  susun_title_row_set_on (row, TRUE);
  g_assert_true (susun_title_row_is_decided (row) && susun_title_row_is_on (row));
  susun_title_row_get_decision (row, &decision);
  g_assert_cmpint (decision.item, ==, 7);
  g_assert_cmpint (decision.day, ==, susun_wall_from_text ("2023-02-11"));
  g_assert_false (decision.left_out);
  susun_title_row_set_on (row, FALSE);
  susun_title_row_get_decision (row, &decision);
  g_assert_true (decision.left_out);
  g_assert_cmpint (decision.day, ==, SUSUN_WALL_NONE);
}

/* Suggestions are taken by the user alone; letters change all but what the user wrote. */
static void
test_suggestions (void)
{
  const SusunTitleOptions upper = { .letter_case = SUSUN_TITLE_CASE_UPPER };
  g_autoptr (SusunTitles) titles = susun_titles_new (&upper, NULL);
  g_autoptr (SusunTitleRow) row = make_row ("mjls lia", "Majlis Lia", 3, 0, SUSUN_CAUSE_NONE);

  susun_title_row_wait_for_suggestion (row);
  g_assert_true (susun_title_row_is_waiting (row));
  susun_title_row_set_title (row, "Kakak", SUSUN_TITLE_FROM_USER);
  susun_title_row_suggest (row, "Majlis Lya", NULL);
  g_assert_false (susun_title_row_is_waiting (row));
  g_assert_cmpstr (susun_title_row_get_title (row), ==, "Kakak");
  g_assert_cmpstr (susun_title_row_get_suggestion (row), ==, "Majlis Lya");
  susun_title_row_set_titles (row, titles);
  g_assert_cmpstr (susun_title_row_get_title (row), ==, "Kakak");
  susun_title_row_take_suggestion (row);
  g_assert_cmpstr (susun_title_row_get_title (row), ==, "MAJLIS LYA");
  g_assert_cmpint (susun_title_row_get_from (row), ==, SUSUN_TITLE_FROM_AI);
  susun_title_row_reset_title (row);
  g_assert_cmpstr (susun_title_row_get_title (row), ==, "MAJLIS LIA");
  /* What stands there already is no suggestion; why there is none is told. */
  susun_title_row_suggest (row, "MAJLIS LIA", NULL);
  g_assert_null (susun_title_row_get_suggestion (row));
  susun_title_row_suggest (row, NULL, "because");
  g_assert_cmpstr (susun_title_row_get_reason (row), ==, "because");
}

/* "word strikethrough", … of each mark, in order. Returns: (transfer full) */
static char *
describe (PangoAttrList *marks, const char *text)
{
  GSList *attributes = pango_attr_list_get_attributes (marks);
  GString *words = g_string_new (NULL);

  for (GSList *link = attributes; link != NULL; link = link->next)
    {
      const PangoAttribute *attribute = link->data;
      const char *kind = attribute->klass->type == PANGO_ATTR_STRIKETHROUGH ? "gone"
                         : attribute->klass->type == PANGO_ATTR_WEIGHT      ? "new"
                                                                            : "other";
      g_string_append_printf (words, "%s%s:%.*s", words->len > 0 ? " " : "", kind,
                              (int) (attribute->end_index - attribute->start_index),
                              text + attribute->start_index);
    }
  g_slist_free_full (attributes, (GDestroyNotify) pango_attribute_destroy);
  return g_string_free (words, FALSE);
}

static void
test_differences (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *gone;
    const char *marks;
  } rows[] = {
    { "Hari Raya", "Hari Raya", "", "" },
    { "kenduri_kahwin", "Kenduri Kahwin", "", "other:Kenduri other:Kahwin" },
    { "mjls adik 2019_final", "Majlis adik", "gone:mjls gone:2019 gone:final",
      "new:Majlis other:Majlis" },
    { "", "Ulang Tahun", "", "new:Ulang other:Ulang new:Tahun other:Tahun" },
    { "café é", "café É", "", "other:É" },
    /* as macOS writes it */
    { "cafe\xcc\x81", "café", "", "other:café" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("2023-02-11 ", rows[i].after, NULL);
      PangoAttrList *old_marks, *new_marks;
      susun_title_diff (rows[i].before, name, strlen ("2023-02-11 "), &old_marks, &new_marks);
      g_autofree char *gone = describe (old_marks, rows[i].before);
      g_autofree char *marks = describe (new_marks, rows[i].after);
      g_assert_cmpstr (gone, ==, rows[i].gone);
      g_assert_cmpstr (marks, ==, rows[i].marks);
      pango_attr_list_unref (old_marks);
      pango_attr_list_unref (new_marks);
    }
}

/* More words than anybody looks at: the rest is not marked, and nothing breaks. */
static void
test_many_words (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PangoAttrList *old_marks, *new_marks;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text, "w%u ", i);
  susun_title_diff (text->str, "w399", 0, &old_marks, &new_marks);
  pango_attr_list_unref (old_marks);
  pango_attr_list_unref (new_marks);
  susun_title_diff (text->str, text->str, 0, &old_marks, &new_marks);
  g_autofree char *marks = describe (new_marks, text->str);
  g_assert_cmpstr (marks, ==, "");
  pango_attr_list_unref (old_marks);
  pango_attr_list_unref (new_marks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/title-rows/kinds", test_kinds);
  g_test_add_func ("/title-rows/taken-back", test_taken_back);
  g_test_add_func ("/title-rows/decisions", test_decisions);
  g_test_add_func ("/title-rows/suggestions", test_suggestions);
  g_test_add_func ("/title-rows/differences", test_differences);
  g_test_add_func ("/title-rows/many-words", test_many_words);
  return g_test_run ();
}
