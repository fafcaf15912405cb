// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-window-private.h"

gboolean
susun_window_went_through (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL && outcome->error == NULL && !outcome->cancelled;
}

/* What the plan that waits would do. */
static char *
dup_plan_label (SusunWindow *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_REVIEW);
  guint files = (guint) outcome->balance.counts[SUSUN_BALANCE_NOT_REACHED];

  switch (susun_wizard_get_mode (self->wizard))
    {
    case SUSUN_MODE_MOVE:
      return g_strdup_printf (
          ngettext ("_Move %u Photo into Archive", "_Move %u Photos into Archive", files), files);
    case SUSUN_MODE_REPORT:
      return g_strdup (_ ("Write _Report"));
    case SUSUN_MODE_COPY:
    case SUSUN_MODE_NONE:
    default:
      return g_strdup_printf (
          ngettext ("_Copy %u Photo into Archive", "_Copy %u Photos into Archive", files), files);
    }
}

char *
susun_window_dup_next_label (SusunWindow *self)
{
  SusunStage stage = susun_wizard_get_stage (self->wizard);

  if (!susun_window_in_wizard (self) || susun_wizard_get_job (self->wizard) != NULL)
    return NULL;
  switch (stage)
    {
    case SUSUN_STAGE_CHOOSE:
      return g_strdup (_ ("_Review"));
    case SUSUN_STAGE_REVIEW:
      return susun_wizard_has_plan (self->wizard) ? dup_plan_label (self) : NULL;
    case SUSUN_STAGE_ORGANIZE:
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        return susun_window_went_through (self, stage) ? g_strdup (_ ("_Verify")) : NULL;
      return susun_window_went_through (self, stage) ? g_strdup (_ ("_Done")) : NULL;
    case SUSUN_STAGE_VERIFY:
      return susun_window_went_through (self, stage) ? g_strdup (_ ("_Clean Up…")) : NULL;
    case SUSUN_STAGE_CLEAN_UP:
      return g_strdup (susun_window_went_through (self, stage)
                           ? _ ("_Done")
                           : _ ("_Move Originals to Quarantine…"));
    case SUSUN_STAGE_DONE:
    default:
      return g_strdup (_ ("_New"));
    }
}

void
susun_window_go_next (SusunWindow *self)
{
  switch (susun_wizard_get_stage (self->wizard))
    {
    case SUSUN_STAGE_CHOOSE:
      susun_wizard_review (self->wizard);
      break;
    case SUSUN_STAGE_REVIEW:
      susun_wizard_organize (self->wizard);
      break;
    case SUSUN_STAGE_ORGANIZE:
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        susun_wizard_verify (self->wizard);
      else
        susun_wizard_finish (self->wizard);
      break;
    case SUSUN_STAGE_VERIFY:
      susun_wizard_set_stage (self->wizard, SUSUN_STAGE_CLEAN_UP);
      break;
    case SUSUN_STAGE_CLEAN_UP:
      if (susun_window_went_through (self, SUSUN_STAGE_CLEAN_UP))
        susun_wizard_finish (self->wizard);
      else
        susun_window_ask_to_clean_up (self);
      break;
    case SUSUN_STAGE_DONE:
    default:
      susun_wizard_clear (self->wizard);
      susun_window_show_page (self, "home");
      break;
    }
}
