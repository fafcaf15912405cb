// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-choices.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/files/susun-root.h"
#include "core/media/susun-kind.h"

/* As susun_rename_options_new() has it, in percent. */
#define USUAL_SHARE 60

struct _SusunChoices
{
  GObject parent_instance;

  SusunWorker *reader; /* (owned) */
  GSettings *settings; /* (owned) */

  GListStore *sources; /* (element-type GFile) */
  GFile *archive;      /* (nullable) */
  gboolean trial;      /* nothing of it is remembered */
  SusunMode mode;
  gboolean renaming;
  char *layout;
  gboolean images;
  gboolean videos;
  char *first_day; /* as typed */
  char *last_day;
  char *types;
  gboolean hidden;
  gboolean film_times;
  double share;

  char *obstacle; /* (nullable) */
  gboolean missing;
  GCancellable *checking; /* (nullable): the look at the choices that is under way */
};

G_DEFINE_FINAL_TYPE (SusunChoices, susun_choices, G_TYPE_OBJECT)

enum
{
  PROP_IMAGES = 1,
  PROP_VIDEOS,
  PROP_FIRST_DAY,
  PROP_LAST_DAY,
  PROP_TYPES,
  PROP_HIDDEN,
  PROP_FILM_TIMES,
  PROP_SHARE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
changed (SusunChoices *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
take_usual (SusunChoices *self)
{
  g_clear_object (&self->archive);
  self->trial = FALSE;
  self->mode = SUSUN_MODE_COPY;
  self->renaming = FALSE;
  self->share = USUAL_SHARE;
  self->images = TRUE;
  self->videos = TRUE;
  self->hidden = FALSE;
  self->film_times = FALSE;
  set_text (&self->first_day, "");
  set_text (&self->last_day, "");
  set_text (&self->types, "");
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
susun_choices_init (SusunChoices *self)
{
  self->sources = g_list_store_new (G_TYPE_FILE);
  take_usual (self);
}

static void
susun_choices_dispose (GObject *object)
{
  SusunChoices *self = SUSUN_CHOICES (object);

  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->reader);
  g_clear_object (&self->sources);
  g_clear_object (&self->archive);
  G_OBJECT_CLASS (susun_choices_parent_class)->dispose (object);
}

static void
susun_choices_finalize (GObject *object)
{
  SusunChoices *self = SUSUN_CHOICES (object);

  g_free (self->layout);
  g_free (self->first_day);
  g_free (self->last_day);
  g_free (self->types);
  g_free (self->obstacle);
  G_OBJECT_CLASS (susun_choices_parent_class)->finalize (object);
}

static void
susun_choices_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SusunChoices *self = SUSUN_CHOICES (object);

  switch (id)
    {
    case PROP_IMAGES:
      g_value_set_boolean (value, self->images);
      break;
    case PROP_VIDEOS:
      g_value_set_boolean (value, self->videos);
      break;
    case PROP_FIRST_DAY:
      g_value_set_string (value, self->first_day);
      break;
    case PROP_LAST_DAY:
      g_value_set_string (value, self->last_day);
      break;
    case PROP_TYPES:
      g_value_set_string (value, self->types);
      break;
    case PROP_HIDDEN:
      g_value_set_boolean (value, self->hidden);
      break;
    case PROP_FILM_TIMES:
      g_value_set_boolean (value, self->film_times);
      break;
    case PROP_SHARE:
      g_value_set_double (value, self->share);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void check (SusunChoices *self);

static void
susun_choices_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SusunChoices *self = SUSUN_CHOICES (object);

  switch (id)
    {
    case PROP_IMAGES:
      self->images = g_value_get_boolean (value);
      break;
    case PROP_VIDEOS:
      self->videos = g_value_get_boolean (value);
      break;
    case PROP_FIRST_DAY:
      set_text (&self->first_day, g_value_get_string (value));
      break;
    case PROP_LAST_DAY:
      set_text (&self->last_day, g_value_get_string (value));
      break;
    case PROP_TYPES:
      set_text (&self->types, g_value_get_string (value));
      break;
    case PROP_HIDDEN:
      self->hidden = g_value_get_boolean (value);
      break;
    case PROP_FILM_TIMES:
      self->film_times = g_value_get_boolean (value);
      break;
    case PROP_SHARE:
      self->share = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  check (self);
}

static void
susun_choices_class_init (SusunChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = susun_choices_dispose;
  object_class->finalize = susun_choices_finalize;
  object_class->get_property = susun_choices_get_property;
  object_class->set_property = susun_choices_set_property;
  properties[PROP_IMAGES] = g_param_spec_boolean ("images", NULL, NULL, TRUE, flags);
  properties[PROP_VIDEOS] = g_param_spec_boolean ("videos", NULL, NULL, TRUE, flags);
  properties[PROP_FIRST_DAY] = g_param_spec_string ("first-day", NULL, NULL, "", flags);
  properties[PROP_LAST_DAY] = g_param_spec_string ("last-day", NULL, NULL, "", flags);
  properties[PROP_TYPES] = g_param_spec_string ("types", NULL, NULL, "", flags);
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, flags);
  properties[PROP_FILM_TIMES] = g_param_spec_boolean ("film-times", NULL, NULL, FALSE, flags);
  properties[PROP_SHARE] = g_param_spec_double ("share", NULL, NULL, 0, 100, USUAL_SHARE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SUSUN_TYPE_CHOICES, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

/* --- what they become */

/* ".jpg, MP4" is ".jpg" and ".mp4". Returns: (transfer full) (nullable): NULL for all */
static GPtrArray *
read_types (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ", ", -1);
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = parts[i] + (*parts[i] == '.' ? 1 : 0);
      g_autofree char *lower = g_ascii_strdown (part, -1);
      if (*lower != '\0')
        g_ptr_array_add (types, g_strconcat (".", lower, NULL));
    }
  return types->len > 0 ? g_steal_pointer (&types) : NULL;
}

static gint64
read_day (const char *text)
{
  return strlen (text) == strlen ("YYYY-MM-DD") ? susun_wall_from_text (text) : SUSUN_WALL_NONE;
}

static GPtrArray *
read_ignored (GSettings *settings)
{
  g_auto (GStrv) ignored = g_settings_get_strv (settings, "ignored");
  GPtrArray *excludes;

  if (ignored[0] == NULL)
    return NULL;
  excludes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; ignored[i] != NULL; i++)
    g_ptr_array_add (excludes, g_strdup (ignored[i]));
  return excludes;
}

SusunOrganizeOptions *
susun_choices_make_options (SusunChoices *self)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();
  g_autofree char *zone = g_settings_get_string (self->settings, "time-zone");

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (GFile) source = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      g_ptr_array_add (options->sources, g_file_get_path (source));
    }
  options->destination = self->archive != NULL ? g_file_get_path (self->archive) : NULL;
  options->mode = self->mode;
  set_text (&options->layout, self->layout);
  options->images = self->images;
  options->videos = self->videos;
  options->types = read_types (self->types);
  options->date_from = read_day (self->first_day);
  options->date_to = read_day (self->last_day);
  options->include_hidden = self->hidden;
  options->mtime_first = self->film_times;
  options->zone = *zone != '\0' ? g_steal_pointer (&zone) : NULL;
  options->day_starts = g_settings_get_int (self->settings, "day-starts");
  options->undated = (SusunUndated) g_settings_get_enum (self->settings, "undated");
  options->portable_names = g_settings_get_boolean (self->settings, "portable-names");
  options->excludes = read_ignored (self->settings);
  options->workers = g_settings_get_uint (self->settings, "workers");
  options->now = g_get_real_time () / G_USEC_PER_SEC;
  return options;
}

SusunRenameOptions *
susun_choices_make_rename_options (SusunChoices *self)
{
  SusunRenameOptions *options = susun_rename_options_new ();
  g_autofree char *zone = g_settings_get_string (self->settings, "time-zone");
  g_autoptr (GFile) folder = g_list_model_get_item (G_LIST_MODEL (self->sources), 0);

  options->folder = folder != NULL ? g_file_get_path (folder) : NULL;
  options->dry_run = FALSE;
  options->confidence = self->share / 100;
  options->letter_case = (SusunTitleCase) g_settings_get_enum (self->settings, "title-case");
  options->own_words = susun_title_words_path ();
  options->ignored_folders = read_ignored (self->settings);
  options->zone = *zone != '\0' ? g_steal_pointer (&zone) : NULL;
  options->day_starts = g_settings_get_int (self->settings, "day-starts");
  options->workers = g_settings_get_uint (self->settings, "workers");
  return options;
}

/* --- can a run begin? */

/* What can be said without looking at a disk. Returns: (transfer full) (nullable) */
static char *
find_missing (SusunChoices *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sources)) == 0)
    return g_strdup (self->renaming ? _ ("Add the folder that holds the event folders.")
                                    : _ ("Add a folder with pictures."));
  if (self->renaming)
    return NULL;
  if (self->archive == NULL)
    return g_strdup (_ ("Choose the folder that becomes the archive."));
  if (!self->images && !self->videos)
    return g_strdup (_ ("Choose photos, videos, or both."));
  return NULL;
}

static char *
find_wrong_day (SusunChoices *self)
{
  const char *days[] = { self->first_day, self->last_day };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (*days[i] != '\0' && read_day (days[i]) == SUSUN_WALL_NONE)
      return g_strdup_printf (_ ("“%s” is no day. Write it like 2026-08-31."), days[i]);
  if (*self->first_day != '\0' && *self->last_day != '\0'
      && read_day (self->first_day) > read_day (self->last_day))
    return g_strdup (_ ("The last day is earlier than the first."));
  return NULL;
}

/* The folders of one folder get names that go together. */
static char *
find_too_many (SusunChoices *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sources)) < 2)
    return NULL;
  return g_strdup (_ ("Event folders are renamed in one folder at a time: remove the others."));
}

static char *
find_wrong_type (SusunChoices *self)
{
  g_autoptr (GPtrArray) types = read_types (self->types);

  for (guint i = 0; types != NULL && i < types->len; i++)
    if (strpbrk ((const char *) types->pdata[i] + 1, "./*?") != NULL)
      return g_strdup_printf (
          _ ("“%s” is no kind of file. Write the ends of names, like jpg, mp4."),
          (const char *) types->pdata[i] + 1);
  return NULL;
}

static void
check_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  GError *error = NULL;

  if (susun_organize_options_check (g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Is there a folder in it that may be an event? */
static gboolean
holds_folders (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      if (*name != '.' && !susun_kind_is_junk_folder (name)
          && g_file_test (child, G_FILE_TEST_IS_DIR))
        return TRUE;
    }
  return FALSE;
}

static void
check_renaming_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  const SusunRenameOptions *options = g_task_get_task_data (task);
  g_autofree char *display = susun_path_display (options->folder);
  GError *error = NULL;

  if (!susun_rename_options_check (options, &error))
    g_task_return_error (task, error);
  else if (!holds_folders (options->folder))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("There are no folders in “%s” that could get other names. Add the "
                                "folder that holds the event folders."),
                             display);
  else
    g_task_return_boolean (task, TRUE);
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunChoices *self = SUSUN_CHOICES (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_text (&self->obstacle, ok ? NULL : error->message);
  changed (self);
}

static void
check (SusunChoices *self)
{
  char *wrong;

  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->obstacle, g_free);
  self->obstacle = find_missing (self);
  self->missing = self->obstacle != NULL;
  if (self->obstacle == NULL)
    {
      wrong = self->renaming ? find_too_many (self) : find_wrong_day (self);
      self->obstacle = wrong != NULL || self->renaming ? wrong : find_wrong_type (self);
    }
  /* Folders are looked at where they may block: on the worker, never here. */
  if (self->obstacle == NULL)
    {
      g_autoptr (GTask) task = NULL;
      self->checking = g_cancellable_new ();
      self->obstacle = g_strdup ("");
      task = g_task_new (self, self->checking, checked_cb, NULL);
      if (self->renaming)
        g_task_set_task_data (task, susun_choices_make_rename_options (self),
                              (GDestroyNotify) susun_rename_options_free);
      else
        g_task_set_task_data (task, susun_choices_make_options (self),
                              (GDestroyNotify) susun_organize_options_free);
      susun_worker_push (self->reader, task,
                         self->renaming ? check_renaming_in_worker : check_in_worker);
    }
  changed (self);
}

const char *
susun_choices_get_obstacle (SusunChoices *self, gboolean *missing)
{
  if (missing != NULL)
    *missing = self->missing;
  return self->obstacle;
}

/* --- what is remembered */

static GFile *
dup_folder (GSettings *settings, const char *key)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, key);
  const char *path = g_variant_get_bytestring (value);

  return *path != '\0' ? g_file_new_for_path (path) : NULL;
}

static void
remember_folder (GSettings *settings, const char *key, GFile *folder)
{
  g_settings_set_value (settings, key, g_variant_new_bytestring (g_file_peek_path (folder)));
}

void
susun_choices_remember (SusunChoices *self)
{
  if (self->trial)
    return;
  if (self->archive != NULL)
    remember_folder (self->settings, "archive", self->archive);
  g_settings_set_string (self->settings, "layout", self->layout);
}

SusunChoices *
susun_choices_new (SusunWorker *reader, GSettings *settings)
{
  SusunChoices *self = g_object_new (SUSUN_TYPE_CHOICES, NULL);

  self->reader = g_object_ref (reader);
  self->settings = g_object_ref (settings);
  self->layout = g_settings_get_string (settings, "layout");
  g_signal_connect_swapped (settings, "changed::time-zone", G_CALLBACK (check), self);
  check (self);
  return self;
}

/* --- the choices */

GListModel *
susun_choices_get_sources (SusunChoices *self)
{
  return G_LIST_MODEL (self->sources);
}

GFile *
susun_choices_dup_last_archive (SusunChoices *self)
{
  return dup_folder (self->settings, "archive");
}

static gboolean
has_source (SusunChoices *self, GFile *folder)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (GFile) other = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      if (g_file_equal (other, folder))
        return TRUE;
    }
  return FALSE;
}

/* Pictures of one's own do not go beside the copies that were made to try it out. */
static void
end_trial (SusunChoices *self)
{
  g_list_store_remove_all (self->sources);
  g_clear_object (&self->archive);
  self->trial = FALSE;
}

void
susun_choices_add_sources (SusunChoices *self, const SusunLook *look)
{
  if (self->trial)
    end_trial (self);
  for (guint i = 0; i < look->folders->len; i++)
    if (!has_source (self, look->folders->pdata[i]))
      g_list_store_append (self->sources, look->folders->pdata[i]);
  if (self->archive == NULL && look->archive != NULL)
    self->archive = g_object_ref (look->archive);
  check (self);
}

void
susun_choices_remove_source (SusunChoices *self, guint position)
{
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->sources)))
    g_list_store_remove (self->sources, position);
  check (self);
}

void
susun_choices_try_out (SusunChoices *self, GFile *folder)
{
  g_autoptr (GFile) parent = g_file_get_parent (folder);

  g_list_store_remove_all (self->sources);
  take_usual (self);
  self->trial = TRUE;
  self->archive = g_file_get_child (parent, _ ("Archive"));
  g_list_store_append (self->sources, folder);
  check (self);
}

void
susun_choices_clear (SusunChoices *self)
{
  g_list_store_remove_all (self->sources);
  take_usual (self);
  g_free (self->layout);
  self->layout = g_settings_get_string (self->settings, "layout");
  check (self);
}

GFile *
susun_choices_get_archive (SusunChoices *self)
{
  return self->archive;
}

gboolean
susun_choices_set_archive (SusunChoices *self, GFile *archive)
{
  if (g_file_peek_path (archive) == NULL)
    return FALSE;
  if (!g_set_object (&self->archive, archive))
    return TRUE;
  self->trial = FALSE;
  check (self);
  return TRUE;
}

SusunMode
susun_choices_get_mode (SusunChoices *self)
{
  return self->mode;
}

void
susun_choices_set_mode (SusunChoices *self, SusunMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  check (self);
}

gboolean
susun_choices_get_renaming (SusunChoices *self)
{
  return self->renaming;
}

void
susun_choices_set_renaming (SusunChoices *self, gboolean renaming)
{
  if (self->renaming == renaming)
    return;
  self->renaming = renaming;
  check (self);
}

const char *
susun_choices_get_layout (SusunChoices *self)
{
  return self->layout;
}

void
susun_choices_set_layout (SusunChoices *self, const char *layout)
{
  if (g_strcmp0 (self->layout, layout) == 0)
    return;
  set_text (&self->layout, layout);
  check (self);
}
