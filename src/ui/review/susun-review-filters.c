// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/review/susun-month-bars.h"
#include "ui/review/susun-review-private.h"

static const SusunItemFilter filters[SUSUN_REVIEW_FILTERS] = {
  SUSUN_ITEM_FILTER_ALL,        SUSUN_ITEM_FILTER_ATTENTION, SUSUN_ITEM_FILTER_NO_DATE,
  SUSUN_ITEM_FILTER_DUPLICATES, SUSUN_ITEM_FILTER_ARCHIVED,  SUSUN_ITEM_FILTER_UNREADABLE,
  SUSUN_ITEM_FILTER_LEFT_OUT,
};

const SusunReviewSort susun_review_sorts[SUSUN_REVIEW_SORTS] = {
  { "oldest", N_ ("Oldest First"), SUSUN_ORDER_DAY, FALSE },
  { "newest", N_ ("Newest First"), SUSUN_ORDER_DAY, TRUE },
  { "name", N_ ("By Name"), SUSUN_ORDER_NAME, FALSE },
  { "folder", N_ ("By Folder"), SUSUN_ORDER_PATH, FALSE },
};

/* --- chips */

static void
show_chip (SusunReviewPage *self, guint index, const SusunViewCounts *counts)
{
  guint64 count = counts != NULL ? counts->filters[filters[index]] : 0;
  const char *label = susun_item_filter_label (filters[index]);
  g_autofree char *text = NULL;

  if (filters[index] == SUSUN_ITEM_FILTER_ALL && counts == NULL)
    text = g_strdup (label);
  else
    /* Translators: what pictures are shown, and how many there are: "Duplicates  12" */
    text = g_strdup_printf (_ ("%s  %'lu"), label, (gulong) count);
  gtk_button_set_label (GTK_BUTTON (self->filter_buttons[index]), text);
  gtk_widget_set_visible (self->filter_buttons[index],
                          count > 0 || filters[index] == SUSUN_ITEM_FILTER_ALL
                              || filters[index] == self->filter);
}

static void
make_sorts (SusunReviewPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < SUSUN_REVIEW_SORTS; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (susun_review_sorts[i].label), NULL);
      g_menu_item_set_action_and_target (item, "review.sort", "s", susun_review_sorts[i].nick);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->sort_button), G_MENU_MODEL (menu));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->sort_button),
                             _ (susun_review_sorts[self->sort].label));
}

gboolean
susun_review_page_set_sort (SusunReviewPage *self, const char *nick)
{
  for (guint i = 0; i < SUSUN_REVIEW_SORTS; i++)
    if (g_strcmp0 (nick, susun_review_sorts[i].nick) == 0 && i != self->sort)
      {
        self->sort = i;
        self->sorted = TRUE;
        gtk_menu_button_set_label (GTK_MENU_BUTTON (self->sort_button),
                                   _ (susun_review_sorts[i].label));
        return TRUE;
      }
  return FALSE;
}

void
susun_review_page_make_filters (SusunReviewPage *self)
{
  make_sorts (self);
  for (guint i = 0; i < SUSUN_REVIEW_FILTERS; i++)
    {
      GtkWidget *chip = gtk_toggle_button_new ();
      gtk_widget_add_css_class (chip, "filter-chip");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "review.filter");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "s",
                                        susun_item_filter_nick (filters[i]));
      self->filter_buttons[i] = chip;
      gtk_box_insert_child_after (GTK_BOX (self->chips), chip,
                                  i > 0 ? self->filter_buttons[i - 1] : NULL);
      show_chip (self, i, NULL);
    }
}

/* --- years */

static void
append_year (GMenu *menu, const char *label, int year)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "review.year", "i", year);
  g_menu_append_item (menu, item);
}

/* A menu that is open is not taken away: it is made anew only when other years, or other numbers,
 * stand in it. */
static void
show_years (SusunReviewPage *self, const SusunViewCounts *counts)
{
  g_autoptr (GArray) years = NULL;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *label = NULL;

  if (self->year != 0 && self->years <= 1)
    label = g_strdup_printf ("%d", self->year);
  else if (self->year != 0)
    label = g_strdup_printf ("%d–%d", self->year, self->year + self->years - 1);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->years_button),
                             label != NULL ? label : _ ("Any Year"));
  if (counts == NULL)
    return;
  years = susun_view_counts_list_years (counts);
  append_year (menu, _ ("Any Year"), 0);
  for (guint i = years->len; i > 0; i--)
    {
      const SusunMonthCount *year = &g_array_index (years, SusunMonthCount, i - 1);
      /* Translators: a year, and how many pictures are of it: "2023 (1,204)" */
      g_autofree char *text = g_strdup_printf (_ ("%d (%'lu)"), year->year, (gulong) year->count);
      append_year (menu, text, year->year);
      g_string_append_printf (key, "%s\n", text);
    }
  gtk_widget_set_visible (self->years_button, years->len > 1 || self->year != 0);
  if (g_strcmp0 (key->str, self->year_menu) == 0)
    return;
  g_free (self->year_menu);
  self->year_menu = g_strdup (key->str);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->years_button), G_MENU_MODEL (menu));
}

/* --- all of them */

void
susun_review_page_show_counts (SusunReviewPage *self)
{
  const SusunViewCounts *counts = susun_item_model_get_counts (self->model);

  for (guint i = 0; i < SUSUN_REVIEW_FILTERS; i++)
    show_chip (self, i, counts);
  show_years (self, counts);
  /* The old bars stay until there are new ones. */
  if (counts == NULL && self->run != 0)
    return;
  susun_month_bars_set_counts (SUSUN_MONTH_BARS (self->chart), counts, self->year, self->month);
  gtk_widget_set_visible (self->chart, counts != NULL && counts->months->len > 0);
}

gboolean
susun_review_page_is_filtered (SusunReviewPage *self)
{
  return self->filter != SUSUN_ITEM_FILTER_ALL || self->year != 0
         || (self->text != NULL && *self->text != '\0');
}

void
susun_review_page_show_all (SusunReviewPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), FALSE);
  g_clear_pointer (&self->text, g_free);
  self->month = 0;
  g_object_set (self, "filter", susun_item_filter_nick (SUSUN_ITEM_FILTER_ALL), "year", 0, NULL);
  susun_review_page_ask (self);
}
