// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-progress-box.h"

#include <glib/gi18n.h>

/* How often the numbers move: quick enough to feel alive, slow enough to read. */
#define REFRESH_MS 200

/* The speed is that of the last ten seconds: the whole past would hide that a disk has become slow,
 * one look at the clock would jump. */
#define SAMPLES 50

typedef struct
{
  gint64 time;
  guint64 done;
} Sample;

struct _SusunProgressBox
{
  AdwBin parent_instance;

  SusunJob *job; /* (owned) (nullable) */
  gboolean stopping;
  guint refresh; /* source id while a job is shown, or 0 */

  gint64 phase_started; /* of the samples */
  gboolean by_files;    /* they count files, because no bytes are known */
  Sample samples[SAMPLES];
  guint n_samples; /* in all; the last SAMPLES of them are kept */

  GtkWidget *phase;
  GtkWidget *bar;
  GtkWidget *amount;
  GtkWidget *speed;
  GtkWidget *current;
  GtkWidget *pause;
};

G_DEFINE_FINAL_TYPE (SusunProgressBox, susun_progress_box, ADW_TYPE_BIN)

static void
susun_progress_box_init (SusunProgressBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_progress_box_dispose (GObject *object)
{
  SusunProgressBox *self = SUSUN_PROGRESS_BOX (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_PROGRESS_BOX);
  G_OBJECT_CLASS (susun_progress_box_parent_class)->dispose (object);
}

static void
susun_progress_box_class_init (SusunProgressBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_progress_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/run/susun-progress-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, phase);
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, bar);
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, amount);
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, speed);
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, current);
  gtk_widget_class_bind_template_child (widget_class, SusunProgressBox, pause);
}

/* --- speed */

static void
add_sample (SusunProgressBox *self, const SusunProgress *progress)
{
  gboolean by_files = progress->total_bytes == 0 && progress->bytes == 0;

  if (self->phase_started != progress->phase_started || self->by_files != by_files)
    self->n_samples = 0;
  self->phase_started = progress->phase_started;
  self->by_files = by_files;
  /* A pause is no slowness. */
  if (progress->paused)
    {
      self->n_samples = 0;
      return;
    }
  self->samples[self->n_samples++ % SAMPLES] = (Sample){
    .time = g_get_monotonic_time (),
    .done = by_files ? progress->files : progress->bytes,
  };
}

/* Per second; 0 while there is nothing to tell it by. */
static double
get_speed (SusunProgressBox *self)
{
  guint kept = MIN (self->n_samples, SAMPLES);

  if (kept < 2)
    return 0;
  const Sample *last = &self->samples[(self->n_samples - 1) % SAMPLES];
  const Sample *first = &self->samples[(self->n_samples - kept) % SAMPLES];
  gint64 elapsed = last->time - first->time;
  if (elapsed < G_USEC_PER_SEC || last->done < first->done)
    return 0;
  return (double) (last->done - first->done) * G_USEC_PER_SEC / (double) elapsed;
}

/* Returns: (transfer full) (nullable) */
static char *
describe_left (double seconds)
{
  guint minutes = (guint) ((seconds + 30) / 60);

  if (seconds < 50)
    return g_strdup (_ ("less than a minute left"));
  if (minutes < 90)
    return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", minutes),
                            minutes);
  guint hours = (minutes + 30) / 60;
  return g_strdup_printf (ngettext ("about %u hour left", "about %u hours left", hours), hours);
}

static char *
describe_speed (SusunProgressBox *self, const SusunProgress *progress)
{
  double speed = get_speed (self);
  guint64 done = self->by_files ? progress->files : progress->bytes;
  guint64 total = self->by_files ? progress->total_files : progress->total_bytes;
  g_autofree char *rate = NULL;
  g_autofree char *left = NULL;

  if (progress->paused)
    return g_strdup (_ ("Paused"));
  if (speed <= 0)
    return g_strdup ("");
  if (self->by_files)
    rate = g_strdup_printf (
        ngettext ("%'lu file per second", "%'lu files per second", (gulong) speed), (gulong) speed);
  else
    {
      g_autofree char *size = g_format_size ((guint64) speed);
      /* Translators: an amount of data, such as 45 MB */
      rate = g_strdup_printf (_ ("%s per second"), size);
    }
  if (total <= done)
    return g_steal_pointer (&rate);
  left = describe_left ((double) (total - done) / speed);
  /* Translators: how fast, and how long still: "45 MB per second · about 3 minutes left" */
  return g_strdup_printf (_ ("%s · %s"), rate, left);
}

/* --- amounts */

static char *
describe_amount (const SusunProgress *progress)
{
  g_autofree char *bytes = g_format_size (progress->bytes);
  g_autofree char *all = g_format_size (progress->total_bytes);
  g_autofree char *files = NULL;

  if (progress->total_files > 0)
    files = g_strdup_printf (
        /* Translators: how many of how many files */
        ngettext ("%'lu of %'lu file", "%'lu of %'lu files", (gulong) progress->total_files),
        (gulong) progress->files, (gulong) progress->total_files);
  else
    files = g_strdup_printf (ngettext ("%'lu file", "%'lu files", (gulong) progress->files),
                             (gulong) progress->files);
  if (progress->total_bytes > 0)
    /* Translators: files, then how much of how much data: "3 of 9 files · 1 MB of 4 MB" */
    return g_strdup_printf (_ ("%s · %s of %s"), files, bytes, all);
  if (progress->bytes > 0)
    return g_strdup_printf (_ ("%s · %s"), files, bytes);
  return g_steal_pointer (&files);
}

/* The lesser of the two, so that the last large file does not stand behind a full bar. */
static double
share_of (const SusunProgress *progress)
{
  double share = 1;

  if (progress->total_bytes > 0)
    share = (double) progress->bytes / (double) progress->total_bytes;
  else if (progress->total_files > 0)
    share = (double) progress->files / (double) progress->total_files;
  return CLAMP (share, 0.0, 1.0);
}

static void
show_progress (SusunProgressBox *self)
{
  SusunProgress progress;

  susun_job_get_progress (self->job, &progress);
  add_sample (self, &progress);
  if (progress.total_bytes + progress.total_files > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), share_of (&progress));
  else if (!progress.paused)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));

  g_autofree char *amount = describe_amount (&progress);
  g_autofree char *speed = describe_speed (self, &progress);
  gtk_label_set_text (GTK_LABEL (self->amount), amount);
  gtk_label_set_text (GTK_LABEL (self->speed), speed);
  gtk_label_set_text (GTK_LABEL (self->current), progress.current);
  gtk_label_set_text (GTK_LABEL (self->phase),
                      self->stopping ? _ ("Stopping…") : susun_phase_label (progress.phase));
  gtk_button_set_label (GTK_BUTTON (self->pause), progress.paused ? _ ("_Continue") : _ ("_Pause"));
}

static gboolean
refresh_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

void
susun_progress_box_show (SusunProgressBox *self, SusunJob *job, gboolean stopping)
{
  if (g_set_object (&self->job, job))
    self->n_samples = 0;
  self->stopping = stopping;
  if (job == NULL)
    {
      g_clear_handle_id (&self->refresh, g_source_remove);
      return;
    }
  if (self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
  show_progress (self);
}
