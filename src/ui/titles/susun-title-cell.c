// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-title-cell.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/media/susun-kind.h"
#include "ui/susun-thumb-view.h"
#include "ui/susun-wrap-box.h"
#include "ui/titles/susun-day-popover.h"
#include "ui/titles/susun-event-pictures.h"
#include "ui/titles/susun-title-diff.h"

#define PICTURE_WIDTH 54
#define PICTURE_HEIGHT 42

struct _SusunTitleCell
{
  AdwBin parent_instance;

  SusunWorker *reader;       /* (owned) */
  SusunThumbPool *thumbs;    /* (owned) */
  SusunTitleRow *row;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the looking for pictures */
  gboolean looked;           /* for this row */
  gboolean fixed;
  gboolean showing; /* what changes is not what its user does */
  GtkWidget *pictures[SUSUN_EVENT_PICTURES];

  GtkWidget *check;
  GtkWidget *strip;
  GtkWidget *name;
  GtkWidget *note;
  GtkWidget *share;
  GtkWidget *percent;
  GtkWidget *level;
  GtkWidget *proposal;
  GtkWidget *day;
  GtkWidget *title;
  GtkWidget *number;
  GtkWidget *reset;
  GtkWidget *from;
  GtkWidget *suggestion_box;
  GtkWidget *suggestion;
  GtkWidget *take;
  GtkWidget *refuse;
};

G_DEFINE_FINAL_TYPE (SusunTitleCell, susun_title_cell, ADW_TYPE_BIN)

/* --- pictures */

static void
forget_pictures (SusunTitleCell *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->looked = FALSE;
  for (guint i = 0; i < SUSUN_EVENT_PICTURES; i++)
    {
      susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->pictures[i]), self->thumbs, NULL,
                                 SUSUN_THUMB_SIZE_NORMAL, FALSE);
      gtk_widget_set_visible (self->pictures[i], FALSE);
    }
}

static void
pictures_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunTitleCell) self = user_data;
  g_autoptr (GPtrArray) paths = susun_event_pictures_finish (result);

  if (paths == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = paths->pdata[i];
      SusunThumbView *view = SUSUN_THUMB_VIEW (self->pictures[i]);
      susun_thumb_view_set_path (view, self->thumbs, path, SUSUN_THUMB_SIZE_NORMAL,
                                 susun_kind_from_name (path) == SUSUN_KIND_VIDEO);
      gtk_widget_set_visible (self->pictures[i], TRUE);
      susun_thumb_view_load (view, SUSUN_THUMB_URGENCY_VISIBLE);
    }
}

void
susun_title_cell_load (SusunTitleCell *self)
{
  if (self->looked || self->row == NULL)
    return;
  self->looked = TRUE;
  self->cancellable = g_cancellable_new ();
  susun_event_pictures_find (self->reader, susun_title_row_get_path (self->row), self->cancellable,
                             pictures_found_cb, g_object_ref (self));
}

/* --- what it shows */

/* @given: (transfer full) */
static void
set_label (GtkWidget *widget, char *given)
{
  g_autofree char *label = given;

  /* A button says that it is named by what is written on it, which newer GTK prefers. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* Why it is not renamed, or why this day where that is worth a word. */
static const char *
get_note (SusunTitleCell *self, SusunTitleRowKind kind)
{
  switch (kind)
    {
    case SUSUN_TITLE_ROW_RIGHT:
      return _ ("Its name is right already.");
    case SUSUN_TITLE_ROW_RENAMED:
      return _ ("Renamed.");
    case SUSUN_TITLE_ROW_DOUBT:
    case SUSUN_TITLE_ROW_NOTHING:
      return susun_title_row_get_note (self->row);
    case SUSUN_TITLE_ROW_RENAME:
    default:
      return "";
    }
}

static const char *
get_from_label (SusunTitleRow *row)
{
  if (susun_title_row_is_waiting (row))
    /* Translators: an AI is being asked about this title */
    return _ ("asking…");
  switch (susun_title_row_get_from (row))
    {
    case SUSUN_TITLE_FROM_AI:
      /* Translators: who has made a title: an artificial intelligence */
      return _ ("AI");
    case SUSUN_TITLE_FROM_USER:
      /* Translators: who has made a title: the user */
      return _ ("yours");
    case SUSUN_TITLE_FROM_RULES:
    default:
      /* Translators: who has made a title: the rules in this computer */
      return _ ("offline");
    }
}

static void
show_differences (SusunTitleCell *self)
{
  g_autofree char *proposal = g_strconcat (susun_title_row_get_day (self->row), " ",
                                           susun_title_row_get_title (self->row), NULL);
  PangoAttrList *old_marks, *new_marks;

  susun_title_diff (susun_title_row_get_name (self->row), proposal,
                    strlen (susun_title_row_get_day (self->row)) + 1, &old_marks, &new_marks);
  gtk_label_set_attributes (GTK_LABEL (self->name),
                            susun_title_row_is_on (self->row) ? old_marks : NULL);
  gtk_entry_set_attributes (GTK_ENTRY (self->title), new_marks);
  pango_attr_list_unref (old_marks);
  pango_attr_list_unref (new_marks);
}

static void
show_suggestion (SusunTitleCell *self)
{
  const char *suggestion = susun_title_row_get_suggestion (self->row);
  const char *reason = susun_title_row_get_reason (self->row);
  PangoAttrList *old_marks, *new_marks;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->suggestion_box,
                          !self->fixed && (suggestion != NULL || reason != NULL));
  if (suggestion != NULL)
    gtk_widget_add_css_class (self->suggestion_box, "suggestion");
  else
    gtk_widget_remove_css_class (self->suggestion_box, "suggestion");
  gtk_widget_set_visible (self->take, suggestion != NULL);
  gtk_widget_set_visible (self->refuse, suggestion != NULL);
  gtk_label_set_attributes (GTK_LABEL (self->suggestion), NULL);
  if (suggestion != NULL)
    {
      g_autoptr (PangoAttrList) moved = pango_attr_list_new ();
      /* Translators: %s: a title that an AI suggests */
      text = g_strdup_printf (_ ("AI suggests: %s"), suggestion);
      susun_title_diff (susun_title_row_get_title (self->row), suggestion, 0, &old_marks,
                        &new_marks);
      pango_attr_list_splice (moved, new_marks, (int) (strstr (text, suggestion) - text),
                              (int) strlen (suggestion));
      gtk_label_set_attributes (GTK_LABEL (self->suggestion), moved);
      pango_attr_list_unref (old_marks);
      pango_attr_list_unref (new_marks);
    }
  else if (reason != NULL)
    text = g_strdup_printf (_ ("Offline title: %s"), reason);
  gtk_label_set_text (GTK_LABEL (self->suggestion), text != NULL ? text : "");
}

static void
show_proposal (SusunTitleCell *self, SusunTitleRowKind kind)
{
  const char *title = susun_title_row_get_title (self->row);
  const char *number = susun_title_row_get_number (self->row);

  gtk_widget_set_visible (self->proposal, kind != SUSUN_TITLE_ROW_NOTHING);
  gtk_label_set_text (GTK_LABEL (self->day), susun_title_row_get_day (self->row));
  /* Who writes here keeps the place where they write. */
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->title)), title))
    gtk_editable_set_text (GTK_EDITABLE (self->title), title);
  gtk_editable_set_editable (GTK_EDITABLE (self->title),
                             !self->fixed && kind != SUSUN_TITLE_ROW_RENAMED);
  gtk_label_set_text (GTK_LABEL (self->number), number);
  gtk_widget_set_visible (self->number, *number != '\0');
  gtk_widget_set_visible (
      self->reset, susun_title_row_get_from (self->row) != SUSUN_TITLE_FROM_RULES && !self->fixed);
  gtk_label_set_text (GTK_LABEL (self->from), get_from_label (self->row));
}

static void
show_share (SusunTitleCell *self)
{
  double share = susun_title_row_get_share (self->row);
  /* Translators: a share in percent */
  g_autofree char *text = g_strdup_printf (_ ("%d %%"), (int) (share * 100));
  g_autofree char *label = g_strdup_printf (
      _ ("%d %% of its pictures are of this day: show all days"), (int) (share * 100));

  gtk_widget_set_visible (self->share,
                          susun_event_count_get_media (susun_title_row_get_count (self->row)) > 0);
  gtk_label_set_text (GTK_LABEL (self->percent), text);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->level), share);
  gtk_widget_set_tooltip_text (self->share, susun_title_row_get_note (self->row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->share), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
show_row (SusunTitleCell *self)
{
  SusunTitleRowKind kind = susun_title_row_get_kind (self->row);
  const char *name = susun_title_row_get_name (self->row);
  const char *note = get_note (self, kind);
  gboolean possible = kind == SUSUN_TITLE_ROW_RENAME || kind == SUSUN_TITLE_ROW_DOUBT;

  self->showing = TRUE;
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->note), note);
  gtk_widget_set_visible (self->note, *note != '\0');
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), susun_title_row_is_on (self->row));
  gtk_widget_set_sensitive (self->check, possible && !self->fixed);
  show_share (self);
  show_proposal (self, kind);
  show_suggestion (self);
  show_differences (self);
  set_label (self->check, g_strdup_printf (_ ("Rename “%s”"), name));
  set_label (self->title, g_strdup_printf (_ ("New title of “%s”"), name));
  set_label (self->reset, g_strdup_printf (_ ("Offline title for “%s”"), name));
  set_label (self->take, g_strdup_printf (_ ("Take the suggestion for “%s”"), name));
  set_label (self->refuse, g_strdup_printf (_ ("Refuse the suggestion for “%s”"), name));
  self->showing = FALSE;
}

/* --- what its user does */

static void
checked_cb (SusunTitleCell *self)
{
  if (!self->showing && self->row != NULL)
    susun_title_row_set_on (self->row,
                            gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
}

static void
typed_cb (SusunTitleCell *self)
{
  if (!self->showing && self->row != NULL)
    susun_title_row_set_title (self->row, gtk_editable_get_text (GTK_EDITABLE (self->title)),
                               SUSUN_TITLE_FROM_USER);
}

static void
reset_cb (SusunTitleCell *self)
{
  susun_title_row_reset_title (self->row);
  gtk_widget_grab_focus (self->title);
}

static void
take_cb (SusunTitleCell *self)
{
  susun_title_row_take_suggestion (self->row);
  gtk_widget_grab_focus (self->title);
}

static void
refuse_cb (SusunTitleCell *self)
{
  susun_title_row_refuse_suggestion (self->row);
  gtk_widget_grab_focus (self->title);
}

static void
make_popover (GtkMenuButton *button, gpointer user_data)
{
  SusunTitleCell *self = user_data;

  gtk_menu_button_set_popover (button,
                               self->row != NULL ? susun_day_popover_new (self->row) : NULL);
}

/* --- the widget */

static void
susun_title_cell_dispose (GObject *object)
{
  SusunTitleCell *self = SUSUN_TITLE_CELL (object);

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_TITLE_CELL);
  g_clear_object (&self->reader);
  g_clear_object (&self->thumbs);
  G_OBJECT_CLASS (susun_title_cell_parent_class)->dispose (object);
}

static void
susun_title_cell_class_init (SusunTitleCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = susun_title_cell_dispose;
  gtk_widget_class_set_css_name (widget_class, "titlecell");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/titles/susun-title-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, check);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, strip);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, name);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, note);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, share);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, percent);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, level);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, proposal);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, day);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, title);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, number);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, reset);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, from);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, suggestion_box);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, suggestion);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, take);
  gtk_widget_class_bind_template_child (widget_class, SusunTitleCell, refuse);
}

static void
susun_title_cell_init (SusunTitleCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < SUSUN_EVENT_PICTURES; i++)
    {
      self->pictures[i] = susun_thumb_view_new ();
      susun_thumb_view_set_size (SUSUN_THUMB_VIEW (self->pictures[i]), PICTURE_WIDTH,
                                 PICTURE_HEIGHT);
      gtk_widget_set_visible (self->pictures[i], FALSE);
      gtk_box_append (GTK_BOX (self->strip), self->pictures[i]);
    }
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (checked_cb), self);
  g_signal_connect_swapped (self->title, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_cb), self);
  g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (take_cb), self);
  g_signal_connect_swapped (self->refuse, "clicked", G_CALLBACK (refuse_cb), self);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->share), make_popover, self, NULL);
}

GtkWidget *
susun_title_cell_new (SusunWorker *reader, SusunThumbPool *thumbs)
{
  SusunTitleCell *self = g_object_new (SUSUN_TYPE_TITLE_CELL, NULL);

  self->reader = g_object_ref (reader);
  self->thumbs = g_object_ref (thumbs);
  return GTK_WIDGET (self);
}

void
susun_title_cell_set_row (SusunTitleCell *self, SusunTitleRow *row)
{
  if (self->row == row)
    return;
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  forget_pictures (self);
  if (row == NULL)
    return;
  g_signal_connect_swapped (row, "changed", G_CALLBACK (show_row), self);
  /* Undo would bring what was written in another row. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->title), FALSE);
  show_row (self);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->title), TRUE);
}

void
susun_title_cell_set_fixed (SusunTitleCell *self, gboolean fixed)
{
  if (self->fixed == fixed)
    return;
  self->fixed = fixed;
  if (self->row != NULL)
    show_row (self);
}
