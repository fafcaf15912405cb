// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunTitles: makes a title of a folder's name, in Malay, without asking anybody.
 *
 * "KURSUS_PENGURUSAN_KADA" becomes "Kursus Pengurusan KADA", "kenduri dirumah mak" "Kenduri di
 * Rumah Mak". General rules over tables of words (data/malay/), which are compiled in; the user's
 * own words come from a file and win over them.
 *
 * Made once, then immutable: any number of threads may format with it. Pure but for reading that
 * file.
 */
typedef struct _SusunTitles SusunTitles;

typedef enum
{
  SUSUN_TITLE_CASE_TITLE,    /* Kenduri Kahwin di Kampung Pasir Mas */
  SUSUN_TITLE_CASE_UPPER,    /* KENDURI KAHWIN DI KAMPUNG PASIR MAS */
  SUSUN_TITLE_CASE_LOWER,    /* kenduri kahwin di kampung pasir mas */
  SUSUN_TITLE_CASE_SENTENCE, /* Kenduri kahwin di kampung Pasir Mas: capitals only where a table
                                knows them */
  SUSUN_N_TITLE_CASES
} SusunTitleCase;

/* "title", "upper", "lower", "sentence", as on the command line. Returns: (transfer none) */
const char *susun_title_case_nick (SusunTitleCase letter_case);
/* Returns: FALSE for a word that is none of these; @letter_case is left alone then */
gboolean susun_title_case_from_nick (const char *nick, SusunTitleCase *letter_case);

/* What formatting changed, and what it thinks of the result. */
typedef enum
{
  SUSUN_TITLE_SPACED = 1 << 0,   /* blanks, underscores, dots; words divided; marks taken out */
  SUSUN_TITLE_CASED = 1 << 1,    /* capital and small letters */
  SUSUN_TITLE_SPELLED = 1 << 2,  /* spelling */
  SUSUN_TITLE_EXPANDED = 1 << 3, /* a short form written out */
  SUSUN_TITLE_JOINED = 1 << 4,   /* words joined, divided or hyphenated: gotong-royong, di rumah */
  SUSUN_TITLE_OWN_WORD = 1 << 5, /* a word of the user's own file */

  SUSUN_TITLE_UNCERTAIN = 1 << 8, /* an unknown or ambiguous short form, or an unknown word: worth
                                     asking an AI */
  SUSUN_TITLE_NOT_UTF8 = 1 << 9,  /* the name is not UTF-8: its odd bytes are U+FFFD in the title */
} SusunTitleFlags;

#define SUSUN_TITLE_CHANGES                                                                        \
  (SUSUN_TITLE_SPACED | SUSUN_TITLE_CASED | SUSUN_TITLE_SPELLED | SUSUN_TITLE_EXPANDED             \
   | SUSUN_TITLE_JOINED | SUSUN_TITLE_OWN_WORD)

/* The flags as untranslated words with commas, "spaces,case,spelling"; "" for none.
 * Returns: (transfer full) */
char *susun_title_flags_to_text (SusunTitleFlags flags);

/**
 * SusunTitleOptions: a zeroed one is title case without own words.
 */
typedef struct
{
  SusunTitleCase letter_case;
  const char *own_words; /* (nullable): a file as susun_title_words_template() describes it; one
                            that does not exist is empty */
} SusunTitleOptions;

/* @options: (nullable). SUSUN_ERROR_INVALID (with file and line) or G_IO_ERROR_* when the user's
 * own words cannot be read. Returns: (transfer full) (nullable) */
SusunTitles *susun_titles_new (const SusunTitleOptions *options, GError **error);
SusunTitles *susun_titles_ref (SusunTitles *self);
void susun_titles_unref (SusunTitles *self);

/* @name: a folder's name, bytes. The title is UTF-8 in form NFC without control and direction
 * characters, "" when nothing is left of the name; the title of a title is itself. Leading dates
 * and digits stay (susun_title_event_part() takes them off). Not cut and not made legal for a file
 * system: susun_name_make_legal() does that. @flags: (out) (optional).
 * Returns: (transfer full) */
char *susun_titles_format (const SusunTitles *self, const char *name, SusunTitleFlags *flags);

/* The part of @name that tells the event: without dates, numbers such as "01 -" and marks at its
 * beginning, and without a date at its end: "2019-03-14 - kursus" and "20190314_kursus" give
 * "kursus", "12.5.2019 kenduri adik" "kenduri adik". Years stay ("Raya 2019"), and so do numbers
 * that belong to words ("10 tahun persahabatan"). "" when it is only a date. @name: bytes.
 * Returns: (transfer full) */
char *susun_title_event_part (const char *name);

/* As above for a folder whose day is known: a last word such as "_final", "_v2" or "_copy" that is
 * glued to a name goes, and with it the year before it when that is @year, which the day says
 * already: "KURSUS KADA 2019_final" gives "KURSUS KADA". "Raya 2019" stays. @name: bytes.
 * Returns: (transfer full) */
char *susun_title_event_in_year (const char *name, int year);

/* Says nothing of what happened: "New Folder (3)", "DCIM", "100CANON", "Untitled", "Folder Baru",
 * digits alone, or nothing at all. @event: of susun_title_event_part() */
gboolean susun_title_is_empty_talk (const char *event);

/* Where the user's own words are: $XDG_CONFIG_HOME/susun/words.txt. Returns: (transfer full) */
char *susun_title_words_path (void);

/* The text a new file of own words begins with: says in comments how to write them. It changes no
 * title. Returns: (transfer full): translated */
char *susun_title_words_template (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTitles, susun_titles_unref)

G_END_DECLS
