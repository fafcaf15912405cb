// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-item-stub-private.h"

#include "core/base/susun-path.h"

enum
{
  PROP_ID = 1,
  PROP_ITEM,
  PROP_NAME,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SusunItemStub, susun_item_stub, G_TYPE_OBJECT)

static void
susun_item_stub_finalize (GObject *object)
{
  SusunItemStub *self = SUSUN_ITEM_STUB (object);

  susun_item_row_unref (self->row);
  g_free (self->name);
  G_OBJECT_CLASS (susun_item_stub_parent_class)->finalize (object);
}

static void
susun_item_stub_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SusunItemStub *self = SUSUN_ITEM_STUB (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_ITEM:
      g_value_set_pointer (value, (gpointer) susun_item_stub_get_item (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, susun_item_stub_get_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
susun_item_stub_class_init (SusunItemStubClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = susun_item_stub_finalize;
  object_class->get_property = susun_item_stub_get_property;

  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_ITEM] = g_param_spec_pointer ("item", NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
susun_item_stub_init (SusunItemStub *self)
{
}

SusunItemStub *
susun_item_stub_new (gint64 id)
{
  SusunItemStub *self = g_object_new (SUSUN_TYPE_ITEM_STUB, NULL);

  self->id = id;
  return self;
}

void
susun_item_stub_fill (SusunItemStub *self, SusunItemRow *row)
{
  SusunItemRow *old = self->row;

  self->row = susun_item_row_ref (row);
  susun_item_row_unref (old);
  g_clear_pointer (&self->name, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
}

gint64
susun_item_stub_get_id (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), 0);
  return self->id;
}

const SusunItem *
susun_item_stub_get_item (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), NULL);
  return self->row != NULL ? &self->row->item : NULL;
}

const SusunOverride *
susun_item_stub_get_override (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), NULL);
  return self->row != NULL ? &self->row->override : NULL;
}

const char *
susun_item_stub_get_name (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), "");

  if (self->row == NULL)
    return "";
  if (self->name == NULL)
    self->name = susun_path_display_name (self->row->item.src_path);
  return self->name;
}

const char *
susun_item_stub_get_camera (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), NULL);
  return self->row != NULL ? self->row->camera : NULL;
}

/* A path without a root of the run is absolute already: verification knows files from elsewhere. */
static char *
dup_path (SusunItemStub *self, gint64 root, const char *path)
{
  if (path == NULL)
    return NULL;
  for (guint i = 0; i < self->row->roots->len; i++)
    {
      const SusunRootRow *row = self->row->roots->pdata[i];
      if (row->id == root)
        return g_build_filename (row->path, path, NULL);
    }
  return *path == '/' ? g_strdup (path) : NULL;
}

char *
susun_item_stub_dup_source (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), NULL);

  return self->row != NULL ? dup_path (self, self->row->item.src_root, self->row->item.src_path)
                           : NULL;
}

char *
susun_item_stub_dup_destination (SusunItemStub *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_STUB (self), NULL);

  return self->row != NULL ? dup_path (self, self->row->item.dst_root, self->row->item.dst_path)
                           : NULL;
}
