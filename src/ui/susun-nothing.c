// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-nothing.h"

#include <glib/gi18n.h>

static void
show_error (AdwStatusPage *page, const char *title, const char *sentence)
{
  /* A status page takes markup. */
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_status_page_set_icon_name (page, "dialog-error-symbolic");
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, markup);
}

void
susun_nothing_show (const SusunNothing *self, const SusunOutcome *outcome, const char *unreadable,
                    AdwStatusPage *page)
{
  if (unreadable != NULL)
    show_error (page, _ ("The History Cannot Be Read"), unreadable);
  else if (outcome != NULL && outcome->error != NULL)
    show_error (page, self->failed, outcome->error);
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
