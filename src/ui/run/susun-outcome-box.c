// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-outcome-box.h"

#include <glib/gi18n.h>

/* Of a thousand remarks of one kind a person reads the first few; the run's page has the files. */
#define REMARKS_SHOWN 20

struct _SusunOutcomeBox
{
  AdwBin parent_instance;

  GtkWidget *groups; /* a box that is filled anew each time */
};

G_DEFINE_FINAL_TYPE (SusunOutcomeBox, susun_outcome_box, ADW_TYPE_BIN)

static void
susun_outcome_box_init (SusunOutcomeBox *self)
{
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_bin_set_child (ADW_BIN (self), self->groups);
}

static void
susun_outcome_box_class_init (SusunOutcomeBoxClass *klass)
{
}

GtkWidget *
susun_outcome_row_new (const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", title, "subtitle", subtitle != NULL ? subtitle : "", "title-lines", 0,
                "subtitle-lines", 0, NULL);
  if (value != NULL)
    {
      GtkWidget *label = gtk_label_new (value);
      gtk_widget_add_css_class (label, "numeric");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

static GtkWidget *
add_group (SusunOutcomeBox *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (GTK_BOX (self->groups), group);
  return group;
}

static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%'lu", (gulong) count);
}

/* "copied" stands alone on a row, so it begins with a capital. */
static char *
capitalize (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

/* Folders have no size of their own. Returns: (transfer full) (nullable) */
static char *
format_bytes (const SusunBalance *balance, guint64 bytes)
{
  return balance->found_bytes > 0 ? g_format_size (bytes) : NULL;
}

static const char *
get_found_label (SusunRunKind kind)
{
  switch (kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return _ ("Found");
    case SUSUN_RUN_RENAME:
      return _ ("Folders");
    default:
      return _ ("Files");
    }
}

static void
add_balance (SusunOutcomeBox *self, const SusunBalance *balance)
{
  GtkWidget *group = add_group (self, _ ("Balance"), NULL);
  g_autofree char *found = format_count (balance->found);
  g_autofree char *found_bytes = format_bytes (balance, balance->found_bytes);

  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      susun_outcome_row_new (get_found_label (balance->kind), found_bytes, found));
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    {
      if (balance->counts[i] == 0)
        continue;
      g_autofree char *label = capitalize (susun_balance_label (i));
      g_autofree char *count = format_count (balance->counts[i]);
      g_autofree char *bytes = format_bytes (balance, balance->bytes[i]);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 susun_outcome_row_new (label, bytes, count));
    }
}

/* What was left where it is on purpose is told, but it is no problem. */
static gboolean
is_fine (const SusunProblemGroup *problem)
{
  return problem->cause == SUSUN_CAUSE_NOT_COPIED;
}

static GtkWidget *
problem_row_new (const SusunProblemGroup *problem)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *count = format_count (problem->count);
  GtkWidget *label = gtk_label_new (count);
  GtkWidget *icon = gtk_image_new_from_icon_name (is_fine (problem) ? "dialog-information-symbolic"
                                                                    : "dialog-warning-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", susun_cause_label (problem->cause), "subtitle",
                susun_cause_advice (problem->cause), NULL);
  if (!is_fine (problem))
    gtk_widget_add_css_class (icon, "warning");
  gtk_widget_add_css_class (label, "numeric");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), label);
  for (guint i = 0; i < problem->examples->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              susun_outcome_row_new (problem->examples->pdata[i], NULL, NULL));
  if (problem->count > problem->examples->len)
    {
      gulong more = (gulong) (problem->count - problem->examples->len);
      g_autofree char *text = g_strdup_printf (
          ngettext ("and %'lu more, see History", "and %'lu more, see History", more), more);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), susun_outcome_row_new (text, NULL, NULL));
    }
  return row;
}

/* @problems: (nullable). Returns: (transfer full) (element-type SusunProblemGroup): borrowed ones
 */
static GPtrArray *
choose_groups (const GPtrArray *problems, gboolean fine)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    if (is_fine (problems->pdata[i]) == fine)
      g_ptr_array_add (chosen, problems->pdata[i]);
  return chosen;
}

static void
add_problems (SusunOutcomeBox *self, const GPtrArray *all)
{
  g_autoptr (GPtrArray) problems = choose_groups (all, FALSE);

  if (problems->len == 0)
    return;
  GtkWidget *group
      = add_group (self, _ ("Needs a Look"), _ ("No original was touched for any of these."));
  for (guint i = 0; i < problems->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), problem_row_new (problems->pdata[i]));
}

/* @all: (nullable): the problems, of which some are none. @remarks: (nullable) */
static void
add_remarks (SusunOutcomeBox *self, const GPtrArray *all, const GPtrArray *remarks)
{
  g_autoptr (GPtrArray) fine = choose_groups (all, TRUE);
  guint n_remarks = remarks != NULL ? remarks->len : 0;

  if (fine->len + n_remarks == 0)
    return;
  GtkWidget *group = add_group (self, _ ("Good to Know"), NULL);
  for (guint i = 0; i < fine->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), problem_row_new (fine->pdata[i]));
  for (guint i = 0; i < MIN (n_remarks, REMARKS_SHOWN); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               susun_outcome_row_new (remarks->pdata[i], NULL, NULL));
  if (n_remarks > REMARKS_SHOWN)
    {
      gulong more = n_remarks - REMARKS_SHOWN;
      g_autofree char *text
          = g_strdup_printf (ngettext ("and %'lu more", "and %'lu more", more), more);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 susun_outcome_row_new (text, NULL, NULL));
    }
}

void
susun_outcome_box_show (SusunOutcomeBox *self, const SusunRunSheet *sheet, const GPtrArray *remarks)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->groups)) != NULL)
    gtk_box_remove (GTK_BOX (self->groups), child);
  if (sheet != NULL)
    add_problems (self, sheet->problems);
  if (sheet != NULL && sheet->balance.found > 0)
    add_balance (self, &sheet->balance);
  add_remarks (self, sheet != NULL ? sheet->problems : NULL, remarks);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->groups) != NULL);
}

/* The sign of how it stands has its colour; the words beside it say the same. */
void
susun_outcome_set_sign (GtkWidget *image, const char *icon)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  gtk_widget_remove_css_class (image, "success");
  gtk_widget_remove_css_class (image, "warning");
  if (g_str_equal (icon, "emblem-ok-symbolic"))
    gtk_widget_add_css_class (image, "success");
  else if (g_str_equal (icon, "dialog-warning-symbolic"))
    gtk_widget_add_css_class (image, "warning");
}

char *
susun_outcome_describe (const SusunRunSheet *sheet)
{
  guint64 problems = susun_balance_get_problems (&sheet->balance);

  if (problems == 0)
    return g_strdup (_ ("Everything went well."));
  return g_strdup_printf (
      ngettext ("%'lu file needs a look.", "%'lu files need a look.", (gulong) problems),
      (gulong) problems);
}
