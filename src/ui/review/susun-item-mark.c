// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-item-mark.h"

#include <glib/gi18n.h>

#include "core/view/susun-words.h"

static const char *
confidence_icon (const SusunItem *item)
{
  if (item->date_source == SUSUN_DATE_SOURCE_MANUAL)
    return "document-edit-symbolic";
  switch ((SusunConfidence) item->confidence)
    {
    case SUSUN_CONFIDENCE_CERTAIN:
      return "emblem-ok-symbolic";
    case SUSUN_CONFIDENCE_LIKELY:
      return "object-select-symbolic";
    case SUSUN_CONFIDENCE_SUSPECT:
      return "dialog-warning-symbolic";
    case SUSUN_CONFIDENCE_WEAK:
    case SUSUN_CONFIDENCE_NONE:
    default:
      return "dialog-question-symbolic";
    }
}

/* What is not filed says why. */
static const char *
state_icon (SusunItemState state)
{
  switch (state)
    {
    case SUSUN_ITEM_DUPLICATE:
      return "edit-copy-symbolic";
    case SUSUN_ITEM_ARCHIVED:
      return "folder-symbolic";
    case SUSUN_ITEM_UNREADABLE:
    case SUSUN_ITEM_FAILED:
    case SUSUN_ITEM_LOST:
    case SUSUN_ITEM_UNSURE:
      return "dialog-error-symbolic";
    case SUSUN_ITEM_EXCLUDED:
    case SUSUN_ITEM_LEFT_OUT:
    case SUSUN_ITEM_SKIPPED:
      return "action-unavailable-symbolic";
    default:
      return NULL;
    }
}

void
susun_item_mark_read (SusunItemMark *mark, const SusunItem *item, const SusunOverride *override)
{
  const char *icon = state_icon ((SusunItemState) item->state);

  mark->faded = item->state == SUSUN_ITEM_LEFT_OUT || item->state == SUSUN_ITEM_EXCLUDED
                || override->left_out;
  mark->staying = icon != NULL;
  if (icon != NULL)
    {
      mark->icon = icon;
      mark->label = susun_item_outcome_label (SUSUN_RUN_ORGANIZE, item);
      return;
    }
  mark->icon = confidence_icon (item);
  mark->label = item->date_source == SUSUN_DATE_SOURCE_MANUAL
                    ? _ ("Set by you")
                    : susun_date_confidence_label ((SusunConfidence) item->confidence);
}

char *
susun_item_mark_dup_text (const SusunItemMark *mark, const SusunItem *item)
{
  return mark->staying ? g_strdup (mark->label) : susun_day_label (item->day);
}
