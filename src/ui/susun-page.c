// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-page.h"

G_DEFINE_INTERFACE (SusunPage, susun_page, GTK_TYPE_WIDGET)

static void
susun_page_default_init (SusunPageInterface *iface)
{
}

void
susun_page_shown (GtkWidget *widget)
{
  if (SUSUN_IS_PAGE (widget) && SUSUN_PAGE_GET_IFACE (widget)->shown != NULL)
    SUSUN_PAGE_GET_IFACE (widget)->shown (SUSUN_PAGE (widget));
}

void
susun_page_search (GtkWidget *widget)
{
  if (susun_page_has_search (widget))
    SUSUN_PAGE_GET_IFACE (widget)->search (SUSUN_PAGE (widget));
}

void
susun_page_toggle_details (GtkWidget *widget)
{
  if (susun_page_has_details (widget))
    SUSUN_PAGE_GET_IFACE (widget)->toggle_details (SUSUN_PAGE (widget));
}

gboolean
susun_page_has_search (GtkWidget *widget)
{
  return SUSUN_IS_PAGE (widget) && SUSUN_PAGE_GET_IFACE (widget)->search != NULL;
}

gboolean
susun_page_has_details (GtkWidget *widget)
{
  return SUSUN_IS_PAGE (widget) && SUSUN_PAGE_GET_IFACE (widget)->toggle_details != NULL;
}
