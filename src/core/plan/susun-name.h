// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * File and folder names: one part of a path, bytes. All functions are pure.
 */

/**
 * SusunNameRules: what the file system of a target refuses. A plain value.
 */
typedef enum
{
  SUSUN_NAME_REFUSES_WINDOWS = 1 << 0, /* < > : " \ | ? * and control characters, names such as CON,
                                          a dot or space at the end, more than 255 UTF-16 units */
  SUSUN_NAME_REFUSES_NON_UTF8 = 1 << 1, /* bytes that are not UTF-8 */
  SUSUN_NAME_FOLDS_CASE = 1 << 2,       /* IMG.JPG and img.jpg are one file there; refuses nothing:
                                           planning treats them as one name anyway */
  SUSUN_NAME_ALWAYS = 1 << 3,           /* a name of our own making (a title): the rules below apply
                                           whatever the target would take */
} SusunNameFlags;

typedef struct
{
  guint max_bytes; /* 255 nearly everywhere, 143 on eCryptfs; at least 32 */
  SusunNameFlags flags;
} SusunNameRules;

#define SUSUN_NAME_MAX 255

/* What a name is cut to once it has to be changed: room for a suffix and a temporary prefix. */
#define SUSUN_NAME_CUT 200

#define SUSUN_NAME_RULES_LINUX                                                                     \
  {                                                                                                \
    SUSUN_NAME_MAX, 0                                                                              \
  }

/* For titles and whatever else we name ourselves: legal everywhere. */
#define SUSUN_NAME_RULES_OWN                                                                       \
  {                                                                                                \
    SUSUN_NAME_MAX, SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8 | SUSUN_NAME_ALWAYS   \
  }

/* Would the target take @name as it is? (SUSUN_NAME_ALWAYS is not looked at.) */
gboolean susun_name_is_legal (const char *name, const SusunNameRules *rules);

/* A name the target takes stays byte for byte. Any other, and with SUSUN_NAME_ALWAYS every name,
 * becomes: UTF-8 in form NFC; '_' for each of < > : " / \ | ? * and each byte that is no UTF-8,
 * control and direction character; no dot or space at the end; no '.' or '-' at the beginning; not
 * a name reserved by DOS; at most SUSUN_NAME_CUT bytes (or max_bytes), cut on a character boundary
 * before the extension. Never empty, never with '/', never "." or "..", idempotent.
 * @changed: (out) (optional). Returns: (transfer full) */
char *susun_name_make_legal (const char *name, const SusunNameRules *rules, gboolean *changed);

/* What two names share exactly if some file system takes them for one: casefold (NFC (name)) for
 * UTF-8, the bytes for anything else. Returns: (transfer full) */
char *susun_name_collision_key (const char *name);

/* 64 bits of that key for the first @length bytes of @name (-1: all), without making it when it is
 * ASCII. Stable between runs. */
guint64 susun_name_collision_hash (const char *name, gssize length);

/* "IMG_1.jpg", 2 → "IMG_1 (2).jpg", "x.tar.gz" → "x.tar (2).gz". The stem is cut (on a character
 * boundary) when more than @max_bytes would come out. @number: 2 and more; 1 and 0 give a copy.
 * Returns: (transfer full) */
char *susun_name_with_suffix (const char *name, guint number, guint max_bytes);

/* The same for files that belong together, so that they still match each other afterwards: names[0]
 * is the main file, the others follow it: a.jpg, a.mov, a.jpg.xmp, a.xmp become a (2).jpg, a
 * (2).mov, a (2).jpg.xmp, a (2).xmp; a Takeout sidecar whose name was cut or numbered becomes a
 * (2).jpg.json; one that does not start with the main file's stem (IMG_E0001.AAE) takes the suffix
 * itself. When one name has to be cut, all are cut alike. @result: (out caller-allocates) (array
 * length=n_names) (element-type filename): each (transfer full) */
void susun_name_group_with_suffix (const char *const *names, guint n_names, guint number,
                                   guint max_bytes, char **result);

/* Does @name end, before its extension, in " (n)", n from 1 to 99999 without leading zero? @number
 * and @stem_length (the bytes before the space): (out) (optional) */
gboolean susun_name_parse_suffix (const char *name, gsize *stem_length, guint *number);

/* Is it a name that a camera or phone counts up by itself: IMG_1234, DSC01234, P1010001, 100_0306,
 * PXL_20220831_003137144, IMG-20190101-WA0001, with or without extension or suffix? */
gboolean susun_name_is_camera_number (const char *name);

/* How good a name is to keep among duplicates: first without " (2)", then not a camera's number,
 * then more words, then more letters. Larger is better; equal ranks are settled by the caller (by
 * path). */
guint susun_name_rank (const char *name);

/* Why @kept was kept and not @other: "no-copy-suffix", "not-a-camera-number", "more-descriptive",
 * or "first-by-path" for equal ranks. @other: (nullable). Returns: (transfer none) */
const char *susun_name_keep_reason (const char *kept, const char *other);

G_END_DECLS
