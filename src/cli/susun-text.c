// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct _SusunTable
{
  char *columns;
  guint n_columns;
  GPtrArray *cells; /* (element-type utf8) */
};

char *
susun_count_to_text (guint64 count)
{
  return g_strdup_printf ("%'" PRIu64, count);
}

char *
susun_time_to_text (gint64 time)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (time == 0)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  return local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S") : g_strdup ("");
}

char *
susun_words_to_text (const char *const *words)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "_./:=+-,@%";
      g_autofree char *quoted = NULL;
      if (i > 0)
        g_string_append_c (line, ' ');
      if (*words[i] == '\0' || words[i][strspn (words[i], plain)] != '\0')
        quoted = g_shell_quote (words[i]);
      g_string_append (line, quoted != NULL ? quoted : words[i]);
    }
  return g_string_free (line, FALSE);
}

/* How many cells of a terminal a text takes. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

char *
susun_text_wrap (const char *text, guint width)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GString *lines = g_string_new (NULL);
  guint taken = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint more = measure (words[i]);
      if (i > 0 && taken + 1 + more <= width)
        {
          g_string_append_printf (lines, " %s", words[i]);
          taken += 1 + more;
          continue;
        }
      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", words[i]);
      taken = more;
    }
  g_string_append_c (lines, '\n');
  return g_string_free (lines, FALSE);
}

SusunTable *
susun_table_new (const char *columns)
{
  SusunTable *self = g_new0 (SusunTable, 1);

  self->columns = g_strdup (columns);
  self->n_columns = (guint) strlen (columns);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
susun_table_free (SusunTable *self)
{
  g_free (self->columns);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
susun_table_take (SusunTable *self, char *text)
{
  g_ptr_array_add (self->cells, text);
}

void
susun_table_add (SusunTable *self, const char *text)
{
  susun_table_take (self, g_strdup (text));
}

static void
print_blanks (guint n)
{
  printf ("%*s", (int) n, "");
}

void
susun_table_print (SusunTable *self, const char *indent)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns]
        = MAX (widths[i % self->n_columns], measure (self->cells->pdata[i]));
  for (guint i = 0; i < self->cells->len; i++)
    {
      guint column = i % self->n_columns;
      const char *text = self->cells->pdata[i];
      guint missing = widths[column] - measure (text);
      gboolean last = column + 1 == self->n_columns;

      fputs (column == 0 ? indent : "  ", stdout);
      if (self->columns[column] == 'r')
        print_blanks (missing);
      fputs (text, stdout);
      if (self->columns[column] == 'l' && !last)
        print_blanks (missing);
      if (last)
        putchar ('\n');
    }
}
