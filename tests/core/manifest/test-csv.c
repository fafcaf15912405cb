// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"
#include "core/manifest/susun-csv-reader.h"
#include "core/manifest/susun-csv-writer.h"
#include "tests/core/hostile-names.h"
#include "tests/core/manifest/memory-file.h"

/* --- writing */

typedef void (*PutText) (SusunCsvWriter *writer, const char *text);

static char *
write_cells (PutText put, const char *a, const char *b)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "out.csv");
  g_autoptr (GError) error = NULL;

  put (writer, a);
  if (b != NULL)
    put (writer, b);
  g_assert_true (susun_csv_writer_end_row (writer, &error));
  g_assert_true (susun_csv_writer_flush (writer, &error));
  g_assert_no_error (error);
  return whole_file (fd, NULL);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *cell;
  } rows[] = {
    { "plain", "plain" },
    { "a b", "a b" },
    { "a,b", "\"a,b\"" },
    { "say \"hi\"", "\"say \"\"hi\"\"\"" },
    { "a\nb", "\"a\nb\"" },
    { "a\r", "\"a\r\"" },
    { "=1+1", "'=1+1" },
    { "+60 12", "'+60 12" },
    { "-x", "'-x" },
    { "@x", "'@x" },
    { "\tx", "'\tx" },
    { "\rx", "\"'\rx\"" },
    { "=a,b", "\"'=a,b\"" },
    { "=\"x\"", "\"'=\"\"x\"\"\"" },
    { "'x", "'x" },
    { "'=x", "''=x" },
    { "''=x", "'''=x" },
    { "'", "'" },
    { "caf\xc3\xa9", "caf\xc3\xa9" },
    { "caf\xff", "caf\\xFF" },
    { "=\xff\n", "'=\\xFF\\x0A" },
    { " ", " " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%s,%s\r\n", rows[i].cell, rows[i].cell);
      g_autofree char *got = write_cells (susun_csv_writer_text, rows[i].text, rows[i].text);
      g_assert_cmpstr (got, ==, expected);
    }
}

static void
test_path (void)
{
  static const struct
  {
    const char *path;
    const char *cell;
  } rows[] = {
    { "/a/b c.jpg", "/a/b c.jpg" },
    { "/a,b", "\"/a,b\"" },
    { "/a\nb", "\"/a\nb\"" },
    { "/caf\xc3\xa9", "/caf\xc3\xa9" },
    { "/caf\xff", "file:///caf%FF" },
    { "/a b,\xff\n", "file:///a%20b%2C%FF%0A" },
    { "/'=x", "/'=x" },
    { "relative", "relative" },
    { "=relative", "'=relative" },
    { "D:\\Photos\\a.jpg", "D:\\Photos\\a.jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%s,%s\r\n", rows[i].cell, rows[i].cell);
      g_autofree char *got = write_cells (susun_csv_writer_path, rows[i].path, rows[i].path);
      g_assert_cmpstr (got, ==, expected);
    }
}

static void
test_empty_cells (void)
{
  g_autofree char *one = write_cells (susun_csv_writer_text, "", NULL);
  g_assert_cmpstr (one, ==, "\"\"\r\n");
  g_autofree char *two = write_cells (susun_csv_writer_path, "", "");
  g_assert_cmpstr (two, ==, ",\r\n");
  g_autofree char *none = write_cells (susun_csv_writer_word, NULL, "x");
  g_assert_cmpstr (none, ==, ",x\r\n");
  g_autofree char *uri = write_cells (susun_csv_writer_uri, "/a b", "");
  g_assert_cmpstr (uri, ==, "file:///a%20b,\r\n");
}

static void
test_numbers (void)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "out.csv");
  SusunHash hash = { { 0xab, 0xcd } };

  susun_csv_writer_uint64 (writer, 0);
  susun_csv_writer_uint64 (writer, 1234567890);
  susun_csv_writer_uint64 (writer, G_MAXUINT64);
  susun_csv_writer_hash (writer, &hash);
  susun_csv_writer_hash (writer, NULL);
  g_assert_true (susun_csv_writer_end_row (writer, NULL));
  g_assert_true (susun_csv_writer_sync (writer, NULL));
  g_autofree char *got = whole_file (fd, NULL);
  g_assert_cmpstr (got, ==,
                   "0,1234567890,18446744073709551615,"
                   "abcd000000000000000000000000000000000000000000000000000000000000,\r\n");
}

/* A resumed file: lengths count what is in it already. */
static void
test_length (void)
{
  g_auto (SusunFd) fd = memory_file ("head\r\n", 6);
  g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, 6);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "out.csv");

  g_assert_cmpuint (susun_csv_writer_get_length (writer), ==, 6);
  susun_csv_writer_word (writer, "row");
  g_assert_true (susun_csv_writer_end_row (writer, NULL));
  g_assert_cmpuint (susun_csv_writer_get_length (writer), ==, 11);
  g_assert_true (susun_csv_writer_sync (writer, NULL));
  g_assert_cmpuint (susun_csv_writer_get_length (writer), ==, 11);
  g_autofree char *got = whole_file (fd, NULL);
  g_assert_cmpstr (got, ==, "head\r\nrow\r\n");
}

static int
fail_third_write (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer n_calls)
{
  if (call != SUSUN_SYS_WRITE || phase != SUSUN_SYS_BEFORE)
    return 0;
  (*(guint *) n_calls)++;
  return *(guint *) n_calls == 3 ? ENOSPC : *(guint *) n_calls == 1 ? SUSUN_SYS_SHORT : 0;
}

static void
test_write_error (void)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "/x/out\n.csv");
  g_autoptr (GError) error = NULL, again = NULL;
  guint n_calls = 0, n_rows = 0;

  susun_sys_set_hook (fail_third_write, &n_calls);
  for (gboolean more = TRUE; more; n_rows++)
    {
      susun_csv_writer_word (writer, "0123456789");
      more = susun_csv_writer_end_row (writer, &error);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "out\\x0A.csv"));
  /* It stays, and nothing is written behind the hole. */
  g_assert_false (susun_csv_writer_sync (writer, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  susun_sys_set_hook (NULL, NULL);
  g_assert_false (susun_csv_writer_flush (writer, NULL));
  g_assert_cmpuint (n_calls, ==, 3);
  g_assert_cmpuint (n_rows, >, 1);
}

/* --- reading */

static SusunCsvReader *
read_text (const char *text, gssize length, GError **error)
{
  return susun_csv_reader_new (memory_file (text, length < 0 ? strlen (text) : (gsize) length),
                               "/x/in.csv", error);
}

/* The rows as "a|b|c/d|e|f" */
static char *
join_rows (const char *text, GError **error)
{
  g_autoptr (SusunCsvReader) reader = read_text (text, -1, error);
  g_autoptr (GString) joined = g_string_new (NULL);
  SusunCsvStep step;

  if (reader == NULL)
    return NULL;
  while ((step = susun_csv_reader_next (reader, error)) == SUSUN_CSV_ROW)
    {
      if (joined->len > 0)
        g_string_append_c (joined, '/');
      for (int i = 0; i < 3; i++)
        g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "",
                                susun_csv_reader_get_text (reader, i));
    }
  return step == SUSUN_CSV_END ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    const char *rows;
  } cases[] = {
    { "a,b,c\r\n1,2,3\r\n", "1|2|3" },
    { "a,b,c\n1,2,3\n4,5,6\n", "1|2|3/4|5|6" },
    { "\xef\xbb\xbf"
      "a,b,c\n1,2,3",
      "1|2|3" },
    { "a,b,c\n1,2,3\r", "1|2|3" },
    { "\"a\",\"b\",c\n\"1\",\"2\",\"3\"", "1|2|3" },
    { "a,b,c\n", "" },
    { "a,b,c", "" },
    { "a,b,c\n\n\r\n1,2,3\n\n", "1|2|3" },
    { "\n\na,b,c\n1,2,3\n", "1|2|3" },
    { "a,b,c\n,,\n", "||" },
    { "a,b,c\n\"\",\"\",\"\"\n", "||" },
    { "a,b,c\n\"x\ny\r\nz\",\"a,\"\"b\"\"\",\"\"\"\"\n", "x\ny\r\nz|a,\"b\"|\"" },
    { "a,b,c\n'=1,'x,''=1\n", "=1|'x|'=1" },
    { "a,b,c\n caf\xff , ,\t\n", " caf\xff | |\t" },
    { "a,b,c\n\"1\",\"\"\"2\"\"\",3\r\n", "1|\"2\"|3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *rows = join_rows (cases[i].text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    const char *about; /* part of the sentence */
  } cases[] = {
    { "", "empty" },
    { "\n\r\n", "empty" },
    { "\xef\xbb\xbf", "empty" },
    { "\xff\xfe"
      "a",
      "UTF-16" },
    { "a,b,c\n1,2\n", "line 2: there are 2 cells where the header has 3" },
    { "a,b,c\n1,2,3,4\n", "line 2: there are 4" },
    { "a,b,c\n1,2,3\nx\n", "line 3: there are 1" },
    { "a,b,c\n1,2,3\n4,5", "line 3: the file ends within this row" },
    { "a,b,c\n1,2,3\n4", "line 3: the file ends within this row" },
    { "a,b,c\n1,2,\"3", "line 2: the file ends within a quoted cell" },
    { "a,b,c\n1,2,\"3\n4,5,6\n", "line 2: the file ends within a quoted cell" },
    { "a,b,c\n1,2,\"3\"\"", "line 2: the file ends within a quoted cell" },
    { "a,b,c\n1,2\"x\",3\n", "line 2: there is a quote" },
    { "a,b,c\n1,\"2\"x,3\n", "line 2: there is a quote" },
    { "a,b,c\n1,\"2\" ,3\n", "line 2: there is a quote" },
    { "a,b,c\n1,2\r3,4\n", "line 2: there is a line break" },
    { "a,b,c\n\"x\ny\",2,3\n\"1\n\n2\",2\n", "line 4: there are 2" },
    { "\"a", "line 1: the file ends" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *rows = join_rows (cases[i].text, &error);
      g_assert_null (rows);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
      if (strstr (error->message, cases[i].about) == NULL
          || strstr (error->message, "in.csv") == NULL)
        g_error ("expected “%s”, got “%s”", cases[i].about, error->message);
    }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunCsvReader) reader = read_text ("a,b\n1,\0\n", 8, &error);

  g_assert_no_error (error);
  g_assert_cmpint (susun_csv_reader_next (reader, &error), ==, SUSUN_CSV_ERROR);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_clear_error (&error);
  /* It stays at its error. */
  g_assert_cmpint (susun_csv_reader_next (reader, &error), ==, SUSUN_CSV_ERROR);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_clear_error (&error);

  /* UTF-16 without a mark. */
  g_autoptr (SusunCsvReader) wide = read_text ("a\0,\0b\0\n\0", 8, &error);
  g_assert_null (wide);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
}

static void
test_limits (void)
{
  static const struct
  {
    gsize cell;
    guint n_cells;
    gboolean quoted;
    gboolean fits;
  } cases[] = {
    { SUSUN_CSV_MAX_CELL, 1, FALSE, TRUE },
    { SUSUN_CSV_MAX_CELL, 1, TRUE, TRUE },
    { SUSUN_CSV_MAX_CELL + 1, 1, FALSE, FALSE },
    { SUSUN_CSV_MAX_CELL + 1, 1, TRUE, FALSE },
    { SUSUN_CSV_MAX_CELL, 3, TRUE, TRUE },
    { SUSUN_CSV_MAX_CELL, 5, FALSE, FALSE },
    { 1, 256, FALSE, TRUE },
    { 1, 257, FALSE, FALSE },
    { 64 * 1024 * 1024, 1, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *cell = g_strnfill (cases[i].cell, 'x');
      for (guint row = 0; row < 2; row++)
        for (guint j = 0; j < cases[i].n_cells; j++)
          {
            g_string_append (text, j > 0 ? "," : "");
            g_string_append (text, cases[i].quoted ? "\"" : "");
            g_string_append (text, row == 0 ? "h" : cell);
            g_string_append (text, cases[i].quoted ? "\"" : "");
            if (j + 1 == cases[i].n_cells)
              g_string_append_c (text, '\n');
          }
      g_autoptr (SusunCsvReader) reader = read_text (text->str, text->len, &error);
      SusunCsvStep step = reader != NULL ? susun_csv_reader_next (reader, &error) : SUSUN_CSV_ERROR;
      if (!cases[i].fits)
        {
          g_assert_cmpint (step, ==, SUSUN_CSV_ERROR);
          g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (step, ==, SUSUN_CSV_ROW);
      for (guint j = 0; j < cases[i].n_cells; j++)
        g_assert_cmpuint (strlen (susun_csv_reader_get_text (reader, j)), ==, cases[i].cell);
    }
}

static void
test_columns (void)
{
  static const char *const names[] = { "c", "a", "x", "y" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunCsvReader) reader = read_text ("a,b,c,a\n1,2,3,4\n", -1, &error);
  int columns[4];

  g_assert_no_error (error);
  g_assert_cmpint (susun_csv_reader_find_column (reader, "b"), ==, 1);
  g_assert_cmpint (susun_csv_reader_find_column (reader, "A"), ==, -1);
  g_assert_true (susun_csv_reader_find_columns (reader, names, 4, 2, columns, &error));
  g_assert_cmpint (columns[0], ==, 2);
  g_assert_cmpint (columns[1], ==, 0);
  g_assert_cmpint (columns[2], ==, -1);
  g_assert_false (susun_csv_reader_find_columns (reader, names, 4, 3, columns, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "“in.csv” has no column x");
  g_clear_error (&error);
  g_assert_false (susun_csv_reader_find_columns (reader, names, 4, 4, columns, &error));
  g_assert_cmpstr (error->message, ==, "“in.csv” lacks the columns x, y");

  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (susun_csv_reader_get_text (reader, columns[0]), ==, "3");
  g_assert_cmpstr (susun_csv_reader_get_text (reader, -1), ==, "");
  g_assert_cmpstr (susun_csv_reader_get_path (reader, -1, NULL), ==, "");
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_END);
  g_assert_cmpstr (susun_csv_reader_get_text (reader, 0), ==, "");
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    gboolean valid;
    gint64 value;
  } sizes[] = {
    { "0", TRUE, 0 },
    { "123", TRUE, 123 },
    { "", TRUE, -1 },
    { "123.0", TRUE, 123 },
    { "9223372036854775807", TRUE, G_MAXINT64 },
    { "9223372036854775808", FALSE, 0 },
    { "99999999999999999999999", FALSE, 0 },
    { "-1", FALSE, 0 },
    { "1.5", FALSE, 0 },
    { "12a", FALSE, 0 },
    { " 1", FALSE, 0 },
    { ".0", FALSE, 0 },
    { "1.", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strdup_printf ("a,b\n%s,x\n", sizes[i].text);
      g_autoptr (SusunCsvReader) reader = read_text (text, -1, NULL);
      g_autoptr (GError) error = NULL;
      gint64 value = 77;
      g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
      g_assert_cmpint (susun_csv_reader_get_size (reader, 0, &value, &error), ==, sizes[i].valid);
      g_assert_cmpint (value, ==, sizes[i].valid ? sizes[i].value : 77);
      if (!sizes[i].valid)
        g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
    }

  g_autoptr (SusunCsvReader) reader
      = read_text ("a,b,c,d,e\ntrue,TRUE,1,yes,\n"
                   "00000000000000000000000000000000000000000000000000000000000000FF,,12,x,"
                   "file:///a%ZZ\n",
                   -1, NULL);
  g_autoptr (GError) error = NULL;
  SusunHash hash;
  gboolean present;

  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  for (int i = 0; i < 5; i++)
    g_assert_cmpint (susun_csv_reader_get_boolean (reader, i), ==, i < 3);
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  g_assert_true (susun_csv_reader_get_hash (reader, 0, &hash, &present, NULL));
  g_assert_true (present);
  g_assert_cmpuint (hash.bytes[31], ==, 0xff);
  g_assert_true (susun_csv_reader_get_hash (reader, 1, &hash, &present, NULL));
  g_assert_false (present);
  g_assert_false (susun_csv_reader_get_hash (reader, 2, &hash, &present, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_clear_error (&error);
  g_assert_null (susun_csv_reader_get_path (reader, 4, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
}

/* Lines, rows and offsets tell where one is; an offset is where a reader could go on. */
static void
test_positions (void)
{
  static const char text[] = "\xef\xbb\xbf"
                             "a,b\r\n1,2\r\n\"x\ny\",2\r\n\r\n3,4\r\n";
  g_autoptr (SusunCsvReader) reader = read_text (text, -1, NULL);

  g_assert_cmpuint (susun_csv_reader_get_offset (reader), ==, 8);
  g_assert_cmpuint (susun_csv_reader_get_row_count (reader), ==, 0);
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpuint (susun_csv_reader_get_line (reader), ==, 2);
  g_assert_cmpuint (susun_csv_reader_get_offset (reader), ==, 13);
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpuint (susun_csv_reader_get_line (reader), ==, 3);
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpuint (susun_csv_reader_get_line (reader), ==, 6);
  g_assert_cmpuint (susun_csv_reader_get_row_count (reader), ==, 3);
  g_assert_cmpuint (susun_csv_reader_get_offset (reader), ==, sizeof text - 1);
  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_END);

  g_autoptr (SusunCsvReader) skipping = read_text (text, -1, NULL);
  g_assert_cmpint (susun_csv_reader_skip (skipping, 2, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpint (susun_csv_reader_next (skipping, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (susun_csv_reader_get_text (skipping, 0), ==, "3");
  g_assert_cmpint (susun_csv_reader_skip (skipping, 0, NULL), ==, SUSUN_CSV_ROW);
  g_assert_cmpint (susun_csv_reader_skip (skipping, 1, NULL), ==, SUSUN_CSV_END);
}

static int
fail_second_read (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer n_calls)
{
  if (call != SUSUN_SYS_READ || phase != SUSUN_SYS_BEFORE)
    return 0;
  return ++*(guint *) n_calls == 2 ? EIO : 0;
}

static void
test_read_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunCsvReader) reader = read_text ("a\n1\n", -1, NULL);
  guint n_calls = 1;

  g_assert_cmpint (susun_csv_reader_next (reader, NULL), ==, SUSUN_CSV_ROW);
  susun_sys_set_hook (fail_second_read, &n_calls);
  g_assert_cmpint (susun_csv_reader_next (reader, &error), ==, SUSUN_CSV_ERROR);
  susun_sys_set_hook (NULL, NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);

  g_clear_error (&error);
  g_assert_null (susun_csv_reader_open ("/nonexistent/x.csv", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* --- both */

/* Whatever a name holds, the reader gives back what the writer took: every byte of an absolute
 * path, every text that is UTF-8. And the file is UTF-8 without NUL. */
static void
test_round_trip (void)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "out.csv");
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  static const char *const header[] = { "text", "path", "uri", NULL };

  g_assert_true (susun_csv_writer_header (writer, header, &error));
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *name = hostile_name (rand);
      char *path = g_strconcat ("/", i % 3 == 0 ? "photos/" : "", name, NULL);
      char *text = g_utf8_validate (name, -1, NULL) ? g_steal_pointer (&name)
                                                    : g_utf8_make_valid (name, -1);
      susun_csv_writer_text (writer, text);
      susun_csv_writer_path (writer, path);
      susun_csv_writer_uri (writer, path);
      g_assert_true (susun_csv_writer_end_row (writer, &error));
      g_ptr_array_add (paths, path);
      g_ptr_array_add (texts, text);
    }
  g_assert_true (susun_csv_writer_flush (writer, &error));

  gsize length;
  g_autofree char *whole = whole_file (fd, &length);
  g_assert_true (g_utf8_validate (whole, length, NULL));
  g_assert_cmpuint (length, ==, susun_csv_writer_get_length (writer));

  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  g_autoptr (SusunCsvReader) reader = susun_csv_reader_new (susun_fd_steal (&fd), "in.csv", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < paths->len; i++)
    {
      g_assert_cmpint (susun_csv_reader_next (reader, &error), ==, SUSUN_CSV_ROW);
      g_assert_cmpstr (susun_csv_reader_get_text (reader, 0), ==, g_ptr_array_index (texts, i));
      g_assert_cmpstr (susun_csv_reader_get_path (reader, 1, &error), ==,
                       g_ptr_array_index (paths, i));
      g_assert_cmpstr (susun_csv_reader_get_path (reader, 2, &error), ==,
                       g_ptr_array_index (paths, i));
      g_assert_no_error (error);
    }
  g_assert_cmpint (susun_csv_reader_next (reader, &error), ==, SUSUN_CSV_END);
}

/* A file cut anywhere is either refused or has fewer whole rows; never a row that was not in it. */
static void
test_cut_anywhere (void)
{
  static const char text[] = "a,b,c\r\n1,\"x\r\ny\",3\r\n\"\"\"q\"\"\",5,6\r\n7,8,9\r\n";
  static const char *const rows[] = { "1|x\r\ny|3", "\"q\"|5|6", "7|8|9" };

  for (gsize length = 5; length < sizeof text; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunCsvReader) reader = read_text (text, length, &error);
      guint n = 0;

      g_assert_no_error (error);
      for (; susun_csv_reader_next (reader, &error) == SUSUN_CSV_ROW; n++)
        {
          g_autofree char *row = g_strdup_printf ("%s|%s|%s", susun_csv_reader_get_text (reader, 0),
                                                  susun_csv_reader_get_text (reader, 1),
                                                  susun_csv_reader_get_text (reader, 2));
          g_assert_cmpuint (n, <, G_N_ELEMENTS (rows));
          /* Only the last cell of a row without line end may be short: nothing tells. */
          g_assert_true (g_str_has_prefix (rows[n], row));
        }
      if (error != NULL)
        g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
    }
}

/* Bytes at random: no crash, and an end. */
static void
test_noise (void)
{
  static const char *const pieces[]
      = { ",", "\"", "\r\n", "\n", "\r", "x", "\"\"", "'=", "file:///%4", "\xff", "", "a,b\n" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 30000; i++)
    {
      g_autoptr (GString) text = g_string_new ("a,b\n");
      g_autoptr (GError) error = NULL;
      for (guint j = g_rand_int_range (rand, 0, 30); j > 0; j--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      g_autoptr (SusunCsvReader) reader = read_text (text->str, text->len, &error);
      SusunCsvStep step = SUSUN_CSV_ROW;
      g_assert_no_error (error);
      while (step == SUSUN_CSV_ROW)
        {
          step = susun_csv_reader_next (reader, &error);
          susun_csv_reader_get_path (reader, 0, NULL);
          susun_csv_reader_get_path (reader, 1, NULL);
        }
      g_assert_cmpint (step == SUSUN_CSV_ERROR, ==, error != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/write/text", test_text);
  g_test_add_func ("/csv/write/path", test_path);
  g_test_add_func ("/csv/write/empty-cells", test_empty_cells);
  g_test_add_func ("/csv/write/numbers", test_numbers);
  g_test_add_func ("/csv/write/length", test_length);
  g_test_add_func ("/csv/write/error", test_write_error);
  g_test_add_func ("/csv/read/rows", test_read);
  g_test_add_func ("/csv/read/malformed", test_malformed);
  g_test_add_func ("/csv/read/nul", test_nul);
  g_test_add_func ("/csv/read/limits", test_limits);
  g_test_add_func ("/csv/read/columns", test_columns);
  g_test_add_func ("/csv/read/values", test_values);
  g_test_add_func ("/csv/read/positions", test_positions);
  g_test_add_func ("/csv/read/error", test_read_error);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/csv/noise", test_noise);
  return g_test_run ();
}
