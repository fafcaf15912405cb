// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Any bytes as the names of one folder's files, a line each; the first is a layout, too. */

#include "config.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-group-match.h"
#include "core/plan/susun-layout.h"
#include "core/plan/susun-name.h"
#include "core/plan/susun-taken.h"

#define MAX_NAMES 64

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_name (const char *name, const SusunNameRules *rules)
{
  g_autofree char *legal = susun_name_make_legal (name, rules, NULL);
  g_autofree char *again = susun_name_make_legal (legal, rules, NULL);
  g_autofree char *with = susun_name_with_suffix (legal, 2, 255);
  guint number;

  g_assert_cmpstr (legal, ==, again);
  g_assert_true (susun_name_is_legal (legal, rules));
  g_assert_cmpuint (strlen (with), <=, 255);
  g_assert_true (susun_name_parse_suffix (with, NULL, &number));
  g_assert_cmpuint (number, ==, 2);
  susun_name_rank (name);
}

static void
try_layout (const char *template, const char *event)
{
  static const SusunNameRules rules = SUSUN_NAME_RULES_LINUX;
  g_autoptr (SusunLayout) layout = susun_layout_new (template, NULL);

  if (layout == NULL)
    return;
  g_autofree char *path = susun_layout_expand (layout, 0, event, &rules);
  g_assert_true (*path == '\0' || susun_path_is_safe_relative (path));
}

static void
try_folder (const SusunGroupEntry *entries, guint n)
{
  SusunGroupMember members[MAX_NAMES];
  const char *group[MAX_NAMES];
  char *claimed[MAX_NAMES];
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  guint64 n_claimed = 0;

  susun_group_match (entries, n, members);
  for (guint round = 0; round < 2; round++)
    for (guint main = 0; main < n; main++)
      {
        guint length = 0;
        if (members[main].main != main)
          continue;
        group[length++] = entries[main].name;
        for (guint i = 0; i < n; i++)
          if (i != main && members[i].main == main)
            group[length++] = entries[i].name;
        susun_taken_claim (taken, "2019", group, length, 255, claimed);
        n_claimed += length;
        g_assert_cmpuint (susun_taken_get_size (taken), ==, n_claimed);
        for (guint i = 0; i < length; i++)
          g_free (claimed[i]);
      }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const SusunNameRules own = SUSUN_NAME_RULES_OWN;
  static const SusunNameRules small = { 32, SUSUN_NAME_REFUSES_WINDOWS };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_NAMES);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SusunGroupEntry entries[MAX_NAMES];
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      try_name (lines[i], &own);
      try_name (lines[i], &small);
      if (*lines[i] == '\0' || strlen (lines[i]) > 255 || strchr (lines[i], '/') != NULL
          || !g_hash_table_add (seen, lines[i]))
        continue;
      entries[n++] = (SusunGroupEntry){ lines[i], susun_kind_from_name (lines[i]) };
    }
  if (lines[0] != NULL)
    try_layout (lines[0], lines[1]);
  try_folder (entries, n);
  return 0;
}
