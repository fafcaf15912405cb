// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/home/susun-home-page.h"

#include <glib/gi18n.h>

#include "core/view/susun-run-list.h"
#include "ui/susun-own-data.h"
#include "ui/susun-page.h"

/* More than these are in the history; here one looks for the one of yesterday. */
#define ROWS_SHOWN 6

struct _SusunHomePage
{
  AdwBin parent_instance;

  SusunWorker *reader;       /* (owned) */
  GCancellable *cancellable; /* (owned): of the reading under way */
  GPtrArray *rows;           /* (element-type GtkWidget) */

  GtkWidget *sample;
  GtkWidget *truth_bar;
  GtkWidget *truth_icon;
  GtkWidget *truth;
  GtkWidget *unfinished;
};

static void read_anew (SusunPage *page);

static void
page_init (SusunPageInterface *iface)
{
  iface->shown = read_anew;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunHomePage, susun_home_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SUSUN_TYPE_PAGE, page_init))

static void
susun_home_page_init (SusunHomePage *self)
{
  g_autofree char *sample = susun_own_data_find_sample ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->sample, sample != NULL);
}

static void
susun_home_page_dispose (GObject *object)
{
  SusunHomePage *self = SUSUN_HOME_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reader);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_HOME_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_home_page_parent_class)->dispose (object);
}

static void
susun_home_page_class_init (SusunHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_home_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/home/susun-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, sample);
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, truth_bar);
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, truth_icon);
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, truth);
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, unfinished);
}

/* "Yesterday" is what one remembers a run by, before its folders. */
static char *
describe_day (gint64 when)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (when / G_USEC_PER_SEC);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);

  if (g_date_time_get_year (then) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    /* Translators: a time of today: “Today, 14:05” */
    return g_date_time_format (then, _ ("Today, %R"));
  if (g_date_time_get_year (then) == g_date_time_get_year (yesterday)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (yesterday))
    return g_date_time_format (then, _ ("Yesterday, %R"));
  return g_date_time_format (then, "%x");
}

static void
add_row (SusunHomePage *self, const SusunRunEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Continue"));
  g_autofree char *day = describe_day (entry->run->started);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", entry->summary, day);
  g_autofree char *label = g_strdup_printf (_ ("Continue %s"), entry->title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", entry->title, "subtitle", subtitle, "subtitle-lines", 3,
                "title-lines", 2, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.continue");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(su)", entry->run->run_id,
                                    (guint) entry->next);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->unfinished), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_truth (SusunHomePage *self, const SusunRunList *list)
{
  g_autofree char *truth = susun_run_list_describe (list);

  gtk_widget_set_visible (self->truth_bar, truth != NULL);
  gtk_label_set_text (GTK_LABEL (self->truth), truth != NULL ? truth : "");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->truth_icon), list->unproven > 0
                                                                  ? "dialog-information-symbolic"
                                                                  : "security-high-symbolic");
  if (list->unproven > 0)
    gtk_widget_remove_css_class (self->truth_bar, "success");
  else
    gtk_widget_add_css_class (self->truth_bar, "success");
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunHomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRunList) list = susun_run_list_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->rows == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->unfinished), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (list == NULL)
    {
      /* The history cannot be read: that is a truth, too. */
      gtk_widget_set_visible (self->truth_bar, TRUE);
      gtk_label_set_text (GTK_LABEL (self->truth), error->message);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->truth_icon), "dialog-warning-symbolic");
      gtk_widget_remove_css_class (self->truth_bar, "success");
      gtk_widget_set_visible (self->unfinished, FALSE);
      return;
    }
  show_truth (self, list);
  for (guint i = 0; i < list->entries->len && self->rows->len < ROWS_SHOWN; i++)
    {
      const SusunRunEntry *entry = list->entries->pdata[i];
      if (entry->next != SUSUN_NEXT_NOTHING)
        add_row (self, entry);
    }
  gtk_widget_set_visible (self->unfinished, self->rows->len > 0);
}

static void
read_anew (SusunPage *page)
{
  SusunHomePage *self = SUSUN_HOME_PAGE (page);

  if (self->reader == NULL)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  susun_run_list_load (self->reader, self->cancellable, read_cb, g_object_ref (self));
}

void
susun_home_page_set_reader (SusunHomePage *self, SusunWorker *reader)
{
  g_return_if_fail (self->reader == NULL);
  self->reader = g_object_ref (reader);
  read_anew (SUSUN_PAGE (self));
}
