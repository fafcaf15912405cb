// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Any bytes as a folder's name, and behind a line feed as an AI's answer to it. */

#include "config.h"

#include <string.h>

#include "core/titles/susun-title-check.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_title (const SusunTitles *titles, const char *name)
{
  SusunTitleFlags flags;
  g_autofree char *title = susun_titles_format (titles, name, &flags);
  g_autofree char *again = susun_titles_format (titles, title, NULL);
  g_autofree char *composed = g_utf8_normalize (title, -1, G_NORMALIZE_NFC);

  g_assert_cmpstr (title, ==, again);
  g_assert_cmpstr (title, ==, composed);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static SusunTitles *titles[SUSUN_N_TITLE_CASES];
  guint letter_case = size > 0 ? data[0] % SUSUN_N_TITLE_CASES : 0;

  if (size == 0)
    return 0;
  /* No name is longer, and no answer is asked for a longer one. */
  g_autofree char *name = g_strndup ((const char *) data + 1, MIN (size - 1, 255));
  g_autofree char *event = susun_title_event_part (name);
  char *answer = strchr (name, '\n');

  for (guint i = 0; i < SUSUN_N_TITLE_CASES; i++)
    {
      SusunTitleOptions options = { .letter_case = i };
      if (titles[i] == NULL)
        titles[i] = susun_titles_new (&options, NULL);
    }
  try_title (titles[letter_case], name);
  susun_title_is_empty_talk (event);
  if (answer != NULL)
    {
      *answer++ = '\0';
      susun_titles_check (titles[0], name, answer);
    }
  return 0;
}
