// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/titles/susun-title-words-private.h"

G_BEGIN_DECLS

/*
 * A title is made in passes: the name is cut into tokens, tokens are corrected by the tables, then
 * each is written with its capitals. One pass may make place for another's correction, so passes go
 * on until nothing changes.
 */

/* Whether the tables have said how a token is written. */
typedef enum
{
  SUSUN_TOKEN_FREE,
  SUSUN_TOKEN_CORRECTED, /* its letters are right, its capitals are to be settled */
  SUSUN_TOKEN_ORDINAL,   /* ke-10 */
  SUSUN_TOKEN_KEPT,      /* as it is: kg after a number, Hj. */
} SusunTokenState;

/* A word with the punctuation around it: ("KADA"), is ( " · KADA · "), . Strings live as long as
 * the pass. */
typedef struct
{
  const char *lead; /* of lead_length bytes */
  const char *tail; /* of tail_length bytes */
  guint lead_length;
  guint tail_length;
  const char *core;
  const char *lower;     /* core in lower case */
  const SusunWord *word; /* (nullable): what the tables know of it */
  SusunTokenState state;
} SusunToken;

typedef struct
{
  const SusunTitles *titles;
  GStringChunk *strings;
  gboolean all_caps;
  SusunTitleFlags *flags;
} SusunPass;

/* @text: cleaned. Appends SusunToken to @tokens. */
void susun_pass_cut (SusunPass *self, const char *text, GArray *tokens);

/* Sets core, and what follows from it. */
void susun_pass_set_core (SusunPass *self, SusunToken *token, const char *core);

/* susun-title-case.c: the tokens as a line of words in title case. */
void susun_pass_write (SusunPass *self, GArray *tokens, GString *title);

/* A title, itself in title case, with capitals only where a table knows them. */
char *susun_title_to_sentence (const SusunTitles *titles, const char *title);

/* Is the place before @token one where another sentence begins? */
gboolean susun_token_ends_sentence (const SusunToken *token);

/* Passes until nothing changes. @name: bytes. @flags: are added to. Returns: (transfer full) */
char *susun_title_in_passes (const SusunTitles *titles, const char *name, SusunTitleFlags *flags);

/* susun-title-doubt.c: would an AI perhaps know better? @title: in title case */
gboolean susun_title_is_doubtful (const SusunTitles *titles, const char *title);

G_END_DECLS
