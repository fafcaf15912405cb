// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SusunPage: what a page of the window may do beside showing itself. All of it is optional; a page
 * that has nothing of it need not implement the interface.
 */
#define SUSUN_TYPE_PAGE (susun_page_get_type ())
G_DECLARE_INTERFACE (SusunPage, susun_page, SUSUN, PAGE, GtkWidget)

struct _SusunPageInterface
{
  GTypeInterface parent_interface;

  void (*shown) (SusunPage *self);          /* it comes to the front: read anew what changed */
  void (*search) (SusunPage *self);         /* Ctrl+F: go to the search */
  void (*toggle_details) (SusunPage *self); /* F9: show or hide the details pane */
};

/* Each does nothing for a widget that is no page or has no such thing. */
void susun_page_shown (GtkWidget *widget);
void susun_page_search (GtkWidget *widget);
void susun_page_toggle_details (GtkWidget *widget);

gboolean susun_page_has_search (GtkWidget *widget);
gboolean susun_page_has_details (GtkWidget *widget);

G_END_DECLS
