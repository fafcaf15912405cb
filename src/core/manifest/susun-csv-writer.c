// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-csv-writer.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/manifest/susun-output.h"

struct _SusunCsvWriter
{
  SusunOutput *output; /* (owned) */
  guint64 row_start;   /* length of the file where the current row started */
  guint n_cells;       /* in the current row */
};

/* What a byte means for a cell: bits of one table, so that one pass over the text is enough. */
enum
{
  QUOTED = 1 << 0,  /* the cell must stand in quotes */
  HIGH = 1 << 1,    /* not ASCII: is it UTF-8? */
  FORMULA = 1 << 2, /* at the beginning it makes a spreadsheet calculate */
};

static const guint8 byte_classes[256] = {
  ['"'] = QUOTED,   [','] = QUOTED,         ['\n'] = QUOTED, ['\r'] = QUOTED | FORMULA,
  ['\t'] = FORMULA, ['='] = FORMULA,        ['+'] = FORMULA, ['-'] = FORMULA,
  ['@'] = FORMULA,  [0x80 ... 0xff] = HIGH,
};

SusunCsvWriter *
susun_csv_writer_new (int fd, const char *path)
{
  SusunCsvWriter *self = g_new0 (SusunCsvWriter, 1);

  self->output = susun_output_new (fd, path);
  self->row_start = susun_output_get_length (self->output);
  return self;
}

void
susun_csv_writer_free (SusunCsvWriter *self)
{
  susun_output_free (self->output);
  g_free (self);
}

/* The bytes of a cell as they are, after the comma that divides it from the one before. */
static void
put_plain (SusunCsvWriter *self, const char *data, gsize length)
{
  char *p = susun_output_reserve (self->output, length + 1);
  gsize comma = self->n_cells++ > 0;

  *p = ',';
  memcpy (p + comma, data, length);
  susun_output_advance (self->output, length + comma);
}

static void
put_quoted (SusunCsvWriter *self, const char *data, gsize length, gboolean guard)
{
  char *start = susun_output_reserve (self->output, 2 * length + 4);
  char *p = start;

  if (self->n_cells++ > 0)
    *p++ = ',';
  *p++ = '"';
  if (guard)
    *p++ = '\'';
  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '"')
        *p++ = '"';
      *p++ = data[i];
    }
  *p++ = '"';
  susun_output_advance (self->output, p - start);
}

static void
put_cell (SusunCsvWriter *self, const char *data, gsize length, guint classes, gboolean guard)
{
  if (classes & QUOTED)
    put_quoted (self, data, length, guard);
  else if (guard)
    {
      g_autofree char *guarded = g_strconcat ("'", data, NULL);
      put_plain (self, guarded, length + 1);
    }
  else
    put_plain (self, data, length);
}

static guint
classify (const char *text, gsize *length)
{
  const guint8 *p = (const guint8 *) text;
  guint classes = 0;

  for (; *p != '\0'; p++)
    classes |= byte_classes[*p];
  *length = (const char *) p - text;
  return classes;
}

/* A formula, or apostrophes before one: see the header for why those count, too. */
static gboolean
needs_guard (const char *text)
{
  while (*text == '\'')
    text++;
  return (byte_classes[(guint8) *text] & FORMULA) != 0;
}

void
susun_csv_writer_text (SusunCsvWriter *self, const char *text)
{
  gsize length = 0;
  guint classes = text != NULL ? classify (text, &length) : 0;

  if (length == 0)
    {
      put_plain (self, "", 0);
      return;
    }
  if ((classes & HIGH) && !g_utf8_validate_len (text, length, NULL))
    {
      g_autofree char *shown = susun_path_escape (text);
      classes = classify (shown, &length);
      put_cell (self, shown, length, classes, needs_guard (shown));
      return;
    }
  put_cell (self, text, length, classes, needs_guard (text));
}

void
susun_csv_writer_word (SusunCsvWriter *self, const char *word)
{
  put_plain (self, word != NULL ? word : "", word != NULL ? strlen (word) : 0);
}

void
susun_csv_writer_path (SusunCsvWriter *self, const char *path)
{
  gsize length = 0;
  guint classes = path != NULL ? classify (path, &length) : 0;

  if (length > 0 && path[0] == '/' && (classes & HIGH) && !g_utf8_validate_len (path, length, NULL))
    susun_csv_writer_uri (self, path);
  else if (length > 0 && path[0] == '/')
    put_cell (self, path, length, classes, FALSE);
  else
    susun_csv_writer_text (self, path);
}

void
susun_csv_writer_uri (SusunCsvWriter *self, const char *path)
{
  g_autofree char *uri = path != NULL && *path != '\0' ? susun_path_to_uri (path) : NULL;

  susun_csv_writer_word (self, uri);
}

void
susun_csv_writer_uint64 (SusunCsvWriter *self, guint64 value)
{
  char text[20];
  char *p = text + sizeof text;

  do
    {
      *--p = '0' + value % 10;
      value /= 10;
    }
  while (value > 0);
  put_plain (self, p, text + sizeof text - p);
}

void
susun_csv_writer_hash (SusunCsvWriter *self, const SusunHash *hash)
{
  char hex[SUSUN_HASH_HEX_SIZE] = "";

  if (hash != NULL)
    susun_hash_to_hex (hash, hex);
  susun_csv_writer_word (self, hex);
}

gboolean
susun_csv_writer_end_row (SusunCsvWriter *self, GError **error)
{
  /* A row that is one empty cell must not look like an empty line. */
  if (susun_output_get_length (self->output) == self->row_start)
    susun_output_append (self->output, "\"\"", 2);
  susun_output_append (self->output, "\r\n", 2);
  self->n_cells = 0;
  self->row_start = susun_output_get_length (self->output);
  return susun_output_spill (self->output, error);
}

gboolean
susun_csv_writer_header (SusunCsvWriter *self, const char *const *columns, GError **error)
{
  for (; *columns != NULL; columns++)
    susun_csv_writer_word (self, *columns);
  return susun_csv_writer_end_row (self, error);
}

gboolean
susun_csv_writer_flush (SusunCsvWriter *self, GError **error)
{
  return susun_output_flush (self->output, error);
}

gboolean
susun_csv_writer_sync (SusunCsvWriter *self, GError **error)
{
  return susun_output_sync (self->output, error);
}

guint64
susun_csv_writer_get_length (SusunCsvWriter *self)
{
  return susun_output_get_length (self->output);
}
