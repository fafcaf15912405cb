// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/prefs/susun-titles-prefs.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "ui/susun-ai-setup.h"
#include "ui/susun-open.h"

/* Models that the test names. */
#define MODELS_NAMED 3

struct _SusunTitlesPrefs
{
  AdwPreferencesPage parent_instance;

  GSettings *settings;       /* (owned) */
  GCancellable *looking;     /* (owned) (nullable): for the key */
  GCancellable *testing;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of what is written */

  GtkWidget *letters;
  GtkWidget *words;
  GtkWidget *provider;
  GtkWidget *endpoint;
  GtkWidget *model;
  GtkWidget *key;
  GtkWidget *kept;
  GtkWidget *remove;
  GtkWidget *mask_row;
  GtkWidget *mask;
  GtkWidget *tested;
  GtkWidget *spinner;
  GtkWidget *test;
};

G_DEFINE_FINAL_TYPE (SusunTitlesPrefs, susun_titles_prefs, ADW_TYPE_PREFERENCES_PAGE)

enum
{
  SIGNAL_SAY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
say (SusunTitlesPrefs *self, const char *sentence)
{
  g_signal_emit (self, signals[SIGNAL_SAY], 0, sentence);
}

static void
forget (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* --- own words */

/* Everything of the folders is there already, or it cannot be written in, which is said next. */
static void
make_folders (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *parent = g_path_get_dirname (folder);

  susun_sys_mkdirat (AT_FDCWD, parent, 0700);
  susun_sys_mkdirat (AT_FDCWD, folder, 0700);
}

/* A new file says in comments how it is written. */
static gboolean
begin_words (const char *path, GError **error)
{
  g_autofree char *template = susun_title_words_template ();
  g_autofree char *display = susun_path_display (path);
  g_auto (SusunFd) fd = -1;

  make_folders (path);
  fd = susun_sys_openat (AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if ((fd < 0 && errno == EEXIST)
      || (fd >= 0 && susun_sys_write_all (fd, template, strlen (template)) == 0))
    return TRUE;
  return susun_throw_errno (error, _ ("Writing “%s”"), display);
}

static void
words_cb (SusunTitlesPrefs *self)
{
  g_autofree char *path = susun_title_words_path ();
  g_autoptr (GError) error = NULL;

  if (begin_words (path, &error))
    susun_open_path (GTK_WIDGET (self), path);
  else
    say (self, error->message);
}

/* --- the key */

static void
show_kept (SusunTitlesPrefs *self, gboolean kept, const char *sentence)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kept), sentence);
  gtk_widget_set_sensitive (self->remove, kept);
}

/* What a person can do about it; what the session says stands in the tooltip. */
static void
show_no_keyring (SusunTitlesPrefs *self, const GError *error)
{
  gboolean locked = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  show_kept (self, FALSE,
             locked ? error->message
                    : _ ("No keyring answers in this session, so no key can be kept. One in the "
                         "variable SUSUN_AI_API_KEY is taken instead."));
  gtk_widget_set_tooltip_text (self->kept, locked ? NULL : error->message);
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitlesPrefs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunAiKey) key = susun_ai_key_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->looking == NULL)
    return;
  g_clear_object (&self->looking);
  gtk_widget_set_tooltip_text (self->kept, NULL);
  if (error != NULL)
    show_no_keyring (self, error);
  else if (key != NULL)
    show_kept (self, TRUE, _ ("There is one. It is kept nowhere else."));
  else
    show_kept (self, FALSE, _ ("There is none yet."));
}

static void
look_for_key (SusunTitlesPrefs *self)
{
  g_autofree char *service = NULL;

  forget (&self->looking);
  if (!susun_ai_setup_is_on (self->settings))
    return;
  service = susun_ai_setup_dup_service (self->settings);
  self->looking = g_cancellable_new ();
  show_kept (self, FALSE, _ ("Asking the keyring…"));
  susun_ai_key_lookup_async (service, self->looking, looked_up_cb, g_object_ref (self));
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitlesPrefs) self = user_data;
  g_autoptr (GError) error = NULL;

  if (susun_ai_key_store_finish (result, &error))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->key), "");
      look_for_key (self);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_no_keyring (self, error);
  say (self, _ ("The key could not be kept."));
}

/* @key: (nullable): NULL removes it */
static void
store_key (SusunTitlesPrefs *self, SusunAiKey *key)
{
  g_autofree char *service = susun_ai_setup_dup_service (self->settings);

  susun_ai_key_store_async (service, key, self->cancellable, stored_cb, g_object_ref (self));
}

static void
key_applied_cb (SusunTitlesPrefs *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunAiKey) key
      = susun_ai_key_new (gtk_editable_get_text (GTK_EDITABLE (self->key)), &error);

  if (key == NULL)
    say (self, error->message);
  else
    store_key (self, key);
}

static void
remove_cb (SusunTitlesPrefs *self)
{
  store_key (self, NULL);
}

/* --- the test */

static void
show_tested (SusunTitlesPrefs *self, const char *sentence)
{
  g_clear_object (&self->testing);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->test, TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->tested), sentence);
}

static char *
describe_models (const char *const *models)
{
  guint n = g_strv_length ((GStrv) models);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MODELS_NAMED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", models[i]);
  if (n > MODELS_NAMED)
    g_string_append (names, ", …");
  return n > 0 ? g_strdup_printf (
             ngettext ("It answers, and has %u model: %s", "It answers, and has %u models: %s", n),
             n, names->str)
               : g_strdup (_ ("It answers, but has no model that could be asked."));
}

static void
models_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitlesPrefs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) models = susun_ai_list_models_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->testing)
    return;
  if (models != NULL)
    sentence = describe_models ((const char *const *) models);
  show_tested (self, models != NULL ? sentence : error->message);
}

static void
key_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitlesPrefs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunAiKey) key = susun_ai_setup_find_key_finish (result, &error);
  g_autoptr (SusunAiSetup) setup = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->testing)
    return;
  if (error != NULL)
    {
      show_tested (self, error->message);
      return;
    }
  setup = susun_ai_setup_new (self->settings, key);
  susun_ai_list_models_async (&setup->options, self->testing, models_listed_cb,
                              g_object_ref (self));
}

static void
test_cb (SusunTitlesPrefs *self)
{
  forget (&self->testing);
  self->testing = g_cancellable_new ();
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), TRUE);
  gtk_widget_set_sensitive (self->test, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->tested), _ ("Asking…"));
  susun_ai_setup_find_key (self->settings, self->testing, key_found_cb, g_object_ref (self));
}

/* --- what is shown */

/* What the test does, or why there is nothing to test at this address. */
static void
show_untested (SusunTitlesPrefs *self, gboolean server)
{
  g_autoptr (SusunAiSetup) setup = susun_ai_setup_new (self->settings, NULL);
  g_autoptr (GError) error = NULL;
  gboolean refused = server && !susun_ai_check_options (&setup->options, &error);

  show_tested (self,
               refused ? error->message : _ ("Asks which models there are. No title is sent."));
  gtk_widget_set_sensitive (self->test, !refused);
}

static void
provider_changed_cb (SusunTitlesPrefs *self)
{
  gboolean on = susun_ai_setup_is_on (self->settings);
  gboolean server = g_settings_get_enum (self->settings, "ai-provider") == 1 + SUSUN_AI_OPENAI;
  GtkWidget *rows[] = { self->model, self->key, self->kept, self->mask_row, self->tested };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (rows[i], on);
  gtk_widget_set_visible (self->endpoint, server);
  forget (&self->testing);
  show_untested (self, server);
  look_for_key (self);
}

/* The rows stand in the order of the settings' values. */
static gboolean
choice_from_settings (GValue *value, GVariant *variant, gpointer nicks)
{
  for (guint i = 0; ((const char *const *) nicks)[i] != NULL; i++)
    if (g_str_equal (((const char *const *) nicks)[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
choice_to_settings (const GValue *value, const GVariantType *type, gpointer nicks)
{
  guint selected = g_value_get_uint (value);

  return selected < g_strv_length ((GStrv) nicks)
             ? g_variant_new_string (((const char *const *) nicks)[selected])
             : NULL;
}

static void
bind_choice (SusunTitlesPrefs *self, const char *key, GtkWidget *row, const char *const *nicks)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                choice_from_settings, choice_to_settings, (gpointer) nicks, NULL);
}

/* Not letter by letter: another address has another key, which is looked for. */
static void
endpoint_applied_cb (SusunTitlesPrefs *self)
{
  g_settings_set_string (self->settings, "ai-endpoint",
                         gtk_editable_get_text (GTK_EDITABLE (self->endpoint)));
}

/* --- the widget */

static void
susun_titles_prefs_dispose (GObject *object)
{
  SusunTitlesPrefs *self = SUSUN_TITLES_PREFS (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  forget (&self->looking);
  forget (&self->testing);
  forget (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_TITLES_PREFS);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (susun_titles_prefs_parent_class)->dispose (object);
}

static void
susun_titles_prefs_class_init (SusunTitlesPrefsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_titles_prefs_dispose;
  signals[SIGNAL_SAY] = g_signal_new ("say", SUSUN_TYPE_TITLES_PREFS, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/prefs/susun-titles-prefs.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, letters);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, words);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, provider);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, endpoint);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, model);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, key);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, kept);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, remove);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, mask_row);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, mask);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, tested);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, spinner);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPrefs, test);
}

static void
susun_titles_prefs_init (SusunTitlesPrefs *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->words, "clicked", G_CALLBACK (words_cb), self);
  g_signal_connect_swapped (self->endpoint, "apply", G_CALLBACK (endpoint_applied_cb), self);
  g_signal_connect_swapped (self->key, "apply", G_CALLBACK (key_applied_cb), self);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  g_signal_connect_swapped (self->test, "clicked", G_CALLBACK (test_cb), self);
}

void
susun_titles_prefs_set_settings (SusunTitlesPrefs *self, GSettings *settings)
{
  static const char *const cases[] = { "title", "upper", "lower", "sentence", NULL };
  static const char *const providers[] = { "off", "google", "openai-compatible", NULL };

  g_return_if_fail (self->settings == NULL);
  self->settings = g_object_ref (settings);
  bind_choice (self, "title-case", self->letters, cases);
  bind_choice (self, "ai-provider", self->provider, providers);
  g_settings_bind (settings, "ai-endpoint", self->endpoint, "text", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "ai-model", self->model, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "ai-mask-names", self->mask, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_swapped (settings, "changed::ai-provider", G_CALLBACK (provider_changed_cb),
                            self);
  g_signal_connect_swapped (settings, "changed::ai-endpoint", G_CALLBACK (provider_changed_cb),
                            self);
  provider_changed_cb (self);
}
