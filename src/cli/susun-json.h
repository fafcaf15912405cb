// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * JSON documents on stdout. A member with nothing to tell is null, never left out.
 */

/* @text: (nullable): what is not UTF-8 is shown as susun_path_display() does */
void susun_json_add_text (JsonBuilder *builder, const char *name, const char *text);
void susun_json_add_text_element (JsonBuilder *builder, const char *text);

/* A path as it is; one that is not UTF-8 as file:// URI with every byte kept. @path: (nullable) */
void susun_json_add_path (JsonBuilder *builder, const char *name, const char *path);

/* The same without a name: an element of an array. */
void susun_json_add_path_element (JsonBuilder *builder, const char *path);
void susun_json_add_int (JsonBuilder *builder, const char *name, gint64 value);

/* Local wall clock. @time: µs since 1970 UTC, 0 for none */
void susun_json_add_time (JsonBuilder *builder, const char *name, gint64 time);

/* A JSON text of the history as a part of this document; null when it is none. @json: (nullable) */
void susun_json_add_json (JsonBuilder *builder, const char *name, const char *json);

/* The finished document, indented, and a line feed. */
void susun_json_print (JsonBuilder *builder);

G_END_DECLS
