// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * A drawn landscape: sky, sun or moon, hills, and on some of them water. The number chooses colours
 * and shapes, so that no two numbers give the same picture and one number always gives the same.
 *
 * @moment: 0 … 1, how far the sun has come; the frames of a film differ in it
 *
 * Returns: (transfer full): @width × @height, 8 bits RGB, no alpha
 */
GdkPixbuf *susun_sample_scene_draw (guint number, int width, int height, double moment);

G_END_DECLS
