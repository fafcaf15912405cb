// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Any bytes as a photo, a film, a sidecar, a name or packed evidence; the first byte chooses. */

#include "config.h"

#include <string.h>

#include "core/media/susun-preview.h"
#include "core/media/susun-reader.h"
#include "core/media/susun-resolver.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
resolve (SusunEvidence *evidence)
{
  g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
  SusunDateRules rules = { .now = 1795176000, .manual = SUSUN_WALL_NONE };
  SusunDate date;
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GByteArray) packed = susun_evidence_pack (evidence);
  g_autoptr (SusunEvidence) again = susun_evidence_new ();

  susun_folder_hints_add (hints, evidence);
  susun_resolve (evidence, &rules, hints, &date);
  note = susun_date_note (&date, evidence);
  text = susun_date_explain (&date, evidence, &rules);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  susun_evidence_unpack (again, packed->data, packed->len);
  g_assert_cmpuint (again->candidates->len, ==, evidence->candidates->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (SusunInput) input = NULL;
  g_autoptr (SusunEvidence) evidence = NULL;
  SusunPreviews previews;

  if (size == 0)
    return 0;
  input = susun_input_new ();
  evidence = susun_evidence_new ();
  switch (data[0])
    {
    case 'n':
      {
        g_autofree char *name = g_strndup ((const char *) data + 1, size - 1);
        susun_media_read_name (name, evidence);
        break;
      }
    case 'p':
      susun_evidence_unpack (evidence, data + 1, size - 1);
      break;
    case 's':
      susun_input_open_memory (input, data + 1, size - 1, "a.xmp");
      susun_media_read_sidecar (input, evidence, NULL);
      break;
    default: /* a file as it is: real ones serve as seeds */
      susun_input_open_memory (input, data, size, "a.mp4");
      susun_media_read (input, evidence, NULL);
      susun_media_find_previews (input, &previews, NULL);
      break;
    }
  resolve (evidence);
  return 0;
}
