// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-name.h"

#include <string.h>

#include "core/plan/susun-name-private.h"

/* What cameras, phones and programs put before their numbers. */
static const char *const camera_words[] = {
  "at",         "burst",  "c",        "cimg",  "clip",  "dcim",     "dji",    "dsc",
  "dscf",       "dscn",   "e",        "exp",   "fb",    "gh",       "gopr",   "gp",
  "gx",         "hpim",   "image",    "img",   "imge",  "imgp",     "kif",    "m",
  "mg",         "mov",    "mp",       "mvi",   "mvimg", "night",    "p",      "pano",
  "photo",      "pict",   "portrait", "pxl",   "r",     "sam",      "screen", "screenrecording",
  "screenshot", "signal", "vid",      "video", "wa",    "whatsapp",
};

typedef struct
{
  guint n_words; /* words of two letters and more that no camera writes */
  guint n_letters;
  guint n_digits;
  gboolean only_camera_words;
  gboolean has_suffix;
} Looks;

static gboolean
is_camera_word (const char *word, gsize length)
{
  char lower[17];

  if (length >= sizeof lower)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (word[i]);
  lower[length] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (camera_words); i++)
    if (strcmp (lower, camera_words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Letters of any script; a byte that is no UTF-8 counts for nothing. Returns: the next character */
static const char *
read_character (const char *p, const char *end, gboolean *letter, gboolean *digit)
{
  gunichar c = g_utf8_get_char_validated (p, end - p);

  *letter = *digit = FALSE;
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return p + 1;
  *letter = g_unichar_isalpha (c);
  *digit = g_unichar_isdigit (c);
  return g_utf8_next_char (p);
}

static Looks
look_at (const char *name)
{
  Looks looks = { .only_camera_words = TRUE };
  gsize length = susun_name_suffix_place (name) - name;
  gboolean letter, digit;

  looks.has_suffix = susun_name_parse_suffix (name, &length, NULL);
  const char *end = name + length;
  for (const char *p = name; p < end;)
    {
      const char *word = p;
      guint n_letters = 0;
      const char *next = read_character (p, end, &letter, &digit);
      looks.n_digits += digit;
      while (letter)
        {
          n_letters++;
          p = next;
          if (p == end)
            break;
          next = read_character (p, end, &letter, &digit);
        }
      if (n_letters == 0)
        {
          p = next;
          continue;
        }
      looks.n_letters += n_letters;
      if (is_camera_word (word, p - word))
        continue;
      looks.only_camera_words = FALSE;
      looks.n_words += n_letters > 1;
    }
  return looks;
}

static gboolean
is_camera_number (const Looks *looks)
{
  return looks->only_camera_words && looks->n_digits > 0;
}

gboolean
susun_name_is_camera_number (const char *name)
{
  Looks looks = look_at (name);

  return is_camera_number (&looks);
}

/* The parts of a rank, the weightiest first. */
#define RANK_NO_SUFFIX (1u << 17)
#define RANK_NO_CAMERA (1u << 16)
#define RANK_WORDS_SHIFT 8

guint
susun_name_rank (const char *name)
{
  Looks looks = look_at (name);
  guint rank = looks.has_suffix ? 0 : RANK_NO_SUFFIX;

  rank |= is_camera_number (&looks) ? 0 : RANK_NO_CAMERA;
  rank |= MIN (looks.n_words, 255) << RANK_WORDS_SHIFT;
  return rank | MIN (looks.n_letters, 255);
}

const char *
susun_name_keep_reason (const char *kept, const char *other)
{
  guint rank = susun_name_rank (kept);
  guint other_rank = other != NULL ? susun_name_rank (other) : rank;

  if (rank <= other_rank)
    return "first-by-path";
  if ((rank & RANK_NO_SUFFIX) > (other_rank & RANK_NO_SUFFIX))
    return "no-copy-suffix";
  if ((rank & RANK_NO_CAMERA) > (other_rank & RANK_NO_CAMERA))
    return "not-a-camera-number";
  return "more-descriptive";
}
