// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-run-view.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli/susun-json.h"
#include "cli/susun-rename-list.h"
#include "cli/susun-text.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-rename.h"
#include "core/runs/susun-verify.h"

static const char *const kind_labels[SUSUN_N_RUN_KINDS] = {
  [SUSUN_RUN_ORGANIZE] = N_ ("Organize"),     [SUSUN_RUN_VERIFY] = N_ ("Verify"),
  [SUSUN_RUN_QUARANTINE] = N_ ("Quarantine"), [SUSUN_RUN_RESTORE] = N_ ("Restore"),
  [SUSUN_RUN_PURGE] = N_ ("Purge"),           [SUSUN_RUN_DELETE] = N_ ("Delete"),
  [SUSUN_RUN_DEDUPE] = N_ ("Dedupe"),         [SUSUN_RUN_UNDO] = N_ ("Undo"),
  [SUSUN_RUN_RENAME] = N_ ("Rename"),         [SUSUN_RUN_REPAIR] = N_ ("Copy again"),
};

static const char *const mode_labels[] = {
  [SUSUN_MODE_REPORT] = N_ ("report"),
  [SUSUN_MODE_COPY] = N_ ("copy"),
  [SUSUN_MODE_MOVE] = N_ ("move"),
};

static const char *const state_labels[SUSUN_N_RUN_STATES] = {
  [SUSUN_RUN_STATE_PREPARING] = N_ ("interrupted while preparing"),
  [SUSUN_RUN_STATE_PLANNED] = N_ ("planned"),
  [SUSUN_RUN_STATE_RUNNING] = N_ ("running or interrupted"),
  [SUSUN_RUN_STATE_CANCELLED] = N_ ("cancelled"),
  [SUSUN_RUN_STATE_FAILED] = N_ ("stopped by an error"),
  [SUSUN_RUN_STATE_FINISHED] = N_ ("finished"),
};

/* Returns: (nullable): NULL where a run knows no mode */
static const char *
get_mode_label (SusunMode mode)
{
  return mode > SUSUN_MODE_NONE && mode < G_N_ELEMENTS (mode_labels) ? _ (mode_labels[mode]) : NULL;
}

/* --- what belongs to a run */

static void
clear_file (gpointer data)
{
  g_free (((SusunRunFile *) data)->path);
}

static void
take_file (SusunRunView *self, const char *name, const char *label, char *path)
{
  SusunRunFile file = { .name = name, .label = label, .path = path };

  if (path != NULL)
    g_array_append_val (self->files, file);
}

void
susun_run_view_add_results (SusunRunView *self, const char *path)
{
  if (susun_run_view_get_file (self, "results_csv") == NULL)
    take_file (self, "results_csv", _ ("Results"), g_strdup (path));
}

static void
read_verify_options (SusunRunView *self)
{
  g_autoptr (SusunVerifyOptions) options
      = susun_verify_options_from_json (self->run->options, NULL);

  if (options == NULL)
    return;
  take_file (self, "input_csv", _ ("Report"), g_steal_pointer (&options->input_csv));
  take_file (self, "verified_csv", _ ("Verified"), g_steal_pointer (&options->verified_out));
  take_file (self, "unverified_csv", _ ("Unverified"), g_steal_pointer (&options->unverified_out));
  take_file (self, "sha256sums", _ ("Checksums"), g_steal_pointer (&options->sha256sums));
}

static void
read_quarantine_options (SusunRunView *self)
{
  g_autoptr (SusunQuarantineOptions) options
      = susun_quarantine_options_from_json (self->run->options, NULL);

  if (options == NULL)
    return;
  self->dry_run = options->dry_run;
  take_file (self, "manifest", _ ("Manifest"), g_steal_pointer (&options->manifest));
  susun_run_view_add_results (self, options->results_out);
}

static void
read_dedupe_options (SusunRunView *self)
{
  g_autoptr (SusunDedupeOptions) options
      = susun_dedupe_options_from_json (self->run->options, NULL);

  if (options == NULL)
    return;
  self->dry_run = options->dry_run;
  take_file (self, "manifest", _ ("Manifest"), g_steal_pointer (&options->manifest));
  take_file (self, "keep_csv", _ ("Kept"), g_steal_pointer (&options->keep_out));
  take_file (self, "dupes_csv", _ ("Duplicates"), g_steal_pointer (&options->dupes_out));
}

static void
read_rename_options (SusunRunView *self)
{
  g_autoptr (SusunRenameOptions) options
      = susun_rename_options_from_json (self->run->options, NULL);

  if (options == NULL)
    return;
  self->dry_run = options->dry_run;
  take_file (self, "report_json", _ ("Report"), g_steal_pointer (&options->report_json));
  if (options->undo_script == NULL || options->dry_run)
    return;
  take_file (self, "undo_script_sh", _ ("Undo script"),
             g_strconcat (options->undo_script, ".sh", NULL));
  take_file (self, "undo_script_ps1", _ ("Undo script"),
             g_strconcat (options->undo_script, ".ps1", NULL));
}

static void
read_options (SusunRunView *self)
{
  g_autoptr (SusunOrganizeOptions) organize = NULL;

  if (self->run->kind == SUSUN_RUN_ORGANIZE)
    {
      take_file (self, "report_csv", _ ("Report"), g_strdup (self->run->manifest));
      organize = susun_organize_options_from_json (self->run->options, NULL);
      self->dry_run = organize != NULL && organize->dry_run;
    }
  else if (self->run->kind == SUSUN_RUN_VERIFY)
    read_verify_options (self);
  else if (self->run->kind == SUSUN_RUN_QUARANTINE || self->run->kind == SUSUN_RUN_DELETE)
    read_quarantine_options (self);
  else if (self->run->kind == SUSUN_RUN_DEDUPE)
    read_dedupe_options (self);
  else if (self->run->kind == SUSUN_RUN_RENAME)
    read_rename_options (self);
}

SusunRunView *
susun_run_view_new (SusunStore *store, const SusunRun *run, gboolean full, GError **error)
{
  g_autoptr (SusunRunView) self = g_new0 (SusunRunView, 1);

  self->run = run;
  self->full = full;
  self->files = g_array_new (FALSE, FALSE, sizeof (SusunRunFile));
  g_array_set_clear_func (self->files, clear_file);
  self->roots = susun_store_list_roots (store, run->id, error);
  if (self->roots == NULL)
    return NULL;
  if (run->options != NULL)
    read_options (self);
  if (!full)
    return g_steal_pointer (&self);
  if (!susun_balance_read (store, run, &self->balance, error))
    return NULL;
  if (run->kind == SUSUN_RUN_RENAME)
    {
      self->renames = susun_rename_list_new (store, run, error);
      if (self->renames == NULL)
        return NULL;
      self->report = susun_rename_report (store, run, NULL);
    }
  self->problems = susun_balance_list_problems (store, run, error);
  return self->problems != NULL ? g_steal_pointer (&self) : NULL;
}

void
susun_run_view_free (SusunRunView *self)
{
  g_array_unref (self->files);
  g_clear_pointer (&self->roots, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->renames, g_ptr_array_unref);
  g_free (self->report);
  g_free (self);
}

const char *
susun_run_view_get_root (SusunRunView *self, SusunRootRole role)
{
  for (guint i = 0; i < self->roots->len; i++)
    {
      const SusunRootRow *root = self->roots->pdata[i];
      if (root->role == role)
        return root->path;
    }
  return NULL;
}

const char *
susun_run_view_get_file (SusunRunView *self, const char *name)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const SusunRunFile *file = &g_array_index (self->files, SusunRunFile, i);
      if (g_str_equal (file->name, name))
        return file->path;
    }
  return NULL;
}

guint64
susun_run_view_count_problems (SusunRunView *self, SusunCause cause)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const SusunProblemGroup *group = self->problems->pdata[i];
      if (group->cause == cause)
        return group->count;
    }
  return 0;
}

/* --- the table of fields */

typedef enum
{
  FIELD_TEXT,
  FIELD_PATH,
  FIELD_TIME,
  FIELD_JSON,
} FieldType;

typedef struct
{
  FieldType type;
  const char *text;  /* (nullable) */
  const char *label; /* (nullable): of a fixed word, the one for a person */
  gint64 time;
} Value;

static Value
get_run_id (SusunRunView *self)
{
  return (Value){ .type = FIELD_TEXT, .text = self->run->run_id };
}

static Value
get_chain_id (SusunRunView *self)
{
  return (Value){ .type = FIELD_TEXT, .text = self->run->chain_id };
}

static Value
get_kind (SusunRunView *self)
{
  return (Value){ .type = FIELD_TEXT,
                  .text = susun_run_kind_nick (self->run->kind),
                  .label = _ (kind_labels[self->run->kind]) };
}

static Value
get_mode (SusunRunView *self)
{
  return (Value){ .type = FIELD_TEXT,
                  .text = susun_mode_nick (self->run->mode),
                  .label = self->dry_run ? _ ("dry run") : get_mode_label (self->run->mode) };
}

static Value
get_state (SusunRunView *self)
{
  return (Value){ .type = FIELD_TEXT,
                  .text = susun_run_state_nick (self->run->state),
                  .label = _ (state_labels[self->run->state]) };
}

static Value
get_started (SusunRunView *self)
{
  return (Value){ .type = FIELD_TIME, .time = self->run->started };
}

static Value
get_finished (SusunRunView *self)
{
  return (Value){ .type = FIELD_TIME, .time = self->run->finished };
}

static Value
get_source (SusunRunView *self)
{
  return (Value){ .type = FIELD_PATH, .text = susun_run_view_get_root (self, SUSUN_ROOT_SOURCE) };
}

/* Where things go: into the quarantine where there is one, else into the archive. */
static Value
get_destination (SusunRunView *self)
{
  const char *quarantine = susun_run_view_get_root (self, SUSUN_ROOT_QUARANTINE);

  return (Value){ .type = FIELD_PATH,
                  .text = quarantine != NULL ? quarantine
                                             : susun_run_view_get_root (self, SUSUN_ROOT_ARCHIVE) };
}

static Value
get_totals (SusunRunView *self)
{
  return (Value){ .type = FIELD_JSON, .text = self->run->totals };
}

enum
{
  IN_JSON = 1 << 0,
  IN_TABLE = 1 << 1, /* a column of the list of runs */
  IN_LINES = 1 << 2, /* a line of what is told about one run */
};

static const struct
{
  const char *name;
  const char *label;
  guint where;
  Value (*get) (SusunRunView *self);
} fields[] = {
  { "run_id", N_ ("Run"), IN_JSON | IN_TABLE | IN_LINES, get_run_id },
  { "chain_id", N_ ("Chain"), IN_JSON | IN_LINES, get_chain_id },
  { "kind", N_ ("Kind"), IN_JSON | IN_TABLE, get_kind },
  { "mode", N_ ("Mode"), IN_TABLE, get_mode },
  { "state", N_ ("State"), IN_JSON | IN_TABLE, get_state },
  { "started", N_ ("Started"), IN_JSON | IN_TABLE | IN_LINES, get_started },
  { "finished", N_ ("Ended"), IN_JSON | IN_LINES, get_finished },
  { "source", N_ ("Source"), IN_JSON | IN_TABLE, get_source },
  { "destination", N_ ("Destination"), IN_JSON | IN_TABLE, get_destination },
  { "totals", N_ ("Totals"), IN_JSON, get_totals },
};

static char *
value_to_text (const Value *value)
{
  if (value->type == FIELD_TIME)
    return susun_time_to_text (value->time);
  if (value->label != NULL)
    return g_strdup (value->label);
  return value->text != NULL ? susun_path_display (value->text) : g_strdup ("");
}

static void
value_add_json (const Value *value, const char *name, JsonBuilder *builder)
{
  switch (value->type)
    {
    case FIELD_TEXT:
      susun_json_add_text (builder, name, value->text);
      break;
    case FIELD_PATH:
      susun_json_add_path (builder, name, value->text);
      break;
    case FIELD_TIME:
      susun_json_add_time (builder, name, value->time);
      break;
    case FIELD_JSON:
    default:
      susun_json_add_json (builder, name, value->text);
      break;
    }
}

void
susun_run_view_add_json (SusunRunView *self, JsonBuilder *builder)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].where & IN_JSON)
      {
        Value value = fields[i].get (self);
        value_add_json (&value, fields[i].name, builder);
      }
}

void
susun_run_views_print (GPtrArray *views)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].where & IN_TABLE)
      g_string_append_c (columns, 'l');
  g_autoptr (SusunTable) table = susun_table_new (columns->str);
  g_string_free (columns, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].where & IN_TABLE)
      susun_table_add (table, _ (fields[i].label));
  for (guint i = 0; i < views->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
      if (fields[j].where & IN_TABLE)
        {
          Value value = fields[j].get (views->pdata[i]);
          susun_table_take (table, value_to_text (&value));
        }
  susun_table_print (table, "");
}

/* --- one run */

static void
print_title (SusunRunView *self)
{
  const SusunRun *run = self->run;
  const char *kind = _ (kind_labels[run->kind]);
  const char *state = _ (state_labels[run->state]);

  if (self->dry_run)
    printf (_ ("%s, dry run: %s\n"), kind, state);
  else if (get_mode_label (run->mode) != NULL)
    printf ("%s (%s): %s\n", kind, get_mode_label (run->mode), state);
  else
    printf ("%s: %s\n", kind, state);
}

static void
add_roots (SusunRunView *self, SusunTable *table)
{
  static const char *const labels[] = {
    [SUSUN_ROOT_SOURCE] = N_ ("Source"),
    [SUSUN_ROOT_ARCHIVE] = N_ ("Archive"),
    [SUSUN_ROOT_QUARANTINE] = N_ ("Quarantine"),
  };

  for (guint i = 0; i < self->roots->len; i++)
    {
      const SusunRootRow *root = self->roots->pdata[i];
      susun_table_add (table, _ (labels[root->role]));
      susun_table_take (table, susun_path_display (root->path));
    }
}

void
susun_run_view_print (SusunRunView *self)
{
  g_autoptr (SusunTable) table = susun_table_new ("ll");

  print_title (self);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      Value value = fields[i].get (self);
      if (!(fields[i].where & IN_LINES)
          || (fields[i].get == get_chain_id
              && g_str_equal (self->run->run_id, self->run->chain_id)))
        continue;
      susun_table_add (table, _ (fields[i].label));
      susun_table_take (table, value_to_text (&value));
    }
  add_roots (self, table);
  for (guint i = 0; i < self->files->len; i++)
    {
      const SusunRunFile *file = &g_array_index (self->files, SusunRunFile, i);
      susun_table_add (table, file->label);
      susun_table_take (table, susun_path_display (file->path));
    }
  susun_table_print (table, "  ");
}
