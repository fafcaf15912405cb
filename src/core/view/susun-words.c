// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-words.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"

const char *
susun_run_kind_label (SusunRunKind kind)
{
  switch (kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return _ ("Organize");
    case SUSUN_RUN_VERIFY:
      return _ ("Verify");
    case SUSUN_RUN_QUARANTINE:
      return _ ("Quarantine");
    case SUSUN_RUN_RESTORE:
      return _ ("Restore");
    case SUSUN_RUN_PURGE:
      return _ ("Empty quarantine");
    case SUSUN_RUN_DELETE:
      return _ ("Delete");
    case SUSUN_RUN_DEDUPE:
      return _ ("Remove duplicates");
    case SUSUN_RUN_UNDO:
      return _ ("Undo");
    case SUSUN_RUN_RENAME:
      return _ ("Rename folders");
    case SUSUN_RUN_REPAIR:
      return _ ("Copy again");
    case SUSUN_N_RUN_KINDS:
    default:
      return "";
    }
}

const char *
susun_run_state_label (SusunRunState state)
{
  switch (state)
    {
    case SUSUN_RUN_STATE_PREPARING:
    case SUSUN_RUN_STATE_RUNNING:
      return _ ("Interrupted");
    case SUSUN_RUN_STATE_PLANNED:
      return _ ("Planned");
    case SUSUN_RUN_STATE_CANCELLED:
      return _ ("Cancelled");
    case SUSUN_RUN_STATE_FAILED:
      return _ ("Stopped by an error");
    case SUSUN_RUN_STATE_FINISHED:
      return _ ("Finished");
    case SUSUN_N_RUN_STATES:
    default:
      return "";
    }
}

/* The first folder of a role by its name, and how many more there are. @name: (out) (nullable) */
static guint
first_of_role (const GPtrArray *roots, SusunRootRole role, char **name)
{
  guint more = 0;

  *name = NULL;
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      if (root->role != role)
        continue;
      if (*name == NULL)
        *name = susun_path_display_name (root->path);
      else
        more++;
    }
  return more;
}

char *
susun_run_title (const GPtrArray *roots)
{
  g_autofree char *source = NULL;
  g_autofree char *target = NULL;
  guint more = first_of_role (roots, SUSUN_ROOT_SOURCE, &source);

  first_of_role (roots, SUSUN_ROOT_QUARANTINE, &target);
  if (target == NULL)
    first_of_role (roots, SUSUN_ROOT_ARCHIVE, &target);
  if (source != NULL && more > 0)
    {
      char *several = g_strdup_printf (
          /* Translators: the name of a folder, and how many others there are */
          ngettext ("%s and %u more", "%s and %u more", more), source, more);
      g_free (source);
      source = several;
    }
  if (source == NULL || target == NULL)
    return g_strdup (source != NULL ? source : target != NULL ? target : "");
  /* Translators: from which folder, and to which */
  return g_strdup_printf (_ ("%s → %s"), source, target);
}

/* What was carried out. */
static const char *
done_label (SusunRunKind kind, SusunOp op)
{
  switch (op)
    {
    case SUSUN_OP_COPY:
      if (kind == SUSUN_RUN_REPAIR)
        return _ ("Copied again");
      return kind == SUSUN_RUN_ORGANIZE ? _ ("Copied") : _ ("Put back");
    case SUSUN_OP_MOVE:
      if (kind == SUSUN_RUN_ORGANIZE)
        return _ ("Moved");
      return kind == SUSUN_RUN_QUARANTINE || kind == SUSUN_RUN_DEDUPE || kind == SUSUN_RUN_REPAIR
                 ? _ ("In quarantine")
                 : _ ("Put back");
    case SUSUN_OP_REMOVE:
      return _ ("Removed");
    case SUSUN_OP_VERIFY:
      return _ ("Proven");
    case SUSUN_OP_RENAME:
      return _ ("Renamed");
    case SUSUN_OP_NONE:
    default:
      return _ ("Done");
    }
}

const char *
susun_item_outcome_label (SusunRunKind kind, const SusunItem *item)
{
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_FOUND:
      return _ ("Found");
    case SUSUN_ITEM_PLANNED:
      return _ ("Planned");
    case SUSUN_ITEM_INTENT:
    case SUSUN_ITEM_RESERVING:
    case SUSUN_ITEM_COPIED:
    case SUSUN_ITEM_RENAMING:
    case SUSUN_ITEM_REMOVING:
      return _ ("On its way");
    case SUSUN_ITEM_DONE:
      return done_label (kind, (SusunOp) item->op);
    case SUSUN_ITEM_REPORTED:
      return _ ("Reported only");
    case SUSUN_ITEM_EXCLUDED:
      return _ ("Outside the dates");
    case SUSUN_ITEM_LEFT_OUT:
      return _ ("Left out");
    case SUSUN_ITEM_DUPLICATE:
      return _ ("Duplicate");
    case SUSUN_ITEM_ARCHIVED:
      return _ ("Already archived");
    case SUSUN_ITEM_UNREADABLE:
      return _ ("Unreadable");
    case SUSUN_ITEM_FAILED:
      return _ ("Failed");
    case SUSUN_ITEM_SKIPPED:
      return _ ("Left alone");
    case SUSUN_ITEM_LOST:
      return _ ("Lost");
    case SUSUN_ITEM_UNSURE:
      return _ ("Not certain");
    case SUSUN_ITEM_UNVERIFIED:
      return _ ("Not proven");
    case SUSUN_ITEM_UNCHANGED:
      return _ ("Right as it is");
    case SUSUN_ITEM_UNDONE:
      return _ ("Taken back");
    case SUSUN_ITEM_RESTORED:
      return _ ("Put back later");
    case SUSUN_ITEM_PURGED:
      return _ ("Deleted for ever");
    default:
      return "";
    }
}
