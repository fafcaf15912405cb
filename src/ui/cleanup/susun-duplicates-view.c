// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/cleanup/susun-duplicates-view.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/view/susun-pairs.h"
#include "ui/run/susun-pair-row.h"
#include "ui/susun-wrap-box.h"

/* --- one pair, as the list has it */

#define DUPLICATE_TYPE_ROW (duplicate_row_get_type ())
G_DECLARE_FINAL_TYPE (DuplicateRow, duplicate_row, DUPLICATE, ROW, GObject)

struct _DuplicateRow
{
  GObject parent_instance;

  SusunPair *pair;
  gboolean goes;
};

G_DEFINE_FINAL_TYPE (DuplicateRow, duplicate_row, G_TYPE_OBJECT)

enum
{
  PROP_GOES = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
duplicate_row_finalize (GObject *object)
{
  g_clear_pointer (&DUPLICATE_ROW (object)->pair, susun_pair_unref);
  G_OBJECT_CLASS (duplicate_row_parent_class)->finalize (object);
}

static void
duplicate_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, DUPLICATE_ROW (object)->goes);
}

static void
duplicate_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DuplicateRow *self = DUPLICATE_ROW (object);

  if (self->goes == g_value_get_boolean (value))
    return;
  self->goes = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, properties[PROP_GOES]);
}

static void
duplicate_row_class_init (DuplicateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = duplicate_row_finalize;
  object_class->get_property = duplicate_row_get_property;
  object_class->set_property = duplicate_row_set_property;
  properties[PROP_GOES]
      = g_param_spec_boolean ("goes", NULL, NULL, TRUE,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
duplicate_row_init (DuplicateRow *self)
{
  self->goes = TRUE;
}

/* --- the view */

struct _SusunDuplicatesView
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  SusunWorker *reader; /* (owned) */
  SusunThumbPool *thumbs;
  char *run_id;              /* (nullable): what is shown */
  gboolean known;            /* its pairs have been read */
  GListStore *rows;          /* (element-type DuplicateRow) */
  GCancellable *cancellable; /* (nullable): of the reading under way */

  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *leave;
  GtkWidget *take;
};

G_DEFINE_FINAL_TYPE (SusunDuplicatesView, susun_duplicates_view, ADW_TYPE_BIN)

static void
update (SusunDuplicatesView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint64 bytes = 0;
  gulong going = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DuplicateRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      if (!row->goes)
        continue;
      going++;
      bytes += row->pair->size;
    }
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *title = n == 0 ? g_strdup (_ ("No Duplicates"))
                                  : g_strdup_printf (ngettext ("%'lu Duplicate in the Archive",
                                                               "%'lu Duplicates in the Archive", n),
                                                     (gulong) n);
  g_autofree char *explanation
      = n == 0 ? g_strdup (_ ("Every picture stands in the archive once."))
               : g_strdup_printf (
                   _ ("Each pair holds the same bytes, which is proven once more before one of "
                      "them goes. It moves into quarantine (%s) and can be put back. Untick what "
                      "is to stay."),
                   size);
  g_autofree char *take = g_strdup_printf (
      ngettext ("_Move %'lu Duplicate to Quarantine", "_Move %'lu Duplicates to Quarantine", going),
      going);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->explanation), explanation);
  gtk_button_set_label (GTK_BUTTON (self->take), take);
  gtk_button_set_label (GTK_BUTTON (self->leave),
                        n > 0 ? _ ("_Leave All") : _ ("_Back to Clean Up"));
  gtk_widget_set_visible (self->title, self->known);
  gtk_widget_set_visible (self->explanation, self->known);
  gtk_widget_set_visible (self->leave, self->known);
  gtk_widget_set_visible (self->take, n > 0);
  gtk_widget_set_visible (self->scroller, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicates.take", going > 0);
}

/* Those of one group go together, or stay. */
static void
goes_changed_cb (DuplicateRow *changed, GParamSpec *pspec, SusunDuplicatesView *self)
{
  for (guint i = 0;
       changed->pair->group != 0 && i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (DuplicateRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      if (row->pair->group == changed->pair->group && row->goes != changed->goes)
        g_object_set (row, "goes", changed->goes, NULL);
    }
  update (self);
}

/* --- cells */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SusunDuplicatesView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = susun_pair_row_new ();

  gtk_widget_set_hexpand (row, TRUE);
  gtk_widget_set_margin_start (check, 12);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), row);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SusunDuplicatesView *self)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *check = gtk_widget_get_first_child (box);
  DuplicateRow *row = gtk_list_item_get_item (item);
  g_autofree char *name
      = row->pair->second != NULL ? susun_path_display_name (row->pair->second) : g_strdup ("");
  /* Translators: a check beside two equal files: the named one goes */
  g_autofree char *label = g_strdup_printf (_ ("Move “%s” to quarantine"), name);

  susun_pair_row_set_pair (SUSUN_PAIR_ROW (gtk_widget_get_last_child (box)), row->pair,
                           self->thumbs, _ ("Kept"), _ ("Goes"), "go-next-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (
      G_OBJECT (item), "susun-binding",
      g_object_ref (g_object_bind_property (row, "goes", check, "active",
                                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE)),
      g_object_unref);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SusunDuplicatesView *self)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GBinding *binding = g_object_get_data (G_OBJECT (item), "susun-binding");

  g_binding_unbind (binding);
  g_object_set_data (G_OBJECT (item), "susun-binding", NULL);
  susun_pair_row_set_pair (SUSUN_PAIR_ROW (gtk_widget_get_last_child (box)), NULL, self->thumbs, "",
                           "", NULL);
}

/* --- commands */

static void
take_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunDuplicatesView *self = SUSUN_DUPLICATES_VIEW (widget);
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (DuplicateRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      if (!row->goes)
        g_array_append_val (left, row->pair->item);
    }
  susun_wizard_take_duplicates (self->wizard, left);
}

static void
leave_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_wizard_leave_duplicates (SUSUN_DUPLICATES_VIEW (widget)->wizard);
}

/* --- the widget */

static void
susun_duplicates_view_init (SusunDuplicatesView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *model;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (DUPLICATE_TYPE_ROW);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (model));
  g_object_unref (model);
}

static void
susun_duplicates_view_dispose (GObject *object)
{
  SusunDuplicatesView *self = SUSUN_DUPLICATES_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_DUPLICATES_VIEW);
  g_clear_object (&self->rows);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_object (&self->thumbs);
  g_clear_pointer (&self->run_id, g_free);
  G_OBJECT_CLASS (susun_duplicates_view_parent_class)->dispose (object);
}

static void
susun_duplicates_view_class_init (SusunDuplicatesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_duplicates_view_dispose;
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/cleanup/susun-duplicates-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, title);
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, list);
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, leave);
  gtk_widget_class_bind_template_child (widget_class, SusunDuplicatesView, take);
  gtk_widget_class_install_action (widget_class, "duplicates.take", NULL, take_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.leave", NULL, leave_cb);
}

void
susun_duplicates_view_set_wizard (SusunDuplicatesView *self, SusunWizard *wizard,
                                  SusunWorker *reader, SusunThumbPool *thumbs)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->reader = g_object_ref (reader);
  self->thumbs = g_object_ref (thumbs);
  update (self);
}

static void
show_error (SusunDuplicatesView *self, const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (self->explanation), sentence);
  gtk_widget_set_visible (self->explanation, TRUE);
  gtk_widget_set_visible (self->leave, TRUE);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunDuplicatesView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunPairs) pairs = susun_pairs_load_finish (result, &error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->rows == NULL)
    return;
  for (guint i = 0; pairs != NULL && i < pairs->pairs->len; i++)
    {
      DuplicateRow *row = g_object_new (DUPLICATE_TYPE_ROW, NULL);
      row->pair = susun_pair_ref (pairs->pairs->pdata[i]);
      row->goes = !row->pair->left_out;
      g_signal_connect_object (row, "notify::goes", G_CALLBACK (goes_changed_cb), self, 0);
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  self->known = pairs != NULL;
  update (self);
  if (pairs == NULL)
    show_error (self, error->message);
}

void
susun_duplicates_view_show (SusunDuplicatesView *self, const char *run_id)
{
  if (g_strcmp0 (self->run_id, run_id) == 0)
    return;
  g_free (self->run_id);
  self->run_id = g_strdup (run_id);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->known = FALSE;
  g_list_store_remove_all (self->rows);
  update (self);
  if (run_id == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  susun_pairs_load (self->reader, run_id, 0, self->cancellable, loaded_cb, g_object_ref (self));
}
