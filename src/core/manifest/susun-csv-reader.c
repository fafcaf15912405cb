// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-csv-reader.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

#define FIRST_BUFFER_SIZE (256 * 1024)

typedef struct
{
  char *start; /* in the buffer */
  guint32 length;
  guint8 quoted;
  guint8 doubled; /* holds doubled quotes */
} Cell;

struct _SusunCsvReader
{
  SusunFd fd;         /* (owned) */
  char *display_name; /* (owned) */
  GPtrArray *columns; /* (owned) (element-type utf8): the names in the header */

  /* The buffer holds whole rows where it can; a row is looked at only when all of it is there.
   * After the last byte stands a NUL, which no row may hold: it stops the scan. */
  char *buffer;          /* (owned) */
  gsize allocated;       /* without the place for that NUL */
  gsize filled;          /* bytes that were read */
  gsize position;        /* where the next row starts in the buffer */
  guint64 buffer_offset; /* where the buffer starts in the file */
  gboolean at_end;       /* the file has no more bytes */

  Cell cells[SUSUN_CSV_MAX_COLUMNS]; /* of the current row */
  guint n_cells;
  guint64 n_rows;
  guint64 line;      /* of the current row */
  guint64 next_line; /* of the next one */
  GError *failure;   /* (owned) (nullable) */
};

/* How far the look at one row came. */
typedef enum
{
  SCAN_ROW,
  SCAN_MORE,  /* the row goes on beyond the buffer */
  SCAN_END,   /* there are no more rows */
  SCAN_ERROR, /* failure is set */
} Scan;

/* The bytes at which a cell without quotes ends, or that it may not hold. */
static const guint8 cell_stops[256] = {
  ['\0'] = 1, ['\n'] = 1, ['\r'] = 1, [','] = 1, ['"'] = 1,
};

void
susun_csv_reader_free (SusunCsvReader *self)
{
  susun_fd_clear (&self->fd);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_free (self->display_name);
  g_free (self->buffer);
  g_free (self);
}

gboolean
susun_csv_reader_throw (SusunCsvReader *self, GError **error, const char *reason)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, self->line);

  /* Translators: a file, a line number in it, and what is wrong there */
  return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s”, line %s: %s"), self->display_name, line,
                      reason);
}

static Scan
fail (SusunCsvReader *self, const char *reason)
{
  susun_csv_reader_throw (self, &self->failure, reason);
  return SCAN_ERROR;
}

static Scan
fail_too_long (SusunCsvReader *self)
{
  return fail (self, _ ("a row is too long; perhaps a quote is missing"));
}

/* Looks at the row at position without changing the buffer: the row may have to be looked at again
 * when it is longer than what was read. @after: (out): where the row after it starts */
static Scan
scan_row (SusunCsvReader *self, char **after)
{
  char *end = self->buffer + self->filled;
  char *p = self->buffer + self->position;
  guint n_cells = 0;

  if (p == end)
    return self->at_end ? SCAN_END : SCAN_MORE;
  for (;;)
    {
      if (n_cells == SUSUN_CSV_MAX_COLUMNS)
        return fail (self, _ ("there are too many columns"));
      Cell *cell = &self->cells[n_cells++];

      cell->quoted = *p == '"';
      cell->doubled = FALSE;
      if (!cell->quoted)
        {
          cell->start = p;
          while (!cell_stops[(guint8) *p])
            p++;
          cell->length = p - cell->start;
        }
      else
        {
          cell->start = ++p;
          for (;;)
            {
              p = memchr (p, '"', end - p);
              if (p == NULL && self->at_end)
                return fail (self, _ ("the file ends within a quoted cell; it was cut off"));
              if (p == NULL || (p + 1 == end && !self->at_end))
                return SCAN_MORE;
              if (p[1] != '"')
                break;
              cell->doubled = TRUE;
              p += 2;
            }
          cell->length = p - cell->start;
          p++;
        }
      if (cell->length > SUSUN_CSV_MAX_CELL)
        return fail (self, _ ("a cell is too long"));

      if (*p == ',')
        {
          p++;
          continue;
        }
      if (*p == '\0' && p < end)
        return fail (self, _ ("there is a NUL byte; this is no CSV file in UTF-8"));
      if (p == end && !self->at_end)
        return SCAN_MORE;
      if (*p == '\r' && p + 1 == end && !self->at_end)
        return SCAN_MORE;
      if (*p == '\r' && (p[1] == '\n' || p + 1 == end))
        p++;
      else if (*p != '\n' && p != end)
        return fail (self, *p == '\r' ? _ ("there is a line break that is none in a CSV file")
                                      : _ ("there is a quote where none may stand"));
      *after = MIN (p + 1, end);
      self->n_cells = n_cells;
      return SCAN_ROW;
    }
}

/* Moves the unfinished row to the front of the buffer and reads on behind it. */
static Scan
read_more (SusunCsvReader *self)
{
  gsize kept = self->filled - self->position;

  if (kept > SUSUN_CSV_MAX_ROW)
    return fail_too_long (self);
  if (kept == self->allocated)
    {
      self->allocated = MIN (2 * self->allocated, SUSUN_CSV_MAX_ROW + FIRST_BUFFER_SIZE);
      self->buffer = g_realloc (self->buffer, self->allocated + 1);
    }
  memmove (self->buffer, self->buffer + self->position, kept);
  self->buffer_offset += self->position;
  self->position = 0;

  ssize_t n = susun_sys_read (self->fd, self->buffer + kept, self->allocated - kept);
  if (n < 0)
    {
      susun_throw_errno (&self->failure, _ ("Reading “%s”"), self->display_name);
      return SCAN_ERROR;
    }
  self->at_end = n == 0;
  self->filled = kept + n;
  self->buffer[self->filled] = '\0';
  return SCAN_MORE;
}

static guint
count_line_breaks (const Cell *cell)
{
  guint n = 0;

  for (const char *p = cell->start, *end = p + cell->length;
       (p = memchr (p, '\n', end - p)) != NULL; p++)
    n++;
  return n;
}

static void
undouble_quotes (Cell *cell)
{
  char *to = cell->start;

  for (const char *p = cell->start, *end = p + cell->length; p < end; p++)
    {
      *to++ = *p;
      p += *p == '"';
    }
  cell->length = to - cell->start;
}

/* Takes in the row at position: lines are counted, cells end with NUL. */
static Scan
take_row (SusunCsvReader *self)
{
  char *after;
  Scan scan;

  self->line = self->next_line;
  while ((scan = scan_row (self, &after)) == SCAN_MORE)
    if (read_more (self) == SCAN_ERROR)
      return SCAN_ERROR;
  if (scan != SCAN_ROW)
    return scan;
  if (after - (self->buffer + self->position) > SUSUN_CSV_MAX_ROW)
    return fail_too_long (self);

  gboolean has_line_end = after[-1] == '\n';
  self->next_line++;
  for (guint i = 0; i < self->n_cells; i++)
    {
      Cell *cell = &self->cells[i];
      if (G_UNLIKELY (cell->quoted))
        self->next_line += count_line_breaks (cell);
      if (G_UNLIKELY (cell->doubled))
        undouble_quotes (cell);
      cell->start[cell->length] = '\0';
    }
  self->position = after - self->buffer;
  if (self->columns == NULL || self->n_cells == self->columns->len)
    return SCAN_ROW;
  if (self->n_cells == 1 && self->cells[0].length == 0 && !self->cells[0].quoted)
    return SCAN_ROW; /* an empty line: the caller passes over it */
  if (!has_line_end && self->n_cells < self->columns->len)
    return fail (self, _ ("the file ends within this row; it was cut off"));

  g_autofree char *reason = g_strdup_printf (_ ("there are %u cells where the header has %u"),
                                             self->n_cells, self->columns->len);
  return fail (self, reason);
}

/* The next row that is no empty line. */
static SusunCsvStep
next_row (SusunCsvReader *self, GError **error)
{
  Scan scan = SCAN_ERROR;

  while (self->failure == NULL && (scan = take_row (self)) == SCAN_ROW)
    if (self->n_cells > 1 || self->cells[0].length > 0 || self->cells[0].quoted)
      return SUSUN_CSV_ROW;
  self->n_cells = 0;
  if (self->failure == NULL && scan == SCAN_END)
    return SUSUN_CSV_END;
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return SUSUN_CSV_ERROR;
}

static gboolean
read_header (SusunCsvReader *self, GError **error)
{
  while (self->filled < 3 && !self->at_end)
    if (read_more (self) == SCAN_ERROR)
      {
        g_propagate_error (error, g_steal_pointer (&self->failure));
        return FALSE;
      }
  if (g_str_has_prefix (self->buffer, "\xff\xfe") || g_str_has_prefix (self->buffer, "\xfe\xff"))
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("“%s” is in UTF-16; please save it as CSV in UTF-8"),
                        self->display_name);
  if (g_str_has_prefix (self->buffer, "\xef\xbb\xbf"))
    self->position = 3;

  switch (next_row (self, error))
    {
    case SUSUN_CSV_ROW:
      break;
    case SUSUN_CSV_END:
      return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is empty"), self->display_name);
    case SUSUN_CSV_ERROR:
    default:
      return FALSE;
    }
  self->columns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->n_cells; i++)
    g_ptr_array_add (self->columns, g_strdup (self->cells[i].start));
  return TRUE;
}

SusunCsvReader *
susun_csv_reader_new (int fd, const char *path, GError **error)
{
  g_return_val_if_fail (fd >= 0 && path != NULL, NULL);

  g_autoptr (SusunCsvReader) self = g_new0 (SusunCsvReader, 1);

  self->fd = fd;
  self->display_name = susun_path_display_name (path);
  self->allocated = FIRST_BUFFER_SIZE;
  self->buffer = g_malloc (self->allocated + 1);
  self->buffer[0] = '\0';
  self->next_line = 1;
  if (!read_header (self, error))
    return NULL;
  self->n_cells = 0;
  return g_steal_pointer (&self);
}

SusunCsvReader *
susun_csv_reader_open (const char *path, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY, 0);

  if (fd < 0)
    {
      g_autofree char *name = susun_path_display_name (path);
      susun_throw_errno (error, _ ("Opening “%s”"), name);
      return NULL;
    }
  return susun_csv_reader_new (susun_fd_steal (&fd), path, error);
}

int
susun_csv_reader_find_column (SusunCsvReader *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (g_ptr_array_index (self->columns, i), name) == 0)
      return i;
  return -1;
}

gboolean
susun_csv_reader_find_columns (SusunCsvReader *self, const char *const *names, guint n_names,
                               guint n_required, int *columns, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  guint n_missing = 0;

  for (guint i = 0; i < n_names; i++)
    {
      columns[i] = susun_csv_reader_find_column (self, names[i]);
      if (columns[i] >= 0 || i >= n_required)
        continue;
      g_string_append_printf (missing, "%s%s", n_missing++ > 0 ? ", " : "", names[i]);
    }
  if (n_missing == 0)
    return TRUE;
  return susun_throw (error, SUSUN_ERROR_INVALID,
                      ngettext ("“%s” has no column %s", "“%s” lacks the columns %s", n_missing),
                      self->display_name, missing->str);
}

SusunCsvStep
susun_csv_reader_next (SusunCsvReader *self, GError **error)
{
  SusunCsvStep step = next_row (self, error);

  self->n_rows += step == SUSUN_CSV_ROW;
  return step;
}

SusunCsvStep
susun_csv_reader_skip (SusunCsvReader *self, guint64 n_rows, GError **error)
{
  for (guint64 i = 0; i < n_rows; i++)
    {
      SusunCsvStep step = susun_csv_reader_next (self, error);
      if (step != SUSUN_CSV_ROW)
        return step;
    }
  return SUSUN_CSV_ROW;
}

guint64
susun_csv_reader_get_row_count (SusunCsvReader *self)
{
  return self->n_rows;
}

guint64
susun_csv_reader_get_offset (SusunCsvReader *self)
{
  return self->buffer_offset + self->position;
}

guint64
susun_csv_reader_get_line (SusunCsvReader *self)
{
  return self->line;
}

/* Returns: (nullable): NULL for a column that is not there */
static Cell *
get_cell (SusunCsvReader *self, int column)
{
  return column >= 0 && column < (int) self->n_cells ? &self->cells[column] : NULL;
}

/* Takes off what susun_csv_writer_text() put before a formula. */
static char *
unguard (char *text)
{
  const char *p = text;

  if (G_LIKELY (*p != '\''))
    return text;
  while (*p == '\'')
    p++;
  return *p != '\0' && strchr ("=+-@\t\r", *p) != NULL ? text + 1 : text;
}

const char *
susun_csv_reader_get_text (SusunCsvReader *self, int column)
{
  Cell *cell = get_cell (self, column);

  return cell != NULL ? unguard (cell->start) : "";
}

const char *
susun_csv_reader_get_path (SusunCsvReader *self, int column, GError **error)
{
  Cell *cell = get_cell (self, column);

  if (cell == NULL)
    return "";
  char *text = unguard (cell->start);
  if (!g_str_has_prefix (text, "file:///"))
    return text;

  g_autofree char *path = susun_path_from_uri (text);
  if (path == NULL)
    {
      susun_csv_reader_throw (self, error, _ ("a file:// address is damaged"));
      return NULL;
    }
  /* Never longer than its URI, so that it can stand in its place. */
  return strcpy (text, path);
}

gboolean
susun_csv_reader_get_size (SusunCsvReader *self, int column, gint64 *value, GError **error)
{
  const char *text = susun_csv_reader_get_text (self, column);
  const char *p = text;
  guint64 number = 0;

  if (*text == '\0')
    {
      *value = -1;
      return TRUE;
    }
  for (; g_ascii_isdigit (*p) && number <= G_MAXINT64 / 10; p++)
    number = number * 10 + (*p - '0');
  if (p > text && p[0] == '.' && p[1] == '0')
    for (p += 2; *p == '0'; p++)
      ;
  if (p == text || *p != '\0' || number > G_MAXINT64)
    {
      g_autofree char *shown = susun_path_display (text);
      g_autofree char *reason = g_strdup_printf (_ ("“%s” is no number of bytes"), shown);
      return susun_csv_reader_throw (self, error, reason);
    }
  *value = (gint64) number;
  return TRUE;
}

gboolean
susun_csv_reader_get_hash (SusunCsvReader *self, int column, SusunHash *hash, gboolean *present,
                           GError **error)
{
  const char *text = susun_csv_reader_get_text (self, column);

  if (*text == '\0')
    {
      *present = FALSE;
      return TRUE;
    }
  if (!susun_hash_from_hex (text, hash))
    return susun_csv_reader_throw (self, error, _ ("a SHA-256 value is damaged"));
  *present = TRUE;
  return TRUE;
}

gboolean
susun_csv_reader_get_boolean (SusunCsvReader *self, int column)
{
  const char *text = susun_csv_reader_get_text (self, column);

  return g_ascii_strcasecmp (text, "true") == 0 || strcmp (text, "1") == 0;
}
