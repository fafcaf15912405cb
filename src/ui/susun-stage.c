// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-stage.h"

#include <glib/gi18n.h>

static const struct
{
  const char *page;
  const char *title;
} stages[] = {
  [SUSUN_STAGE_CHOOSE] = { "choose", N_ ("Choose") },
  [SUSUN_STAGE_REVIEW] = { "review", N_ ("Review") },
  [SUSUN_STAGE_ORGANIZE] = { "organize", N_ ("Organize") },
  [SUSUN_STAGE_VERIFY] = { "verify", N_ ("Verify") },
  [SUSUN_STAGE_CLEAN_UP] = { "clean-up", N_ ("Clean Up") },
  [SUSUN_STAGE_DONE] = { "done", N_ ("Done") },
  [SUSUN_STAGE_TITLES] = { "titles", N_ ("Titles") },
  [SUSUN_STAGE_RENAMED] = { "renamed", N_ ("Done") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (stages) == SUSUN_N_STAGES);

const char *
susun_stage_get_title (SusunStage stage)
{
  g_return_val_if_fail (stage < SUSUN_N_STAGES, "");
  return _ (stages[stage].title);
}

const char *
susun_stage_get_page (SusunStage stage)
{
  g_return_val_if_fail (stage < SUSUN_N_STAGES, "");
  return stages[stage].page;
}

gboolean
susun_stage_is_on_way (SusunStage stage, gboolean renaming)
{
  return stage == SUSUN_STAGE_CHOOSE || (stage >= SUSUN_STAGE_TITLES) == renaming;
}

SusunStage
susun_stage_get_previous (SusunStage stage)
{
  g_return_val_if_fail (stage != SUSUN_STAGE_CHOOSE, SUSUN_STAGE_CHOOSE);
  return stage == SUSUN_STAGE_TITLES ? SUSUN_STAGE_CHOOSE : stage - 1;
}
