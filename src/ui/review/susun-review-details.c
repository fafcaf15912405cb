// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-review-details.h"

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/media/susun-kind.h"
#include "core/view/susun-date-words.h"
#include "ui/review/susun-item-mark.h"
#include "ui/susun-thumb-view.h"
#include "ui/susun-wrap-box.h"

#define PICTURE_WIDTH 288
#define PICTURE_HEIGHT 216

struct _SusunReviewDetails
{
  AdwBin parent_instance;

  SusunThumbPool *pool; /* (owned) */
  SusunItemStub *stub;  /* (owned) (nullable) */
  gulong stub_handler;
  guint64 selected;
  GPtrArray *rows; /* (element-type GtkWidget): of the rivals */

  GtkWidget *pages;
  GtkWidget *picture;
  GtkWidget *problem;
  GtkWidget *name;
  GtkWidget *mark;
  GtkWidget *mark_label;
  GtkWidget *taken;
  GtkWidget *because;
  GtkWidget *destination;
  GtkWidget *source;
  GtkWidget *rivals;
  GtkWidget *own_date;
  GtkWidget *leave_out;
  GtkWidget *put_back;
};

G_DEFINE_FINAL_TYPE (SusunReviewDetails, susun_review_details, ADW_TYPE_BIN)

static void
set_row (GtkWidget *row, const char *text)
{
  gtk_widget_set_visible (row, text != NULL && *text != '\0');
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text != NULL ? text : "");
}

static void
set_path (GtkWidget *row, const char *path)
{
  g_autofree char *display = path != NULL ? susun_path_display (path) : NULL;

  set_row (row, display);
}

/* --- when, and why that is believed */

static void
show_reason (SusunReviewDetails *self, const SusunItem *item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SusunDateSource source = (SusunDateSource) item->date_source;

  if (item->wall != SUSUN_WALL_NONE)
    {
      g_string_append (text, susun_date_source_label (source));
      if (source != SUSUN_DATE_SOURCE_MANUAL && source != SUSUN_DATE_SOURCE_NONE)
        g_string_append_printf (text, " (%s)", susun_date_source_tag (source));
    }
  if (item->note != NULL && *item->note != '\0')
    {
      g_autofree char *note = susun_path_display (item->note);
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, note);
    }
  set_row (self->because, text->str);
}

static void
add_rival (SusunReviewDetails *self, const SusunDateRival *rival)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *time
      = rival->day_only ? susun_day_label (rival->wall) : susun_wall_label (rival->wall);
  g_autofree char *zoned
      /* Translators: a time that is told in Universal Time */
      = rival->is_utc && !rival->day_only ? g_strdup_printf (_ ("%s UTC"), time) : g_strdup (time);
  g_autofree char *source = g_strdup_printf ("%s (%s)", susun_date_source_label (rival->source),
                                             susun_date_source_tag (rival->source));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", zoned, "subtitle", source, "subtitle-lines", 0, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->rivals), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_rivals (SusunReviewDetails *self, const SusunItem *item)
{
  g_autoptr (GArray) rivals = susun_item_list_rivals (item);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->rivals), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < rivals->len; i++)
    add_rival (self, &g_array_index (rivals, SusunDateRival, i));
  gtk_widget_set_visible (self->rivals, rivals->len > 0);
}

/* --- where to */

static void
show_places (SusunReviewDetails *self, const SusunItem *item)
{
  g_autofree char *from = susun_item_stub_dup_source (self->stub);
  g_autofree char *to = susun_item_stub_dup_destination (self->stub);
  const char *title;

  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_DUPLICATE:
      title = _ ("The same picture goes to");
      break;
    case SUSUN_ITEM_ARCHIVED:
      title = _ ("Already stands in the archive");
      break;
    case SUSUN_ITEM_DONE:
      title = _ ("Its copy is");
      break;
    default:
      title = _ ("Will go to");
      break;
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->destination), title);
  set_path (self->destination, to);
  set_path (self->source, from);
}

/* --- the picture */

static void
loaded_cb (SusunReviewDetails *self)
{
  SusunThumb *thumb = susun_thumb_view_get_thumb (SUSUN_THUMB_VIEW (self->picture));
  const char *problem = thumb != NULL ? susun_thumb_get_problem (thumb) : NULL;

  gtk_label_set_text (GTK_LABEL (self->problem), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem, problem != NULL);
}

static void
show_picture (SusunReviewDetails *self, const SusunItem *item)
{
  g_autofree char *path = susun_item_stub_dup_source (self->stub);

  susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->picture), self->pool, path,
                             SUSUN_THUMB_SIZE_X_LARGE, item->media == SUSUN_KIND_VIDEO);
  loaded_cb (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    susun_thumb_view_load (SUSUN_THUMB_VIEW (self->picture), SUSUN_THUMB_URGENCY_VISIBLE);
}

static void
mapped_cb (SusunReviewDetails *self)
{
  susun_thumb_view_load (SUSUN_THUMB_VIEW (self->picture), SUSUN_THUMB_URGENCY_VISIBLE);
}

static void
show_item (SusunReviewDetails *self)
{
  const SusunItem *item = susun_item_stub_get_item (self->stub);
  const SusunOverride *override = susun_item_stub_get_override (self->stub);
  g_autofree char *title = NULL;
  g_autofree char *taken = NULL;
  SusunItemMark mark;

  if (item == NULL)
    return;
  title = self->selected > 1 ? g_strdup_printf (
              ngettext ("%s and %u more", "%s and %u more", (gulong) (self->selected - 1)),
              susun_item_stub_get_name (self->stub), (guint) (self->selected - 1))
                             : g_strdup (susun_item_stub_get_name (self->stub));
  gtk_label_set_text (GTK_LABEL (self->name), title);
  susun_item_mark_read (&mark, item, override);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), mark.icon);
  gtk_label_set_text (GTK_LABEL (self->mark_label), mark.label);
  taken = susun_wall_label (item->wall);
  set_row (self->taken, taken);
  show_reason (self, item);
  show_places (self, item);
  show_rivals (self, item);
  show_picture (self, item);
  gtk_widget_set_visible (self->own_date, item->date_source == SUSUN_DATE_SOURCE_MANUAL);
  gtk_widget_set_visible (self->leave_out, !mark.faded);
  gtk_widget_set_visible (self->put_back, mark.faded);
}

static void
susun_review_details_dispose (GObject *object)
{
  SusunReviewDetails *self = SUSUN_REVIEW_DETAILS (object);

  if (self->stub != NULL)
    g_clear_signal_handler (&self->stub_handler, self->stub);
  g_clear_object (&self->stub);
  /* Before the template takes it away by its name: the bin would take it away once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_REVIEW_DETAILS);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->pool);
  G_OBJECT_CLASS (susun_review_details_parent_class)->dispose (object);
}

static void
susun_review_details_class_init (SusunReviewDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_THUMB_VIEW);
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = susun_review_details_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/review/susun-review-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, picture);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, problem);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, name);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, mark);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, mark_label);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, taken);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, because);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, destination);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, source);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, rivals);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, own_date);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, leave_out);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewDetails, put_back);
}

static void
susun_review_details_init (SusunReviewDetails *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_thumb_view_set_size (SUSUN_THUMB_VIEW (self->picture), PICTURE_WIDTH, PICTURE_HEIGHT);
  g_signal_connect_swapped (self->picture, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

void
susun_review_details_set_pool (SusunReviewDetails *self, SusunThumbPool *pool)
{
  g_return_if_fail (self->pool == NULL);
  self->pool = g_object_ref (pool);
}

void
susun_review_details_show (SusunReviewDetails *self, SusunItemStub *stub, guint64 selected)
{
  self->selected = selected;
  if (self->stub != NULL)
    g_clear_signal_handler (&self->stub_handler, self->stub);
  g_set_object (&self->stub, stub);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), stub != NULL ? "one" : "none");
  if (stub == NULL)
    {
      susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->picture), self->pool, NULL,
                                 SUSUN_THUMB_SIZE_X_LARGE, FALSE);
      return;
    }
  self->stub_handler
      = g_signal_connect_swapped (stub, "notify::item", G_CALLBACK (show_item), self);
  show_item (self);
}
