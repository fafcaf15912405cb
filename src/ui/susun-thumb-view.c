// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-thumb-view.h"

#define SIGN_SIZE 32

struct _SusunThumbView
{
  GtkWidget parent_instance;

  int width; /* what it asks for */
  int height;
  SusunThumbPool *pool; /* (owned) (nullable) */
  char *path;           /* (owned) (nullable) */
  SusunThumbSize size;
  gboolean film;
  gboolean asked;
  SusunThumbUrgency urgency; /* of what was asked */
  GCancellable *cancellable; /* (owned) (nullable): of what was asked */
  SusunThumb *thumb;         /* (owned) (nullable) */
  GdkTexture *texture;       /* (owned) (nullable): its picture */
  GtkIconPaintable *sign;    /* (owned) (nullable): where there is none */
  const char *sign_name;
};

enum
{
  SIGNAL_LOADED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunThumbView, susun_thumb_view, GTK_TYPE_WIDGET)

static void
forget (SusunThumbView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->thumb, susun_thumb_unref);
  g_clear_object (&self->texture);
  self->asked = FALSE;
}

static void
susun_thumb_view_dispose (GObject *object)
{
  SusunThumbView *self = SUSUN_THUMB_VIEW (object);

  forget (self);
  g_clear_object (&self->pool);
  g_clear_object (&self->sign);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (susun_thumb_view_parent_class)->dispose (object);
}

static void
susun_thumb_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  SusunThumbView *self = SUSUN_THUMB_VIEW (widget);

  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width * 2 / 3 : self->height;
}

/* A state that is settled and has nothing to show. */
static const char *
get_sign_name (SusunThumbView *self)
{
  if (self->thumb == NULL || self->texture != NULL)
    return NULL;
  switch (susun_thumb_get_state (self->thumb))
    {
    case SUSUN_THUMB_BROKEN:
      return "image-missing-symbolic";
    case SUSUN_THUMB_UNSHOWABLE:
      return self->film ? "video-x-generic-symbolic" : "image-x-generic-symbolic";
    case SUSUN_THUMB_FULL:
    case SUSUN_THUMB_PLACEHOLDER:
    case SUSUN_THUMB_NOTHING:
    default:
      return NULL;
    }
}

static void
snapshot_sign (SusunThumbView *self, GtkSnapshot *snapshot, double width, double height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const char *name = get_sign_name (self);
  GdkRGBA color;

  if (name == NULL)
    return;
  if (self->sign == NULL || self->sign_name != name)
    {
      GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
      g_clear_object (&self->sign);
      self->sign = gtk_icon_theme_lookup_icon (theme, name, NULL, SIGN_SIZE,
                                               gtk_widget_get_scale_factor (widget),
                                               gtk_widget_get_direction (widget), 0);
      self->sign_name = name;
    }
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.55F;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) ((width - SIGN_SIZE) / 2),
                                                          (float) ((height - SIGN_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->sign), snapshot,
                                            SIGN_SIZE, SIGN_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
susun_thumb_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SusunThumbView *self = SUSUN_THUMB_VIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);

  if (self->texture == NULL)
    {
      snapshot_sign (self, snapshot, width, height);
      return;
    }
  double own_width = gdk_texture_get_width (self->texture);
  double own_height = gdk_texture_get_height (self->texture);
  double scale = MIN (width / own_width, height / own_height);
  /* A finished small picture is as small as it is; what stands in for a larger one fills its room.
   */
  if (!susun_thumb_is_placeholder (self->thumb))
    scale = MIN (scale, 1.0);
  int shown_width = MAX ((int) (own_width * scale + 0.5), 1);
  int shown_height = MAX ((int) (own_height * scale + 0.5), 1);
  /* On whole pixels it is sharp. */
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((float) (((int) width - shown_width) / 2),
                                                    (float) (((int) height - shown_height) / 2),
                                                    (float) shown_width, (float) shown_height));
}

static void
susun_thumb_view_class_init (SusunThumbViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_thumb_view_dispose;
  widget_class->measure = susun_thumb_view_measure;
  widget_class->snapshot = susun_thumb_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "thumb");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", SUSUN_TYPE_THUMB_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
susun_thumb_view_init (SusunThumbView *self)
{
  self->width = 160;
  self->height = 120;
}

GtkWidget *
susun_thumb_view_new (void)
{
  return g_object_new (SUSUN_TYPE_THUMB_VIEW, NULL);
}

void
susun_thumb_view_set_size (SusunThumbView *self, int width, int height)
{
  self->width = width;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @thumb: (transfer full) */
static void
take_thumb (SusunThumbView *self, SusunThumb *thumb)
{
  GBytes *pixels = susun_thumb_get_pixels (thumb);

  g_clear_pointer (&self->thumb, susun_thumb_unref);
  g_clear_object (&self->texture);
  self->thumb = thumb;
  if (pixels != NULL)
    self->texture = gdk_memory_texture_new (
        susun_thumb_get_width (thumb), susun_thumb_get_height (thumb),
        susun_thumb_has_alpha (thumb) ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8, pixels,
        (gsize) susun_thumb_get_stride (thumb));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static gboolean
is_finished (SusunThumbView *self)
{
  return self->thumb != NULL && !susun_thumb_is_placeholder (self->thumb);
}

/* A smaller picture of it that is at hand stands in for a larger one. Returns: (nullable) */
static SusunThumb *
make_stand_in (SusunThumbPool *pool, const char *path, SusunThumbSize size)
{
  g_autoptr (SusunThumb) small = size > SUSUN_THUMB_SIZE_LARGE
                                     ? susun_thumb_pool_peek (pool, path, SUSUN_THUMB_SIZE_LARGE)
                                     : NULL;

  if (small == NULL || susun_thumb_get_pixels (small) == NULL)
    return NULL;
  return susun_thumb_new (SUSUN_THUMB_PLACEHOLDER, susun_thumb_get_pixels (small),
                          susun_thumb_get_width (small), susun_thumb_get_height (small),
                          susun_thumb_get_stride (small), susun_thumb_has_alpha (small),
                          susun_thumb_get_duration_ms (small), NULL);
}

void
susun_thumb_view_set_path (SusunThumbView *self, SusunThumbPool *pool, const char *path,
                           SusunThumbSize size, gboolean film)
{
  SusunThumb *known;

  if (self->pool == pool && self->size == size && g_strcmp0 (self->path, path) == 0)
    return;
  forget (self);
  g_set_object (&self->pool, pool);
  g_free (self->path);
  self->path = g_strdup (path);
  self->size = size;
  self->film = film;
  known = path != NULL ? susun_thumb_pool_peek (pool, path, size) : NULL;
  if (known == NULL && path != NULL)
    known = make_stand_in (pool, path, size);
  if (known != NULL)
    take_thumb (self, known);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
susun_thumb_view_is_wanting (SusunThumbView *self)
{
  return self->path != NULL && !is_finished (self);
}

static void
loaded_cb (GObject *pool, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunThumbView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunThumb) thumb
      = susun_thumb_pool_load_finish (SUSUN_THUMB_POOL (pool), result, &error);

  /* An answer may still come for a file that is no longer shown. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || is_finished (self)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* A file that cannot be opened shows as one that is damaged, and says why. */
  if (thumb == NULL)
    thumb = susun_thumb_new (SUSUN_THUMB_BROKEN, NULL, 0, 0, 0, FALSE, -1, error->message);
  if (susun_thumb_get_state (thumb) != SUSUN_THUMB_NOTHING)
    take_thumb (self, g_steal_pointer (&thumb));
}

void
susun_thumb_view_load (SusunThumbView *self, SusunThumbUrgency urgency)
{
  if (!susun_thumb_view_is_wanting (self) || (self->asked && self->urgency <= urgency))
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asked = TRUE;
  self->urgency = urgency;
  if (self->thumb == NULL)
    susun_thumb_pool_load_async (self->pool, self->path, self->size, SUSUN_THUMB_WANT_PLACEHOLDER,
                                 urgency, self->cancellable, loaded_cb, g_object_ref (self));
  susun_thumb_pool_load_async (self->pool, self->path, self->size, SUSUN_THUMB_WANT_FULL, urgency,
                               self->cancellable, loaded_cb, g_object_ref (self));
}

SusunThumb *
susun_thumb_view_get_thumb (SusunThumbView *self)
{
  return self->thumb;
}
