// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-item.h"

SusunRun *
susun_run_new (void)
{
  return g_new0 (SusunRun, 1);
}

void
susun_run_free (SusunRun *self)
{
  if (self == NULL)
    return;
  g_free (self->run_id);
  g_free (self->chain_id);
  g_free (self->options);
  g_free (self->target);
  g_free (self->manifest);
  g_free (self->error);
  g_free (self->totals);
  g_free (self);
}

SusunRun *
susun_run_copy (const SusunRun *self)
{
  SusunRun *copy = g_memdup2 (self, sizeof *self);

  copy->run_id = g_strdup (self->run_id);
  copy->chain_id = g_strdup (self->chain_id);
  copy->options = g_strdup (self->options);
  copy->target = g_strdup (self->target);
  copy->manifest = g_strdup (self->manifest);
  copy->error = g_strdup (self->error);
  copy->totals = g_strdup (self->totals);
  return copy;
}

void
susun_root_row_free (SusunRootRow *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->host_path);
  g_free (self);
}

void
susun_item_clear (SusunItem *self)
{
  g_free (self->src_path);
  g_free (self->dst_path);
  g_free (self->ref_path);
  g_free (self->evidence);
  g_free (self->note);
  g_free (self->temp_name);
  *self = (SusunItem){ 0 };
}

void
susun_item_free (SusunItem *self)
{
  if (self == NULL)
    return;
  susun_item_clear (self);
  g_free (self);
}

void
susun_item_copy (const SusunItem *from, SusunItem *to)
{
  *to = *from;
  to->src_path = g_strdup (from->src_path);
  to->dst_path = g_strdup (from->dst_path);
  to->ref_path = g_strdup (from->ref_path);
  to->evidence = g_memdup2 (from->evidence, from->evidence_length);
  to->note = g_strdup (from->note);
  to->temp_name = g_strdup (from->temp_name);
}

const char *
susun_run_kind_nick (SusunRunKind kind)
{
  static const char *const nicks[] = {
    [SUSUN_RUN_ORGANIZE] = "organize",     [SUSUN_RUN_VERIFY] = "verify",
    [SUSUN_RUN_QUARANTINE] = "quarantine", [SUSUN_RUN_RESTORE] = "restore",
    [SUSUN_RUN_PURGE] = "purge",           [SUSUN_RUN_DELETE] = "delete",
    [SUSUN_RUN_DEDUPE] = "dedupe",         [SUSUN_RUN_UNDO] = "undo",
    [SUSUN_RUN_RENAME] = "rename",         [SUSUN_RUN_REPAIR] = "repair",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == SUSUN_N_RUN_KINDS);

  return kind < SUSUN_N_RUN_KINDS && nicks[kind] != NULL ? nicks[kind] : "?";
}

const char *
susun_run_state_nick (SusunRunState state)
{
  static const char *const nicks[] = {
    [SUSUN_RUN_STATE_PREPARING] = "preparing", [SUSUN_RUN_STATE_PLANNED] = "planned",
    [SUSUN_RUN_STATE_RUNNING] = "running",     [SUSUN_RUN_STATE_CANCELLED] = "cancelled",
    [SUSUN_RUN_STATE_FAILED] = "failed",       [SUSUN_RUN_STATE_FINISHED] = "finished",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == SUSUN_N_RUN_STATES);

  return state < SUSUN_N_RUN_STATES && nicks[state] != NULL ? nicks[state] : "?";
}

const char *
susun_mode_nick (SusunMode mode)
{
  switch (mode)
    {
    case SUSUN_MODE_REPORT:
      return "report";
    case SUSUN_MODE_COPY:
      return "copy";
    case SUSUN_MODE_MOVE:
      return "move";
    case SUSUN_MODE_NONE:
    default:
      return "";
    }
}

const char *
susun_item_state_nick (SusunItemState state)
{
  static const char *const nicks[] = {
    [SUSUN_ITEM_FOUND] = "found",
    [SUSUN_ITEM_PLANNED] = "planned",
    [SUSUN_ITEM_INTENT] = "intent",
    [SUSUN_ITEM_RESERVING] = "reserving",
    [SUSUN_ITEM_COPIED] = "copied",
    [SUSUN_ITEM_RENAMING] = "renaming",
    [SUSUN_ITEM_REMOVING] = "removing",
    [SUSUN_ITEM_DONE] = "done",
    [SUSUN_ITEM_REPORTED] = "reported",
    [SUSUN_ITEM_EXCLUDED] = "excluded",
    [SUSUN_ITEM_LEFT_OUT] = "left-out",
    [SUSUN_ITEM_DUPLICATE] = "duplicate",
    [SUSUN_ITEM_ARCHIVED] = "archived",
    [SUSUN_ITEM_UNREADABLE] = "unreadable",
    [SUSUN_ITEM_FAILED] = "failed",
    [SUSUN_ITEM_SKIPPED] = "skipped",
    [SUSUN_ITEM_LOST] = "lost",
    [SUSUN_ITEM_UNSURE] = "unsure",
    [SUSUN_ITEM_UNVERIFIED] = "unverified",
    [SUSUN_ITEM_UNCHANGED] = "unchanged",
    [SUSUN_ITEM_UNDONE] = "undone",
    [SUSUN_ITEM_RESTORED] = "restored",
    [SUSUN_ITEM_PURGED] = "purged",
  };

  return state < G_N_ELEMENTS (nicks) && nicks[state] != NULL ? nicks[state] : "?";
}

gboolean
susun_item_state_is_end (SusunItemState state)
{
  return state >= SUSUN_ITEM_DONE;
}
