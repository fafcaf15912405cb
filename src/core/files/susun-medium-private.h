// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"

G_BEGIN_DECLS

/* For the copy, which reads with the same buffer and hasher. */
#define SUSUN_MEDIUM_BUFFER_SIZE ((gsize) 1 << 20)
#define SUSUN_MEDIUM_ALIGNMENT 4096

struct _SusunMedium
{
  guint8 *buffer;      /* (owned): SUSUN_MEDIUM_BUFFER_SIZE, aligned for direct reads */
  SusunHasher *hasher; /* (owned) */
  SusunBytesDone done; /* (nullable) */
  gpointer done_data;
};

static inline void
susun_medium_tell (SusunMedium *self, guint64 bytes)
{
  if (self->done != NULL)
    self->done (bytes, self->done_data);
}

G_END_DECLS
