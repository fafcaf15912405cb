// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/prefs/susun-preferences.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "core/runs/susun-forget.h"
#include "core/thumbs/susun-thumb-cache.h"
#include "ui/prefs/susun-titles-prefs.h"
#include "ui/prefs/susun-zone-page.h"
#include "ui/susun-ai-setup.h"
#include "ui/susun-ask.h"
#include "ui/susun-toast.h"

struct _SusunPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings; /* (owned) */
  SusunWorker *worker; /* (owned) */
  GPtrArray *rows;     /* (element-type GtkWidget): of what is ignored */

  GtkWidget *zone;
  GtkWidget *choose_zone;
  GtkWidget *day_starts;
  GtkWidget *undated;
  GtkWidget *portable_names;
  GtkWidget *workers;
  GtkWidget *ignored;
  GtkWidget *add_ignored;
  GtkWidget *titles;
  GtkWidget *sent;
  GtkWidget *clear_thumbs;
  GtkWidget *forget_answers;
  GtkWidget *forget_runs;
};

G_DEFINE_FINAL_TYPE (SusunPreferences, susun_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
say (SusunPreferences *self, const char *sentence)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                    susun_toast_new (GTK_WIDGET (self), sentence));
}

/* --- dates */

static void
show_zone (SusunPreferences *self)
{
  g_autofree char *zone = g_settings_get_string (self->settings, "time-zone");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->zone), *zone != '\0' ? zone : "UTC");
}

static void
zone_closed_cb (SusunPreferences *self)
{
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  gtk_widget_grab_focus (self->choose_zone);
}

static void
zone_chosen_cb (SusunPreferences *self, const char *zone)
{
  g_settings_set_string (self->settings, "time-zone", zone);
  zone_closed_cb (self);
}

static void
choose_zone_cb (SusunPreferences *self)
{
  g_autofree char *zone = g_settings_get_string (self->settings, "time-zone");
  SusunZonePage *page = susun_zone_page_new (zone);

  g_signal_connect_object (page, "chosen", G_CALLBACK (zone_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "closed", G_CALLBACK (zone_closed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), GTK_WIDGET (page));
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

/* Minutes are shown as a time of the day. */
static gboolean
show_minutes_cb (GtkSpinButton *button)
{
  int minutes = gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (button))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

static int
read_minutes_cb (GtkSpinButton *button, double *value)
{
  int hours, minutes;

  if (sscanf (gtk_editable_get_text (GTK_EDITABLE (button)), "%2d:%2d", &hours, &minutes) != 2
      || hours < 0 || minutes < 0 || minutes > 59)
    return GTK_INPUT_ERROR;
  *value = hours * 60 + minutes;
  return TRUE;
}

/* The rows stand in the order of SusunUndated. */
static gboolean
undated_from_settings (GValue *value, GVariant *variant, gpointer user_data)
{
  SusunPreferences *self = user_data;

  g_value_set_uint (value, (guint) g_settings_get_enum (self->settings, "undated"));
  return TRUE;
}

static GVariant *
undated_to_settings (const GValue *value, const GVariantType *type, gpointer user_data)
{
  static const char *const nicks[] = { "mtime", "folder", "skip" };
  guint selected = g_value_get_uint (value);

  return selected < G_N_ELEMENTS (nicks) ? g_variant_new_string (nicks[selected]) : NULL;
}

/* --- what is ignored */

static void
unignore_cb (GtkWidget *button, SusunPreferences *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "susun-name");
  g_auto (GStrv) ignored = g_settings_get_strv (self->settings, "ignored");
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;

  for (guint i = 0; ignored[i] != NULL; i++)
    if (!g_str_equal (ignored[i], name))
      g_strv_builder_add (left, ignored[i]);
  others = g_strv_builder_end (left);
  g_settings_set_strv (self->settings, "ignored", (const char *const *) others);
}

static void
add_row (SusunPreferences *self, const char *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Remove “%s” from the list"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", name, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "susun-name", g_strdup (name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (unignore_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->ignored), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_ignored (SusunPreferences *self)
{
  g_auto (GStrv) ignored = g_settings_get_strv (self->settings, "ignored");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->ignored), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; ignored[i] != NULL; i++)
    add_row (self, ignored[i]);
}

static void
ignore_cb (SusunPreferences *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->add_ignored)));
  g_auto (GStrv) ignored = g_settings_get_strv (self->settings, "ignored");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strstrip (name);
  gtk_editable_set_text (GTK_EDITABLE (self->add_ignored), "");
  if (*name == '\0' || g_strv_contains ((const char *const *) ignored, name))
    return;
  g_strv_builder_addv (builder, (const char **) ignored);
  g_strv_builder_add (builder, name);
  all = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "ignored", (const char *const *) all);
}

/* --- what is sent and kept */

static void
show_sent (SusunPreferences *self)
{
  g_autofree char *text = NULL;

  if (!susun_ai_setup_is_on (self->settings))
    text = g_strdup (
        _ ("Nothing. Your pictures, their names and their dates stay on this computer."));
  else
    {
      g_autofree char *name = susun_ai_setup_dup_name (self->settings);
      text = g_strdup_printf (
          _ ("Titles of event folders, to %s, and only when you ask for suggestions and have seen "
             "what is sent. Your pictures, their names and their dates stay on this computer."),
          name);
    }
  g_autofree char *markup = g_markup_escape_text (text, -1);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->sent), markup);
}

static void
clear_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "thumbnails", NULL);

  g_task_return_int (task, susun_thumb_cache_clear_own (folder));
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  guint cleared = (guint) g_task_propagate_int (G_TASK (result), NULL);
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("%u small picture was cleared.", "%u small pictures were cleared.", cleared),
      cleared);

  gtk_widget_set_sensitive (SUSUN_PREFERENCES (object)->clear_thumbs, TRUE);
  say (SUSUN_PREFERENCES (object), sentence);
}

static void
clear_thumbs_cb (SusunPreferences *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, cleared_cb, NULL);

  gtk_widget_set_sensitive (self->clear_thumbs, FALSE);
  susun_worker_push (self->worker, task, clear_in_worker);
}

static void
forget_answers_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  g_autofree char *database = susun_ai_setup_dup_database ();
  GError *error = NULL;

  if (susun_ai_forget_answers (database, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
answers_forgotten_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  gtk_widget_set_sensitive (SUSUN_PREFERENCES (object)->forget_answers, TRUE);
  say (SUSUN_PREFERENCES (object), ok ? _ ("The answers of the AI were cleared.") : error->message);
}

static void
forget_answers_cb (SusunPreferences *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, answers_forgotten_cb, NULL);

  gtk_widget_set_sensitive (self->forget_answers, FALSE);
  susun_worker_push (self->worker, task, forget_answers_in_worker);
}

static void
forget_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  GError *failure = NULL;
  guint forgotten = 0;

  if (store == NULL)
    g_task_return_error (task, g_error_copy (error));
  else if (susun_forget_finished (store, &forgotten, &failure))
    g_task_return_int (task, forgotten);
  else
    g_task_return_error (task, failure);
}

static void
forgotten_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunPreferences *self = SUSUN_PREFERENCES (object);
  g_autoptr (GError) error = NULL;
  gssize forgotten = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *sentence = NULL;

  if (error != NULL)
    {
      say (self, error->message);
      return;
    }
  sentence = g_strdup_printf (
      ngettext ("%u run was forgotten.", "%u runs were forgotten.", (gulong) forgotten),
      (guint) forgotten);
  say (self, sentence);
}

static void
forget_runs (gpointer self, const char *unused)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, forgotten_cb, NULL);

  susun_worker_push (SUSUN_PREFERENCES (self)->worker, task, forget_in_worker);
}

static void
forget_runs_cb (SusunPreferences *self)
{
  susun_ask (
      GTK_WIDGET (self), _ ("Forget All Finished Runs?"),
      _ ("They can no longer be taken back, and Susun no longer knows which of their originals are "
         "proven. No picture is touched, neither original nor copy.\n\nRuns that are not finished, "
         "and those with originals in quarantine, are kept."),
      _ ("_Cancel"), _ ("_Forget"), ADW_RESPONSE_DESTRUCTIVE, forget_runs, NULL);
}

/* --- the window */

static void
susun_preferences_init (SusunPreferences *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->day_starts, "output", G_CALLBACK (show_minutes_cb), NULL);
  g_signal_connect (self->day_starts, "input", G_CALLBACK (read_minutes_cb), NULL);
  g_signal_connect_swapped (self->choose_zone, "clicked", G_CALLBACK (choose_zone_cb), self);
  g_signal_connect_swapped (self->add_ignored, "apply", G_CALLBACK (ignore_cb), self);
  g_signal_connect_swapped (self->titles, "say", G_CALLBACK (say), self);
  g_signal_connect_swapped (self->clear_thumbs, "clicked", G_CALLBACK (clear_thumbs_cb), self);
  g_signal_connect_swapped (self->forget_answers, "clicked", G_CALLBACK (forget_answers_cb), self);
  g_signal_connect_swapped (self->forget_runs, "clicked", G_CALLBACK (forget_runs_cb), self);
}

static void
susun_preferences_dispose (GObject *object)
{
  SusunPreferences *self = SUSUN_PREFERENCES (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_preferences_parent_class)->dispose (object);
}

static void
susun_preferences_class_init (SusunPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_TITLES_PREFS);
  G_OBJECT_CLASS (klass)->dispose = susun_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/prefs/susun-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, zone);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, choose_zone);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, day_starts);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, undated);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, portable_names);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, workers);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, ignored);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, add_ignored);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, titles);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, sent);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, clear_thumbs);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, forget_answers);
  gtk_widget_class_bind_template_child (widget_class, SusunPreferences, forget_runs);
}

SusunPreferences *
susun_preferences_new (GSettings *settings, SusunWorker *worker)
{
  SusunPreferences *self = g_object_new (SUSUN_TYPE_PREFERENCES, NULL);

  self->settings = g_object_ref (settings);
  self->worker = g_object_ref (worker);
  g_settings_bind (settings, "day-starts", self->day_starts, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "workers", self->workers, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "portable-names", self->portable_names, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "undated", self->undated, "selected",
                                G_SETTINGS_BIND_DEFAULT, undated_from_settings, undated_to_settings,
                                self, NULL);
  g_signal_connect_swapped (settings, "changed::time-zone", G_CALLBACK (show_zone), self);
  g_signal_connect_swapped (settings, "changed::ignored", G_CALLBACK (show_ignored), self);
  g_signal_connect_swapped (settings, "changed::ai-provider", G_CALLBACK (show_sent), self);
  g_signal_connect_swapped (settings, "changed::ai-endpoint", G_CALLBACK (show_sent), self);
  susun_titles_prefs_set_settings (SUSUN_TITLES_PREFS (self->titles), settings);
  show_zone (self);
  show_ignored (self);
  show_sent (self);
  return self;
}
