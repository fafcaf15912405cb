// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunInput: bounded reading of one open file: a head of up to 64 KiB read with the first request,
 * further pieces on demand, and a budget after which every request fails.
 *
 * Reused for many files by one worker (its buffers stay): open, let readers ask, and go on to the
 * next. Holds the descriptor only borrowed. One thread.
 */
typedef struct _SusunInput SusunInput;

#define SUSUN_INPUT_HEAD_SIZE (64 * 1024)

SusunInput *susun_input_new (void);
void susun_input_free (SusunInput *self);

/* @fd: (borrowed) until the next open or close; @name: the file's name, for messages */
void susun_input_open (SusunInput *self, int fd, guint64 size, const char *name);

/* The same over bytes in memory (tests, fuzzing, embedded blobs). @data: (borrowed) */
void susun_input_open_memory (SusunInput *self, const void *data, gsize length, const char *name);
void susun_input_close (SusunInput *self);

const char *susun_input_get_name (SusunInput *self);
guint64 susun_input_get_size (SusunInput *self);

/* Exactly @length bytes at @offset. Returns: (transfer none) (nullable): valid until the next
 * request; NULL past the end, past the budget, or when the file could not be read */
const guint8 *susun_input_get (SusunInput *self, guint64 offset, gsize length);

/* Up to @length bytes: fewer at the end of the file. */
const guint8 *susun_input_peek (SusunInput *self, guint64 offset, gsize length, gsize *got);

/* The head as read (up to SUSUN_INPUT_HEAD_SIZE bytes). Does the first read if none was done. */
const guint8 *susun_input_get_head (SusunInput *self, gsize *length);

/* The errno of the first failed read, or 0. */
int susun_input_get_errno (SusunInput *self);

/* Bytes asked of the file since it was opened. */
guint64 susun_input_get_bytes_read (SusunInput *self);

/* The descriptor, for libraries that must have one (GStreamer); -1 for memory. (borrowed) */
int susun_input_get_fd (SusunInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunInput, susun_input_free)

G_END_DECLS
