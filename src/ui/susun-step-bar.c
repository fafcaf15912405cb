// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-step-bar.h"

#include <glib/gi18n.h>

#include "ui/susun-stage.h"

/* One step in one of the bars. */
typedef struct
{
  GtkWidget *button;
  GtkWidget *mark; /* its number, or a tick */
  GtkWidget *title;
} Step;

enum
{
  WIDE,   /* all have their names */
  NARROW, /* the one in hand has */
  LEAST,  /* the others are left away: large text in a small window */
  N_WIDTHS
};

struct _SusunStepBar
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) (nullable) */
  GtkWidget *squeezer;
  GtkWidget *bars[N_WIDTHS];
  Step steps[N_WIDTHS][SUSUN_N_STAGES];
};

G_DEFINE_FINAL_TYPE (SusunStepBar, susun_step_bar, ADW_TYPE_BIN)

static void
clicked_cb (GtkButton *button, gpointer stage)
{
  gtk_widget_activate_action (GTK_WIDGET (button), "win.step", "u", GPOINTER_TO_UINT (stage));
}

static void
make_step (Step *step, SusunStage stage)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  step->mark = gtk_label_new (NULL);
  step->title = gtk_label_new (susun_stage_get_title (stage));
  step->button = gtk_button_new ();
  gtk_widget_add_css_class (step->mark, "step-mark");
  gtk_widget_add_css_class (step->button, "step");
  gtk_widget_add_css_class (step->button, "flat");
  gtk_box_append (GTK_BOX (box), step->mark);
  gtk_box_append (GTK_BOX (box), step->title);
  gtk_button_set_child (GTK_BUTTON (step->button), box);
  g_signal_connect (step->button, "clicked", G_CALLBACK (clicked_cb), GUINT_TO_POINTER (stage));
}

static GtkWidget *
make_bar (Step *steps)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    {
      make_step (&steps[i], i);
      gtk_box_append (GTK_BOX (bar), steps[i].button);
    }
  gtk_widget_set_halign (bar, GTK_ALIGN_CENTER);
  return bar;
}

/* The bar that has no room is not there for a screen reader either. */
static void
hide_other_bar (SusunStepBar *self)
{
  GtkWidget *shown = adw_squeezer_get_visible_child (ADW_SQUEEZER (self->squeezer));

  for (guint width = 0; width < N_WIDTHS; width++)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->bars[width]), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 self->bars[width] != shown, -1);
}

static void
susun_step_bar_init (SusunStepBar *self)
{
  self->squeezer = adw_squeezer_new ();
  for (guint width = 0; width < N_WIDTHS; width++)
    {
      self->bars[width] = make_bar (self->steps[width]);
      adw_squeezer_add (ADW_SQUEEZER (self->squeezer), self->bars[width]);
    }
  for (guint i = 1; i < SUSUN_N_STAGES; i++)
    gtk_widget_set_visible (self->steps[LEAST][i].button, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->squeezer);
  gtk_widget_add_css_class (GTK_WIDGET (self), "steps");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Steps"),
                                  -1);
  g_signal_connect_object (self->squeezer, "notify::visible-child", G_CALLBACK (hide_other_bar),
                           self, G_CONNECT_SWAPPED);
  hide_other_bar (self);
}

static void
susun_step_bar_dispose (GObject *object)
{
  SusunStepBar *self = SUSUN_STEP_BAR (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  g_clear_object (&self->wizard);
  G_OBJECT_CLASS (susun_step_bar_parent_class)->dispose (object);
}

static void
susun_step_bar_class_init (SusunStepBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = susun_step_bar_dispose;
}

/* A step that is behind has a tick, the one in hand is bold: not by colour alone. */
static void
show_step (SusunStepBar *self, const Step *step, SusunStage stage, guint place,
           gboolean always_named)
{
  SusunStage current = susun_wizard_get_stage (self->wizard);
  gboolean here = stage == current;
  SusunStage next = stage == SUSUN_STAGE_CHOOSE && susun_wizard_is_renaming (self->wizard)
                        ? SUSUN_STAGE_TITLES
                        : stage + 1;
  gboolean done = next < SUSUN_N_STAGES && susun_wizard_has_reached (self->wizard, next) && !here;
  gboolean open = susun_wizard_has_reached (self->wizard, stage)
                  && (here || susun_wizard_get_job (self->wizard) == NULL);
  g_autofree char *number = g_strdup_printf ("%u", place);
  const char *title = susun_stage_get_title (stage);
  g_autofree char *label = g_strdup_printf (here   ? _ ("Step %u, %s: you are here")
                                            : done ? _ ("Step %u, %s: done")
                                            : open ? _ ("Step %u, %s")
                                                   : _ ("Step %u, %s: comes later"),
                                            place, title);

  gtk_label_set_text (GTK_LABEL (step->mark), done ? "✓" : number);
  gtk_widget_set_visible (step->title, always_named || here);
  gtk_widget_set_sensitive (step->button, open);
  if (here)
    gtk_widget_add_css_class (step->button, "here");
  else
    gtk_widget_remove_css_class (step->button, "here");
  gtk_accessible_update_property (GTK_ACCESSIBLE (step->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_tooltip_text (step->button, always_named ? NULL : title);
}

static void
update (SusunStepBar *self)
{
  gboolean renaming = susun_wizard_is_renaming (self->wizard);
  guint place = 0;

  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    {
      gboolean on_way = susun_stage_is_on_way (i, renaming);
      place += on_way;
      for (guint width = 0; width < N_WIDTHS; width++)
        {
          gtk_widget_set_visible (
              self->steps[width][i].button,
              on_way && (width != LEAST || i == susun_wizard_get_stage (self->wizard)));
          if (on_way)
            show_step (self, &self->steps[width][i], i, place, width == WIDE);
        }
    }
}

void
susun_step_bar_set_wizard (SusunStepBar *self, SusunWizard *wizard)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  g_signal_connect_swapped (wizard, "notify::stage", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  update (self);
}
