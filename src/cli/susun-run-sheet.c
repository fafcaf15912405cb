// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli/susun-json.h"
#include "cli/susun-run-view.h"
#include "cli/susun-text.h"
#include "core/base/susun-path.h"
#include "core/scan/susun-listing.h"

/* The other half of SusunRunView: what became of the files of a run. */

/* @folders: what is counted has no size */
static void
add_line (SusunTable *table, const char *sign, const char *label, guint64 count, gboolean folders,
          guint64 bytes)
{
  susun_table_add (table, sign);
  susun_table_add (table, label);
  susun_table_take (table, susun_count_to_text (count));
  if (!folders)
    susun_table_take (table, g_format_size (bytes));
}

static void
print_lines (SusunRunView *self)
{
  gboolean folders = self->run->kind == SUSUN_RUN_RENAME;
  g_autoptr (SusunTable) table = susun_table_new (folders ? "llr" : "llrr");
  const char *sign = "=";

  add_line (table, "", _ ("found"), self->balance.found, folders, self->balance.found_bytes);
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    {
      if (!susun_balance_has_line (self->run->kind, i) && self->balance.counts[i] == 0)
        continue;
      add_line (table, sign, susun_balance_label (i), self->balance.counts[i], folders,
                self->balance.bytes[i]);
      sign = "+";
    }
  putchar ('\n');
  susun_table_print (table, "  ");
  if (!susun_balance_adds_up (&self->balance))
    printf ("  %s\n", _ ("These lines do not add up to what was found. Please report this."));
  if (self->balance.found == 0 && self->run->state == SUSUN_RUN_STATE_FINISHED)
    printf ("\n  %s\n", _ ("There was nothing to do."));
}

static void
print_count (const char *format, guint64 count)
{
  g_autofree char *text = susun_count_to_text (count);

  if (count == 0)
    return;
  fputs ("  ", stdout);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  printf (format, text);
#pragma GCC diagnostic pop
  putchar ('\n');
}

static void
print_passed (SusunRunView *self)
{
  gboolean first = TRUE;

  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    {
      guint64 n = self->balance.passed[i];
      g_autofree char *count = susun_count_to_text (n);
      if (n == 0)
        continue;
      if (first)
        printf ("  %s ", _ ("Passed over, not counted above:"));
      printf ("%s%s %s", first ? "" : ", ", count, susun_passed_label (i));
      first = FALSE;
    }
  if (!first)
    putchar ('\n');
}

/* What verify says in one line: “1,203 proven · 1 differs · 0 missing”. */
static void
print_proof (SusunRunView *self)
{
  guint64 proven = self->balance.counts[SUSUN_BALANCE_VERIFIED];
  guint64 differs = susun_run_view_count_problems (self, SUSUN_CAUSE_DIFFERS);
  guint64 missing = susun_run_view_count_problems (self, SUSUN_CAUSE_MISSING);
  guint64 unverified = self->balance.counts[SUSUN_BALANCE_UNVERIFIED];
  guint64 not_copied = self->balance.not_copied;
  guint64 told = differs + missing + not_copied;
  guint64 others = unverified > told ? unverified - told : 0;
  g_autofree char *proven_text = susun_count_to_text (proven);
  g_autofree char *differs_text = susun_count_to_text (differs);
  g_autofree char *missing_text = susun_count_to_text (missing);
  g_autofree char *others_text = susun_count_to_text (others);
  g_autofree char *not_copied_text = susun_count_to_text (not_copied);

  /* Translators: counts of files, as in “1,203 proven · 1 differs · 0 missing” */
  fputs ("\n  ", stdout);
  printf (ngettext ("%s proven", "%s proven", (gulong) proven), proven_text);
  fputs (" · ", stdout);
  printf (ngettext ("%s differs", "%s differ", (gulong) differs), differs_text);
  fputs (" · ", stdout);
  printf (ngettext ("%s missing", "%s missing", (gulong) missing), missing_text);
  if (others > 0)
    {
      fputs (" · ", stdout);
      printf (ngettext ("%s not proven for another reason", "%s not proven for other reasons",
                        (gulong) others),
              others_text);
    }
  if (not_copied > 0)
    {
      fputs (" · ", stdout);
      printf (ngettext ("%s not copied", "%s not copied", (gulong) not_copied), not_copied_text);
    }
  putchar ('\n');
}

static void
print_problems (SusunRunView *self)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const SusunProblemGroup *group = self->problems->pdata[i];
      g_autofree char *count = susun_count_to_text (group->count);

      putchar ('\n');
      if (self->run->kind == SUSUN_RUN_RENAME)
        printf (ngettext ("  %s folder: %s\n", "  %s folders: %s\n", (gulong) group->count), count,
                susun_cause_label (group->cause));
      else
        printf (ngettext ("  %s file: %s\n", "  %s files: %s\n", (gulong) group->count), count,
                susun_cause_label (group->cause));
      for (guint j = 0; j < group->examples->len; j++)
        printf ("    %s\n", (const char *) group->examples->pdata[j]);
      if (group->count > group->examples->len)
        {
          guint64 n = group->count - group->examples->len;
          g_autofree char *more = susun_count_to_text (n);
          printf (ngettext ("    … and %s more\n", "    … and %s more\n", (gulong) n), more);
        }
      printf ("    → %s\n", susun_cause_advice (group->cause));
    }
}

void
susun_run_view_print_sheet (SusunRunView *self, GPtrArray *remarks)
{
  const SusunBalance *balance = &self->balance;

  for (guint i = 0; self->renames != NULL && i < self->renames->len; i++)
    printf ("%s  %s\n", i == 0 ? "\n" : "", (const char *) self->renames->pdata[i]);
  print_lines (self);
  if (self->run->kind == SUSUN_RUN_VERIFY)
    print_proof (self);
  if (balance->undated > 0 || balance->by_mtime > 0 || balance->sidecars_carried > 0)
    putchar ('\n');
  print_count (ngettext ("%s file has no date of its own.", "%s files have no date of their own.",
                         (gulong) balance->undated),
               balance->undated);
  print_count (ngettext ("%s file went by the time stamp of the file, which may be wrong.",
                         "%s files went by the time stamp of the file, which may be wrong.",
                         (gulong) balance->by_mtime),
               balance->by_mtime);
  print_count (ngettext ("%s sidecar went along with its photo.",
                         "%s sidecars went along with their photos.",
                         (gulong) balance->sidecars_carried),
               balance->sidecars_carried);
  print_passed (self);
  print_problems (self);
  if (remarks != NULL && remarks->len > 0)
    putchar ('\n');
  for (guint i = 0; remarks != NULL && i < remarks->len; i++)
    printf ("  %s\n", (const char *) remarks->pdata[i]);
}

static void
add_problems_json (SusunRunView *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->problems->len; i++)
    {
      const SusunProblemGroup *group = self->problems->pdata[i];
      json_builder_begin_object (builder);
      susun_json_add_text (builder, "cause", susun_cause_nick (group->cause));
      susun_json_add_text (builder, "label", susun_cause_label (group->cause));
      susun_json_add_text (builder, "advice", susun_cause_advice (group->cause));
      susun_json_add_int (builder, "count", (gint64) group->count);
      json_builder_set_member_name (builder, "examples");
      json_builder_begin_array (builder);
      for (guint j = 0; j < group->examples->len; j++)
        susun_json_add_text_element (builder, group->examples->pdata[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
susun_run_view_add_sheet_json (SusunRunView *self, GPtrArray *remarks, const char *error,
                               JsonBuilder *builder)
{
  g_autofree char *balance = susun_balance_to_json (&self->balance);

  susun_json_add_text (builder, "mode", susun_mode_nick (self->run->mode));
  json_builder_set_member_name (builder, "dry_run");
  json_builder_add_boolean_value (builder, self->dry_run);
  for (guint i = 0; i < self->files->len; i++)
    {
      const SusunRunFile *file = &g_array_index (self->files, SusunRunFile, i);
      susun_json_add_path (builder, file->name, file->path);
    }
  json_builder_set_member_name (builder, "roots");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->roots->len; i++)
    {
      static const char *const roles[] = {
        [SUSUN_ROOT_SOURCE] = "source",
        [SUSUN_ROOT_ARCHIVE] = "archive",
        [SUSUN_ROOT_QUARANTINE] = "quarantine",
      };
      const SusunRootRow *root = self->roots->pdata[i];
      json_builder_begin_object (builder);
      susun_json_add_text (builder, "role", roles[root->role]);
      susun_json_add_path (builder, "path", root->path);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  susun_json_add_json (builder, "balance", balance);
  if (self->report != NULL)
    susun_json_add_json (builder, "rename", self->report);
  add_problems_json (self, builder);
  json_builder_set_member_name (builder, "remarks");
  json_builder_begin_array (builder);
  for (guint i = 0; remarks != NULL && i < remarks->len; i++)
    susun_json_add_text_element (builder, remarks->pdata[i]);
  json_builder_end_array (builder);
  susun_json_add_text (builder, "error", error != NULL ? error : self->run->error);
}
