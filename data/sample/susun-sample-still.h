// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * Whole picture files from pixels and the metadata to lay into them. All return (transfer full).
 * @exif: (nullable): as susun_sample_exif_build() makes it
 */

/* Returns: (nullable): NULL with @error when gdk-pixbuf cannot write JPEG */
GBytes *susun_sample_jpeg (GdkPixbuf *pixbuf, GBytes *exif, GError **error);

/* @created: (nullable): the text of a "Creation Time" chunk */
GBytes *susun_sample_png (GdkPixbuf *pixbuf, GBytes *exif, const char *created, GError **error);

/* TRUE when this system's libheif can write HEVC; where it cannot there are no HEIC files. */
gboolean susun_sample_can_heic (void);
GBytes *susun_sample_heic (GdkPixbuf *pixbuf, GBytes *exif, GError **error);

/* @taken: DateTimeOriginal, "YYYY:MM:DD HH:MM:SS" */
GBytes *susun_sample_tiff (GdkPixbuf *pixbuf, const char *taken, const char *make,
                           const char *model);

/* A raw picture: the TIFF that a DNG is, with one colour a pixel as a sensor sees it, and a preview
 * as JPEG. Returns: (nullable): NULL with @error when gdk-pixbuf cannot write JPEG */
GBytes *susun_sample_dng (GdkPixbuf *pixbuf, const char *taken, const char *make, const char *model,
                          GError **error);

/* Lossless, by an encoder of our own: no library that we link writes WebP. */
GBytes *susun_sample_webp (GdkPixbuf *pixbuf, GBytes *exif);

G_END_DECLS
