// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-own-data.h"

#include <glib/gi18n.h>

#define SCHEMA "io.github.susun.Susun"

/* The program lies in BUILD/src/ui, its data in BUILD/data. Returns: (nullable) */
static char *
find_in_build_tree (const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *data = folder != NULL && g_str_has_suffix (folder, "/src/ui")
                              ? g_build_filename (folder, "..", "..", "data", name, NULL)
                              : NULL;

  return data != NULL && g_file_test (data, G_FILE_TEST_EXISTS)
             ? g_canonicalize_filename (data, NULL)
             : NULL;
}

char *
susun_own_data_find_sample (void)
{
  char *built = find_in_build_tree ("sample/library");
  g_autofree char *installed = NULL;

  if (built != NULL)
    return built;
  installed = g_build_filename (PKGDATADIR, "sample", "library", NULL);
  return g_file_test (installed, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&installed) : NULL;
}

static GSettingsSchema *
look_up_in (const char *folder)
{
  g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (
      folder, g_settings_schema_source_get_default (), FALSE, NULL);

  return source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
}

static GSettingsSchema *
look_up_schema (void)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  g_autofree char *built = find_in_build_tree ("settings");
  GSettingsSchema *schema = NULL;

  if (built != NULL)
    schema = look_up_in (built);
  if (schema == NULL && usual != NULL)
    schema = g_settings_schema_source_lookup (usual, SCHEMA, TRUE);
  /* A prefix that is not among the system's data folders. */
  if (schema == NULL)
    schema = look_up_in (SCHEMADIR);
  return schema;
}

GSettings *
susun_own_data_open_settings (GError **error)
{
  g_autoptr (GSettingsSchema) schema = look_up_schema ();

  if (schema == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("Susun is not installed completely: the description of its settings (%s) is "
                      "missing. Install it again. No picture was touched."),
                   SCHEMA ".gschema.xml");
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}
