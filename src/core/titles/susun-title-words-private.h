// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/titles/susun-titles.h"

G_BEGIN_DECLS

/*
 * The tables of words, joined into one record a word, so that a title asks once for each of its
 * words.
 */

typedef enum
{
  SUSUN_WORD_PARTICLE = 1 << 0, /* small inside a title */
  SUSUN_WORD_PERSON = 1 << 1,   /* bin, a/l: small also at the beginning of a part */
  SUSUN_WORD_KNOWN = 1 << 2,    /* spelled right */
  SUSUN_WORD_TWICE = 1 << 3,    /* may be said twice: kanak2 */
  SUSUN_WORD_ROMAN = 1 << 4,
  SUSUN_WORD_HYPHENED = 1 << 5,
  SUSUN_WORD_HYPHENED_NAME = 1 << 6,
  SUSUN_WORD_HONORIFIC = 1 << 7,
  SUSUN_WORD_OR_LETTERS = 1 << 8, /* an honorific, but in capitals perhaps letters of something */
  SUSUN_WORD_PLACE_SHORT = 1 << 9,
  SUSUN_WORD_DOTTED = 1 << 10,
  SUSUN_WORD_NO_ACRONYM = 1 << 11,
  SUSUN_WORD_ARTICLE = 1 << 12,
  SUSUN_WORD_BEFORE_ARTICLE = 1 << 13,
  SUSUN_WORD_SCHOOL = 1 << 14,
  SUSUN_WORD_UNIT = 1 << 15,
  SUSUN_WORD_BEFORE_NAME = 1 << 16,
  SUSUN_WORD_PLACE = 1 << 17,
  SUSUN_WORD_NAME = 1 << 18,
  SUSUN_WORD_ACRONYM = 1 << 19,         /* canonical is always used */
  SUSUN_WORD_ACRONYM_IN_CAPS = 1 << 20, /* only for capitals in a mixed name */
  SUSUN_WORD_OWN = 1 << 21,             /* canonical is the user's */
  SUSUN_WORD_AMBIGUOUS = 1 << 22,       /* a short form that may stand for several words */
  SUSUN_WORD_ORDINARY = 1 << 23,        /* no acronym, even in capitals inside a mixed name */
  SUSUN_WORD_BETWEEN_NAMES = 1 << 24,   /* bin, binti, a/l, a/p */
} SusunWordFlags;

typedef struct
{
  SusunWordFlags flags;
  const char *canonical;  /* (nullable): how an acronym or a word of the user's own is written */
  const char *right;      /* (nullable): what it is corrected to */
  const char *special;    /* (nullable): an honorific, a place's short form, a kind of school */
  SusunTitleFlags change; /* what the correction is */
} SusunWord;

struct _SusunTitles
{
  SusunTitleCase letter_case;
  GHashTable *words;     /* (owned): lower case -> SusunWord, of the chunk */
  GHashTable *pairs;     /* (owned): "two words" -> SusunWord with right and change */
  GHashTable *near;      /* (owned): hashes of known words with one letter taken out */
  GStringChunk *strings; /* (owned) */
  GPtrArray *records;    /* (owned) (element-type SusunWord) */
};

/* Reads the tables and the user's own words. */
gboolean susun_title_words_load (SusunTitles *self, const char *own_words, GError **error);

/* @lower: in lower case. Returns: (transfer none) (nullable) */
static inline const SusunWord *
susun_title_word (const SusunTitles *self, const char *lower)
{
  return g_hash_table_lookup (self->words, lower);
}

static inline SusunWordFlags
susun_word_flags (const SusunWord *word)
{
  return word != NULL ? word->flags : 0;
}

/* Is @lower one letter away from a known word without being one? For words of four letters and
 * more. */
gboolean susun_title_words_is_near (const SusunTitles *self, const char *lower);

G_END_DECLS
