// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-wrap-box.h"

#include "ui/susun-button-lines.h"

#define SPACING 6

struct _SusunWrapBox
{
  GtkWidget parent_instance;

  gboolean centered;
};

static void buildable_interface_init (GtkBuildableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunWrapBox, susun_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_interface_init))

enum
{
  PROP_CENTERED = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* One line: from @first on, as many as have room in @width. */
typedef struct
{
  GtkWidget *end; /* (nullable): the first child of the next line */
  int width;
  int height;
} Line;

static int
natural_width (GtkWidget *child, int most)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, most));
}

static Line
measure_line (GtkWidget *first, int width)
{
  Line line = { NULL, 0, 0 };

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int own, height;
      if (!gtk_widget_should_layout (child))
        continue;
      own = natural_width (child, width);
      if (line.width > 0 && line.width + SPACING + own > width)
        {
          line.end = child;
          return line;
        }
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, own, NULL, &height, NULL, NULL);
      line.width += own + (line.width > 0 ? SPACING : 0);
      line.height = MAX (line.height, height);
    }
  return line;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += MAX (child_minimum, child_natural) + (*natural > 0 ? SPACING : 0);
    }
  *natural = MAX (*minimum, *natural);
}

static void
susun_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int width = for_size < 0 ? G_MAXINT / 2 : for_size;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  while (first != NULL)
    {
      Line line = measure_line (first, width);
      if (line.height > 0)
        *natural += line.height + (*natural > 0 ? SPACING : 0);
      first = line.end;
    }
  *minimum = *natural;
}

static void
allocate_line (SusunWrapBox *self, GtkWidget *first, const Line *line, int y, int width)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int spare = MAX (0, width - line->width);
  int x = self->centered ? spare / 2 : 0;

  for (GtkWidget *child = first; child != line->end; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { .y = y, .height = line->height };
      if (!gtk_widget_should_layout (child))
        continue;
      place.width = natural_width (child, width);
      if (!self->centered && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        {
          place.width += spare;
          spare = 0;
        }
      place.x = mirrored ? width - x - place.width : x;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + SPACING;
    }
}

static void
susun_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SusunWrapBox *self = SUSUN_WRAP_BOX (widget);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int y = 0;

  while (first != NULL)
    {
      Line line = measure_line (first, width);
      allocate_line (self, first, &line, y, width);
      if (line.height > 0)
        y += line.height + SPACING;
      first = line.end;
    }
}

static GtkSizeRequestMode
susun_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
susun_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, SUSUN_WRAP_BOX (object)->centered);
}

static void
susun_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SUSUN_WRAP_BOX (object)->centered = g_value_get_boolean (value);
  gtk_widget_queue_allocate (GTK_WIDGET (object));
}

static void
susun_wrap_box_dispose (GObject *object)
{
  susun_wrap_box_clear (SUSUN_WRAP_BOX (object));
  G_OBJECT_CLASS (susun_wrap_box_parent_class)->dispose (object);
}

static void
susun_wrap_box_class_init (SusunWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = susun_wrap_box_dispose;
  object_class->get_property = susun_wrap_box_get_property;
  object_class->set_property = susun_wrap_box_set_property;
  widget_class->measure = susun_wrap_box_measure;
  widget_class->size_allocate = susun_wrap_box_size_allocate;
  widget_class->get_request_mode = susun_wrap_box_get_request_mode;
  properties[PROP_CENTERED] = g_param_spec_boolean ("centered", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
susun_wrap_box_init (SusunWrapBox *self)
{
}

GtkWidget *
susun_wrap_box_new (void)
{
  return g_object_new (SUSUN_TYPE_WRAP_BOX, NULL);
}

void
susun_wrap_box_append (SusunWrapBox *self, GtkWidget *child)
{
  susun_button_set_lines (child, TRUE);
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
susun_wrap_box_clear (SusunWrapBox *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

/* --- children of a template */

static GtkBuildableIface *parent_buildable;

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    susun_wrap_box_append (SUSUN_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_interface_init (GtkBuildableIface *interface)
{
  parent_buildable = g_type_interface_peek_parent (interface);
  interface->add_child = add_child;
}
