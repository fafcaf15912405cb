// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/titles/susun-titles.h"

G_BEGIN_DECLS

/*
 * Letters: what GLib's functions do by locale (Turkish has an i of its own) or by allocating is
 * done here one character at a time, always alike.
 */

/* Returns: (transfer full) */
char *susun_title_lower (const char *text);

/* The same in @chunk; @text itself when it has no capital. Returns: (transfer none) */
const char *susun_title_lower_in (GStringChunk *chunk, const char *text);

void susun_title_append_lower (GString *string, const char *text);
void susun_title_append_upper (GString *string, const char *text);

/* The first letter capital, those after it small; what is before it stays. */
void susun_title_append_capital (GString *string, const char *text);

/* At least one letter of these, and none of the other kind. */
gboolean susun_title_is_upper (const char *text);
gboolean susun_title_has_letter (const char *text);
gboolean susun_title_has_lower (const char *text);
gboolean susun_title_has_upper (const char *text);
gboolean susun_title_has_vowel (const char *text, gsize length);
gboolean susun_title_has_digit (const char *text);

/* How many bytes of letters @text begins with. */
gsize susun_title_letters_length (const char *text);

static inline gboolean
susun_title_is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* A name as one line of words with one blank between them: UTF-8 in form NFC, without control,
 * direction and other unseen characters. Nothing else is changed. @flags: SUSUN_TITLE_NOT_UTF8 is
 * added. Returns: (transfer full) */
char *susun_title_clean (const char *name, SusunTitleFlags *flags);

/* A cleaned name of one piece, divided where dots, hyphens, plus signs or capitals stand for
 * blanks; and blanks added where one is missing: "Hj.Ahmad", "raya,merdeka".
 * Returns: (transfer full): may be @text itself, which is taken */
char *susun_title_divide (const SusunTitles *titles, char *text);

G_END_DECLS
