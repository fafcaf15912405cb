// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-nothing.h"

#include <glib/gi18n.h>

void
susun_nothing_show (const SusunNothing *self, const SusunOutcome *outcome, AdwStatusPage *page)
{
  if (outcome != NULL && outcome->error != NULL)
    {
      /* A status page takes markup. */
      g_autofree char *markup = g_markup_escape_text (outcome->error, -1);
      adw_status_page_set_icon_name (page, "dialog-error-symbolic");
      adw_status_page_set_title (page, self->failed);
      adw_status_page_set_description (page, markup);
    }
  else if (outcome != NULL && outcome->cancelled)
    {
      adw_status_page_set_icon_name (page, "process-stop-symbolic");
      adw_status_page_set_title (page, _ ("Stopped"));
      adw_status_page_set_description (page, self->cancelled);
    }
  else
    {
      adw_status_page_set_icon_name (page, self->icon);
      adw_status_page_set_title (page, self->title);
      adw_status_page_set_description (page, self->description);
    }
}
