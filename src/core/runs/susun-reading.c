// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-reading-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/job/susun-crew.h"

/* Readings that one worker does one after another. */
typedef struct
{
  guint first; /* index into readings */
  guint length;
} Lane;

struct _SusunReaders
{
  SusunJob *job; /* (borrowed) */
  SusunCrew *crew;
  GPtrArray *mediums;        /* (element-type SusunMedium): one a worker */
  GHashTable *rotational;    /* (element-type guint64 gboolean): by st_dev */
  GPtrArray *readings;       /* (borrowed): of the call under way, in the order of the lanes */
  GArray *lanes;             /* (element-type Lane) */
  GCancellable *cancellable; /* (borrowed) */
  guint64 bytes;             /* read since the last settling */
  guint64 expected;          /* beside what the caller expects, since then */
};

void
susun_reading_clear (SusunReading *self)
{
  g_clear_error (&self->error);
}

gboolean
susun_reading_is_missing (const SusunReading *self)
{
  return g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
         || g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

SusunReaders *
susun_readers_new (SusunJob *job, guint workers)
{
  SusunReaders *self = g_new0 (SusunReaders, 1);

  self->job = job;
  self->crew = susun_crew_new (workers);
  self->mediums = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_medium_free);
  self->rotational = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->lanes = g_array_new (FALSE, FALSE, sizeof (Lane));
  for (guint i = 0; i < susun_crew_get_workers (self->crew); i++)
    {
      SusunMedium *medium = susun_medium_new ();
      susun_medium_set_progress (medium, susun_job_bytes_done, job);
      g_ptr_array_add (self->mediums, medium);
    }
  return self;
}

void
susun_readers_free (SusunReaders *self)
{
  susun_crew_free (self->crew);
  g_ptr_array_unref (self->mediums);
  g_hash_table_unref (self->rotational);
  g_array_unref (self->lanes);
  g_free (self);
}

void
susun_readers_expect (SusunReaders *self, guint64 bytes)
{
  susun_job_add_total (self->job, 0, bytes);
  self->expected += bytes;
}

void
susun_readers_settle (SusunReaders *self, guint64 expected)
{
  /* Unsigned: adding what wraps around takes away. */
  susun_job_add_total (self->job, 0, self->bytes - self->expected - expected);
  self->bytes = 0;
  self->expected = 0;
}

static void
look_in_worker (guint index, guint worker, gpointer user_data)
{
  SusunReaders *self = user_data;
  SusunReading *reading = self->readings->pdata[index];

  if (reading->root == NULL
      || !susun_root_identify (reading->root, reading->rel, &reading->identity, &reading->error))
    return;
  reading->there = S_ISREG (reading->identity.mode);
  if (!reading->there)
    {
      g_autofree char *name = susun_path_display_name (reading->rel);
      g_set_error (&reading->error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   _ ("“%s” is not a regular file"), name);
    }
}

void
susun_readers_look (SusunReaders *self, GPtrArray *readings)
{
  self->readings = readings;
  susun_crew_run (self->crew, readings->len, look_in_worker, self);
  self->readings = NULL;
}

/* Does the disk under it spin? Another file system may be mounted below the root. */
static gboolean
is_rotational (SusunReaders *self, const SusunReading *reading)
{
  guint64 dev = reading->identity.dev;
  gpointer known;

  if (g_hash_table_lookup_extended (self->rotational, &dev, NULL, &known))
    return GPOINTER_TO_INT (known);

  g_autoptr (SusunRoot) root = susun_root_ref (reading->root);
  if (susun_root_get_identity (root)->dev != dev)
    {
      g_autofree char *path = susun_root_dup_path (root, reading->rel);
      g_autofree char *folder = g_path_get_dirname (path);
      SusunRoot *inner = susun_root_open (folder, NULL);
      if (inner != NULL)
        {
          susun_root_unref (root);
          root = inner;
        }
    }
  gboolean rotational = susun_root_is_rotational (root);
  g_hash_table_insert (self->rotational, g_memdup2 (&dev, sizeof dev),
                       GINT_TO_POINTER (rotational));
  return rotational;
}

static int
compare_disks (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(SusunReading *const *) a)->identity.dev;
  guint64 second = (*(SusunReading *const *) b)->identity.dev;

  return first < second ? -1 : first > second;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(SusunReading *const *) a)->identity.size;
  guint64 second = (*(SusunReading *const *) b)->identity.size;

  return first > second ? -1 : first < second;
}

static void
add_lanes (SusunReaders *self, guint first, guint end, gboolean together)
{
  for (guint i = first; i < end;)
    {
      Lane lane = { i, together ? end - i : 1 };
      g_array_append_val (self->lanes, lane);
      i += lane.length;
    }
}

/* Orders the readings and shares them out. The longest lanes come first: they decide how long it
 * all takes. */
static void
make_lanes (SusunReaders *self, GPtrArray *readings)
{
  g_autoptr (GPtrArray) spinning = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  g_array_set_size (self->lanes, 0);
  for (guint i = 0; i < readings->len; i++)
    g_ptr_array_add (is_rotational (self, readings->pdata[i]) ? spinning : others,
                     readings->pdata[i]);
  g_ptr_array_sort (spinning, compare_disks); /* keeps the order within a disk */
  if (susun_crew_get_workers (self->crew) > 1)
    g_ptr_array_sort (others, compare_sizes);

  g_ptr_array_set_size (readings, 0);
  g_ptr_array_extend (readings, spinning, NULL, NULL);
  g_ptr_array_extend (readings, others, NULL, NULL);
  for (guint i = 0; i < spinning->len;)
    {
      guint end = i + 1;
      while (end < spinning->len && compare_disks (&spinning->pdata[i], &spinning->pdata[end]) == 0)
        end++;
      add_lanes (self, i, end, TRUE);
      i = end;
    }
  add_lanes (self, spinning->len, readings->len, FALSE);
}

static void
hash_in_worker (guint index, guint worker, gpointer user_data)
{
  SusunReaders *self = user_data;
  Lane lane = g_array_index (self->lanes, Lane, index);

  for (guint i = lane.first; i < lane.first + lane.length; i++)
    {
      SusunReading *reading = self->readings->pdata[i];
      if (!susun_job_go_on (self->job, self->cancellable, NULL))
        return;
      susun_job_set_current (self->job, reading->rel);
      reading->hashed = susun_medium_hash (self->mediums->pdata[worker], reading->root,
                                           reading->rel, self->cancellable, &reading->identity,
                                           &reading->hash, &reading->level, &reading->error);
    }
}

gboolean
susun_readers_hash (SusunReaders *self, GPtrArray *readings, GCancellable *cancellable,
                    GError **error)
{
  make_lanes (self, readings);
  self->readings = readings;
  self->cancellable = cancellable;
  susun_crew_run (self->crew, self->lanes->len, hash_in_worker, self);
  self->readings = NULL;
  self->cancellable = NULL;
  /* One that ended with the cancelling is not done, whatever it says. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  for (guint i = 0; i < readings->len; i++)
    {
      const SusunReading *reading = readings->pdata[i];
      self->bytes += reading->hashed ? reading->identity.size : 0;
    }
  return TRUE;
}
