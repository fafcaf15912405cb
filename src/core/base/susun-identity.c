// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-identity.h"

gboolean
susun_identity_same_file (const SusunIdentity *a, const SusunIdentity *b)
{
  return a->dev == b->dev && a->ino == b->ino;
}

gboolean
susun_identity_same_content (const SusunIdentity *a, const SusunIdentity *b)
{
  return susun_identity_same_file (a, b) && a->size == b->size && a->mtime_ns == b->mtime_ns;
}

gboolean
susun_identity_unchanged (const SusunIdentity *a, const SusunIdentity *b)
{
  return susun_identity_same_content (a, b) && a->ctime_ns == b->ctime_ns;
}
