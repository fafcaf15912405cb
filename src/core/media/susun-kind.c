// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-kind.h"

#include <string.h>

#include "core/base/susun-path.h"

/* Sorted by extension in lower case: looked up by bisection, once per file of a scan. */
static const struct
{
  char extension[6];
  guint8 kind; /* SusunKind */
  guint8 raw;
} extensions[] = {
  { "3g2", SUSUN_KIND_VIDEO, 0 },   { "3gp", SUSUN_KIND_VIDEO, 0 },
  { "aae", SUSUN_KIND_SIDECAR, 0 }, { "arw", SUSUN_KIND_IMAGE, 1 },
  { "asf", SUSUN_KIND_VIDEO, 0 },   { "avi", SUSUN_KIND_VIDEO, 0 },
  { "avif", SUSUN_KIND_IMAGE, 0 },  { "bmp", SUSUN_KIND_IMAGE, 0 },
  { "cr2", SUSUN_KIND_IMAGE, 1 },   { "cr3", SUSUN_KIND_IMAGE, 1 },
  { "crw", SUSUN_KIND_IMAGE, 1 },   { "dng", SUSUN_KIND_IMAGE, 1 },
  { "gif", SUSUN_KIND_IMAGE, 0 },   { "gpr", SUSUN_KIND_IMAGE, 1 },
  { "heic", SUSUN_KIND_IMAGE, 0 },  { "heif", SUSUN_KIND_IMAGE, 0 },
  { "hif", SUSUN_KIND_IMAGE, 0 },   { "iiq", SUSUN_KIND_IMAGE, 1 },
  { "insv", SUSUN_KIND_VIDEO, 0 },  { "jp2", SUSUN_KIND_IMAGE, 0 },
  { "jpe", SUSUN_KIND_IMAGE, 0 },   { "jpeg", SUSUN_KIND_IMAGE, 0 },
  { "jpg", SUSUN_KIND_IMAGE, 0 },   { "json", SUSUN_KIND_SIDECAR, 0 },
  { "jxl", SUSUN_KIND_IMAGE, 0 },   { "kdc", SUSUN_KIND_IMAGE, 1 },
  { "m2ts", SUSUN_KIND_VIDEO, 0 },  { "m4v", SUSUN_KIND_VIDEO, 0 },
  { "mkv", SUSUN_KIND_VIDEO, 0 },   { "mov", SUSUN_KIND_VIDEO, 0 },
  { "mp4", SUSUN_KIND_VIDEO, 0 },   { "mpeg", SUSUN_KIND_VIDEO, 0 },
  { "mpg", SUSUN_KIND_VIDEO, 0 },   { "mpo", SUSUN_KIND_IMAGE, 0 },
  { "mrw", SUSUN_KIND_IMAGE, 1 },   { "mts", SUSUN_KIND_VIDEO, 0 },
  { "nef", SUSUN_KIND_IMAGE, 1 },   { "nrw", SUSUN_KIND_IMAGE, 1 },
  { "orf", SUSUN_KIND_IMAGE, 1 },   { "pef", SUSUN_KIND_IMAGE, 1 },
  { "png", SUSUN_KIND_IMAGE, 0 },   { "psd", SUSUN_KIND_IMAGE, 0 },
  { "raf", SUSUN_KIND_IMAGE, 1 },   { "rw2", SUSUN_KIND_IMAGE, 1 },
  { "srw", SUSUN_KIND_IMAGE, 1 },   { "thm", SUSUN_KIND_SIDECAR, 0 },
  { "tif", SUSUN_KIND_IMAGE, 0 },   { "tiff", SUSUN_KIND_IMAGE, 0 },
  { "webm", SUSUN_KIND_VIDEO, 0 },  { "webp", SUSUN_KIND_IMAGE, 0 },
  { "wmv", SUSUN_KIND_VIDEO, 0 },   { "x3f", SUSUN_KIND_IMAGE, 1 },
  { "xmp", SUSUN_KIND_SIDECAR, 0 },
};

/* Returns: the row's index, or -1 */
static int
find_extension (const char *name)
{
  const char *dot = susun_path_extension (name);
  char lower[6] = { 0 };
  int low = 0, high = (int) G_N_ELEMENTS (extensions) - 1;
  gsize length;

  if (*dot == '\0')
    return -1;
  length = strlen (dot + 1);
  if (length == 0 || length >= sizeof lower)
    return -1;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (dot[1 + i]);

  while (low <= high)
    {
      int middle = (low + high) / 2;
      int order = strcmp (lower, extensions[middle].extension);
      if (order == 0)
        return middle;
      if (order < 0)
        high = middle - 1;
      else
        low = middle + 1;
    }
  return -1;
}

SusunKind
susun_kind_from_name (const char *name)
{
  int row = find_extension (name);

  return row < 0 ? SUSUN_KIND_OTHER : (SusunKind) extensions[row].kind;
}

gboolean
susun_kind_is_raw (const char *name)
{
  int row = find_extension (name);

  return row >= 0 && extensions[row].raw;
}

const char *
susun_kind_nick (SusunKind kind)
{
  switch (kind)
    {
    case SUSUN_KIND_IMAGE:
      return "image";
    case SUSUN_KIND_VIDEO:
      return "video";
    case SUSUN_KIND_OTHER:
    case SUSUN_KIND_SIDECAR:
    default:
      return "unknown";
    }
}

typedef struct
{
  const char *text;
  gboolean prefix; /* the name begins so; otherwise it is exactly so */
} JunkName;

/* Compared without case: FAT and SMB change it at will. */
static const JunkName junk_files[] = {
  { "Thumbs.db", FALSE },   { "ehthumbs.db", FALSE },      { "ehthumbs_vista.db", FALSE },
  { "desktop.ini", FALSE }, { ".DS_Store", FALSE },        { ".localized", FALSE },
  { "._", TRUE },           { "SYNOFILE_THUMB", TRUE },    { "SYNOPHOTO_THUMB", TRUE },
  { ".nomedia", FALSE },    { ".picasa.ini", FALSE },      { "Picasa.ini", FALSE },
  { ".directory", FALSE },  { "ZbThumbnail.info", FALSE }, { ".BridgeSort", FALSE },
  { ".susun", TRUE },
};

static const JunkName junk_folders[] = {
  { "@eaDir", FALSE },
  { "#recycle", FALSE },
  { "#snapshot", FALSE },
  { ".git", FALSE },
  { "lost+found", FALSE },
  { "venv", FALSE },
  { ".venv", FALSE },
  { "@__thumb", FALSE },
  { ".@__thumb", FALSE },
  { ".Trash", TRUE },
  { "$RECYCLE.BIN", FALSE },
  { "RECYCLER", FALSE },
  { "System Volume Information", FALSE },
  { ".thumbnails", FALSE },
  { ".Spotlight-V100", FALSE },
  { ".fseventsd", FALSE },
  { ".TemporaryItems", FALSE },
  { "__MACOSX", FALSE },
  { ".AppleDouble", FALSE },
  { ".susun", TRUE },
};

static gboolean
is_junk (const char *name, const JunkName *table, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (table[i].prefix ? g_ascii_strncasecmp (name, table[i].text, strlen (table[i].text)) == 0
                        : g_ascii_strcasecmp (name, table[i].text) == 0)
      return TRUE;
  return FALSE;
}

gboolean
susun_kind_is_junk_file (const char *name)
{
  return is_junk (name, junk_files, G_N_ELEMENTS (junk_files));
}

gboolean
susun_kind_is_junk_folder (const char *name)
{
  return is_junk (name, junk_folders, G_N_ELEMENTS (junk_folders));
}
