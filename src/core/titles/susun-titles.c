// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-titles.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/titles/susun-title-pass-private.h"
#include "core/titles/susun-title-text-private.h"

/* One is the rule, two were seen. */
#define MAX_SETTLINGS 4

static const char *const case_nicks[] = { "title", "upper", "lower", "sentence" };
G_STATIC_ASSERT (G_N_ELEMENTS (case_nicks) == SUSUN_N_TITLE_CASES);

static const struct
{
  SusunTitleFlags flag;
  const char *nick;
} flag_nicks[] = {
  { SUSUN_TITLE_SPACED, "spaces" },       { SUSUN_TITLE_CASED, "case" },
  { SUSUN_TITLE_SPELLED, "spelling" },    { SUSUN_TITLE_EXPANDED, "short-form" },
  { SUSUN_TITLE_JOINED, "joined" },       { SUSUN_TITLE_OWN_WORD, "own-word" },
  { SUSUN_TITLE_UNCERTAIN, "uncertain" }, { SUSUN_TITLE_NOT_UTF8, "not-utf8" },
};

const char *
susun_title_case_nick (SusunTitleCase letter_case)
{
  g_return_val_if_fail (letter_case < SUSUN_N_TITLE_CASES, case_nicks[0]);

  return case_nicks[letter_case];
}

gboolean
susun_title_case_from_nick (const char *nick, SusunTitleCase *letter_case)
{
  for (guint i = 0; i < G_N_ELEMENTS (case_nicks); i++)
    if (g_str_equal (case_nicks[i], nick))
      {
        *letter_case = i;
        return TRUE;
      }
  return FALSE;
}

char *
susun_title_flags_to_text (SusunTitleFlags flags)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (flag_nicks); i++)
    if ((flags & flag_nicks[i].flag) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", flag_nicks[i].nick);
  return g_string_free (text, FALSE);
}

static void
clear_titles (gpointer data)
{
  SusunTitles *self = data;

  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_pointer (&self->pairs, g_hash_table_unref);
  g_clear_pointer (&self->near, g_hash_table_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
}

SusunTitles *
susun_titles_new (const SusunTitleOptions *options, GError **error)
{
  g_autoptr (SusunTitles) self = g_atomic_rc_box_new0 (SusunTitles);

  self->letter_case = options != NULL ? options->letter_case : SUSUN_TITLE_CASE_TITLE;
  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  self->pairs = g_hash_table_new (g_str_hash, g_str_equal);
  self->near = g_hash_table_new (NULL, NULL);
  self->records = g_ptr_array_new_with_free_func (g_free);
  self->strings = g_string_chunk_new (32 * 1024);
  if (!susun_title_words_load (self, options != NULL ? options->own_words : NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

SusunTitles *
susun_titles_ref (SusunTitles *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_titles_unref (SusunTitles *self)
{
  g_atomic_rc_box_release_full (self, clear_titles);
}

/* @title: (transfer full). Returns: (transfer full) */
static char *
apply_case (const SusunTitles *self, char *title)
{
  g_autofree char *owned = title;
  GString *text;

  switch (self->letter_case)
    {
    case SUSUN_TITLE_CASE_UPPER:
      text = g_string_sized_new (strlen (owned) + 1);
      susun_title_append_upper (text, owned);
      return g_string_free (text, FALSE);
    case SUSUN_TITLE_CASE_LOWER:
      return susun_title_lower (owned);
    case SUSUN_TITLE_CASE_SENTENCE:
      return susun_title_to_sentence (self, owned);
    case SUSUN_TITLE_CASE_TITLE:
    case SUSUN_N_TITLE_CASES:
    default:
      return g_steal_pointer (&owned);
    }
}

static char *
apply_composed (const SusunTitles *self, char *title)
{
  g_autofree char *text = apply_case (self, title);

  if (susun_title_is_ascii (text))
    return g_steal_pointer (&text);
  return g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
}

/* Letters of another size may say something else: "EN" was a department, "en" is an honorific. What
 * comes out must say the same when it is read again. */
static char *
settle_case (const SusunTitles *self, char *title)
{
  g_autofree char *settled = apply_composed (self, title);

  if (self->letter_case == SUSUN_TITLE_CASE_TITLE)
    return g_steal_pointer (&settled);
  for (guint i = 0; i < MAX_SETTLINGS; i++)
    {
      SusunTitleFlags ignored = 0;
      g_autofree char *before = g_steal_pointer (&settled);
      settled = apply_composed (self, susun_title_in_passes (self, before, &ignored));
      if (strcmp (settled, before) == 0)
        break;
    }
  return g_steal_pointer (&settled);
}

/* Were blanks put in, taken out or made of something else, beside what corrections did? */
static gboolean
is_respaced (const SusunTitles *self, const char *name)
{
  SusunTitleFlags flags = 0;
  char *cleaned = susun_title_clean (name, &flags);
  g_autofree char *divided = susun_title_divide (self, cleaned);

  return strcmp (divided, name) != 0;
}

char *
susun_titles_format (const SusunTitles *self, const char *name, SusunTitleFlags *flags)
{
  SusunTitleFlags found = 0;
  g_autofree char *title = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  title = susun_title_in_passes (self, name, &found);
  if (flags != NULL && susun_title_is_doubtful (self, title))
    found |= SUSUN_TITLE_UNCERTAIN;
  title = settle_case (self, g_steal_pointer (&title));
  if (flags == NULL)
    return g_steal_pointer (&title);

  /* Letters that another case put back as they were have not changed. */
  if (strcmp (title, name) == 0)
    found &= ~SUSUN_TITLE_CHANGES;
  else if (is_respaced (self, name))
    found |= SUSUN_TITLE_SPACED;
  else if (self->letter_case != SUSUN_TITLE_CASE_TITLE)
    found |= SUSUN_TITLE_CASED;
  *flags = found;
  return g_steal_pointer (&title);
}

char *
susun_title_words_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "susun", "words.txt", NULL);
}

char *
susun_title_words_template (void)
{
  return g_strdup (
      /* Translators: the beginning of a text file. Every line must begin with "#"; the words and
       * tabs of the examples stay as they are. */
      _ ("# Your own words for titles. Lines that begin with # mean nothing.\n"
         "#\n"
         "# One word on a line is always written as it stands here:\n"
         "#   JPBD\n"
         "#   EkoPelancongan\n"
         "#\n"
         "# A word, a tab and another: the first becomes the second.\n"
         "# The first may be two words; the second may be several.\n"
         "#   prog\tProgram\n"
         "#   murtabak\tmurtabak\n"));
}
