// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <string.h>

/* File names that break programs: one part of a path, 1 to 255 bytes, any byte but NUL and '/'. */

static const char *const hostile_pieces[] = {
  "IMG_1",
  "a",
  "Z",
  " ",
  "  ",
  ".",
  "..",
  ",",
  "\"",
  "\"\"",
  "'",
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "\r\n",
  "\\",
  ":",
  "*",
  "?",
  "<",
  ">",
  "|",
  "%41",
  "%",
  "file:",
  "CON",
  "com1",
  "NUL.",
  ".jpg",
  ".JPG",
  ".xmp",
  "(1)",
  " (2)",
  "caf\xc3\xa9",
  "cafe\xcc\x81",
  "\xef\xac\x81",
  "\xc3\x9f",
  "\xc4\xb0",
  "\xff",
  "\xc3",
  "\xed\xb3\xbf",
  "\xf0\x9f\x93\xb7",
  "\xe2\x80\xae",
  "\xe2\x80\x8f",
  "\xef\xbb\xbf",
  "\xe5\x86\x99\xe7\x9c\x9f",
  "\x01",
  "\x7f",
  "\xc2\x85",
  "#",
  ";",
  "$(x)",
  "`x`",
  "\xcc\x81",
};

/* Returns: (transfer full) */
static inline char *
hostile_name (GRand *rand)
{
  GString *name = g_string_new (NULL);
  int kind = g_rand_int_range (rand, 0, 10);
  int n = kind == 0 ? 80 : kind < 6 ? g_rand_int_range (rand, 1, 4) : g_rand_int_range (rand, 1, 9);

  for (int i = 0; i < n; i++)
    if (kind == 9)
      g_string_append_c (name, (char) g_rand_int_range (rand, 1, 256));
    else
      g_string_append (name,
                       hostile_pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (hostile_pieces))]);
  for (gsize i = 0; i < name->len; i++)
    if (name->str[i] == '/')
      name->str[i] = '_';
  if (name->len > 255 || kind == 0)
    g_string_set_size (name, MIN (name->len, 255));
  if (strcmp (name->str, ".") == 0 || strcmp (name->str, "..") == 0)
    g_string_append_c (name, 'x');
  return g_string_free (name, FALSE);
}
