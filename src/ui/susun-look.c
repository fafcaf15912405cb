// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-look.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/files/susun-root.h"

typedef struct
{
  GPtrArray *files; /* (owned) (element-type GFile) */
  GFile *last;      /* (owned) (nullable) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_ptr_array_unref (question->files);
  g_clear_object (&question->last);
  g_free (question);
}

void
susun_look_free (SusunLook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_clear_object (&self->archive);
  g_free (self->refused);
  g_free (self);
}

char *
susun_look_refuse (GFile *file)
{
  g_autofree char *name = g_file_peek_path (file) != NULL
                              ? susun_path_display (g_file_peek_path (file))
                              : g_file_get_uri (file);

  return g_strdup_printf (_ ("“%s” is no folder that can be reached from here."), name);
}

static void
look_at_in_thread (SusunLook *self, GFile *file)
{
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL);
  g_autoptr (GFile) folder
      = type == G_FILE_TYPE_DIRECTORY ? g_object_ref (file) : g_file_get_parent (file);

  if (type != G_FILE_TYPE_UNKNOWN && folder != NULL && g_file_peek_path (folder) != NULL)
    {
      g_ptr_array_add (self->folders, g_steal_pointer (&folder));
      return;
    }
  if (self->refused != NULL)
    return;
  self->refused = susun_look_refuse (file);
}

/* The archive of last time, when it is there; else a place beside the pictures. */
static GFile *
propose_archive_in_thread (GFile *last, GFile *source)
{
  /* Translators: the name of the folder that is proposed for the archive */
  const char *name = _ ("Archive");
  g_autofree char *beside = susun_path_beside (g_file_peek_path (source), name);
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  gboolean in_pictures
      = pictures != NULL && susun_path_below (pictures, g_file_peek_path (source)) == NULL;

  if (last != NULL
      && g_file_query_file_type (last, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    return g_object_ref (last);
  if (beside != NULL && susun_place_is_usable (beside))
    return g_file_new_for_path (beside);
  /* A sandbox has nothing beside the folders that it was given. */
  return in_pictures ? g_file_new_build_filename (pictures, name, NULL) : NULL;
}

static void
look_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  SusunLook *self = g_new0 (SusunLook, 1);

  self->folders = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < question->files->len; i++)
    look_at_in_thread (self, question->files->pdata[i]);
  if (self->folders->len > 0)
    self->archive = propose_archive_in_thread (question->last, self->folders->pdata[0]);
  g_task_return_pointer (task, self, (GDestroyNotify) susun_look_free);
}

void
susun_look_start (GFile **files, guint n_files, GFile *last, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (question->files, g_object_ref (files[i]));
  question->last = last != NULL ? g_object_ref (last) : NULL;
  g_task_set_source_tag (task, susun_look_start);
  g_task_set_task_data (task, question, question_free);
  /* Who closes the window does not wait for a disk that does not answer. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, look_in_thread);
}

SusunLook *
susun_look_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_look_start), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
