// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-view-task-private.h"

gboolean
susun_view_task_begin (GTask *task, SusunStore *store, const GError *store_error)
{
  if (g_task_return_error_if_cancelled (task))
    return FALSE;
  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return FALSE;
    }
  susun_store_watch (store, g_task_get_cancellable (task));
  return TRUE;
}

void
susun_view_task_end (GTask *task, SusunStore *store, gpointer answer, GDestroyNotify free_func,
                     GError *error)
{
  susun_store_watch (store, NULL);
  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, free_func);
}
