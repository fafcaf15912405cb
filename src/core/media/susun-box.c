// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-box.h"

#define MAX_BOXES 1024

gboolean
susun_box_read (const SusunSpan *span, guint64 offset, SusunBox *box)
{
  gsize got;
  const guint8 *p = susun_span_peek (span, offset, 16, &got);
  guint64 size, header = 8;

  if (p == NULL || got < 8)
    return FALSE;
  size = susun_be32 (p);
  box->type = susun_be32 (p + 4);
  if (size == 1)
    {
      if (got < 16)
        return FALSE;
      size = susun_be64 (p + 8);
      header = 16;
    }
  else if (size == 0) /* to the end */
    size = span->length - offset;
  if (size < header)
    return FALSE;
  box->offset = offset;
  box->content = offset + header;
  box->length = MIN (size - header, span->length - box->content);
  box->next = size > G_MAXUINT64 - offset ? G_MAXUINT64 : offset + size;
  return TRUE;
}

SusunSpan
susun_box_content (const SusunSpan *span, const SusunBox *box)
{
  return susun_span_part (span, box->content, box->length);
}

gboolean
susun_box_find (const SusunSpan *span, guint32 type, SusunBox *box)
{
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && susun_box_read (span, at, box); i++, at = box->next)
    if (box->type == type)
      return TRUE;
  return FALSE;
}
