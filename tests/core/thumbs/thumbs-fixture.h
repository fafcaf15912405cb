// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "core/thumbs/susun-thumb.h"

G_BEGIN_DECLS

/*
 * Pictures made by the tests themselves, in a temporary folder of each test's own.
 */

typedef struct
{
  char *folder; /* (owned) */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Returns: (transfer full): a path in the folder */
char *fixture_path (Fixture *self, const char *name);

/* Four fields: red, green above, blue, yellow below, so that its way up can be told. */
GdkPixbuf *fixture_picture (int width, int height);

/* Which field is at the upper left and the upper right: "RG" for an upright picture */
char *fixture_top (SusunThumb *thumb);

/* As @type of gdk-pixbuf's. Returns: (transfer full) */
GByteArray *fixture_encode (GdkPixbuf *pixbuf, const char *type);

/* @jpeg with an EXIF block: an orientation, and a JPEG thumbnail (nullable). Returns: (transfer
 * full) */
GByteArray *fixture_with_exif (const GByteArray *jpeg, guint orientation, const GByteArray *thumb);

/* A RAW file as TIFF makes them: an orientation, and @n previews in its SubIFDs. Returns: (transfer
 * full) */
GByteArray *fixture_raw (guint orientation, GByteArray *const *previews, guint n);

/* Writes a file. Returns: (transfer full): its path */
char *fixture_write (Fixture *self, const char *name, const void *data, gsize length);

G_END_DECLS
