// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-name.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-name-private.h"

/* Longer endings are words after a dot, not extensions. */
#define MAX_EXTENSION 16
#define MIN_LIMIT 32
#define MAX_UTF16_UNITS 255

const char *
susun_name_suffix_place (const char *name)
{
  const char *extension = susun_path_extension (name);

  if (strlen (extension) > MAX_EXTENSION || strchr (extension, ' ') != NULL)
    return name + strlen (name);
  return extension;
}

gsize
susun_name_cut_length (const char *text, gsize length, gsize limit)
{
  if (length <= limit)
    return length;
  /* Back to where a character starts, unless these are no characters at all. */
  for (gsize cut = limit; cut > 0 && limit - cut < 4; cut--)
    if (((guint8) text[cut] & 0xc0) != 0x80)
      return cut;
  return limit;
}

/* What Windows takes in no name, beside '/', which nobody does. */
static gboolean
is_illegal_on_windows (gunichar c)
{
  return c < 0x20 || c == 0x7f || (c < 0x80 && strchr ("<>:\"\\|?*", (int) c) != NULL);
}

/* Characters that hide, break a line, or turn the direction of what follows. */
static gboolean
is_deceptive (gunichar c)
{
  return (c >= 0x80 && c < 0xa0) || c == 0x061c || c == 0x200b || (c >= 0x200e && c <= 0x200f)
         || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* The first part of a name that DOS takes for a device, whatever its extension (Microsoft, "Naming
 * Files, Paths, and Namespaces"). Returns: the length of that part, or 0 */
static gsize
reserved_length (const char *name)
{
  static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
  static const char *const ports[] = { "COM", "LPT" };
  static const char *const superscripts[] = { "\xc2\xb9", "\xc2\xb2", "\xc2\xb3" };
  gsize part = strcspn (name, ".");
  gsize length = part;

  while (length > 0 && name[length - 1] == ' ')
    length--;
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (length == strlen (devices[i]) && g_ascii_strncasecmp (name, devices[i], length) == 0)
      return part;
  if (length < 4 || length > 5)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      if (g_ascii_strncasecmp (name, ports[i], 3) != 0)
        continue;
      if (length == 4 && g_ascii_isdigit (name[3]))
        return part;
      for (guint j = 0; length == 5 && j < G_N_ELEMENTS (superscripts); j++)
        if (memcmp (name + 3, superscripts[j], 2) == 0)
          return part;
    }
  return 0;
}

static guint
count_utf16_units (const char *name)
{
  guint units = 0;

  /* A character beyond the first plane takes four bytes here and two units there. */
  for (const guint8 *p = (const guint8 *) name; *p != '\0'; p++)
    units += (*p & 0xc0) != 0x80 ? 1 + (*p >= 0xf0) : 0;
  return units;
}

gboolean
susun_name_is_legal (const char *name, const SusunNameRules *rules)
{
  gsize length = strlen (name);

  if (length == 0 || length > MAX (rules->max_bytes, MIN_LIMIT) || strchr (name, '/') != NULL
      || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return FALSE;
  if ((rules->flags & SUSUN_NAME_REFUSES_NON_UTF8) && !g_utf8_validate_len (name, length, NULL))
    return FALSE;
  if (!(rules->flags & SUSUN_NAME_REFUSES_WINDOWS))
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (is_illegal_on_windows ((guint8) name[i]))
      return FALSE;
  return name[length - 1] != '.' && name[length - 1] != ' ' && reserved_length (name) == 0
         && count_utf16_units (name) <= MAX_UTF16_UNITS;
}

/* UTF-8 in form NFC; each byte that is no UTF-8 becomes '_'. */
static char *
to_nfc (const char *name)
{
  g_autofree char *valid = g_strdup (name);
  const char *end;

  while (!g_utf8_validate (valid, -1, &end))
    valid[end - valid] = '_';
  return g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
}

static void
replace_characters (GString *text, const char *name)
{
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean first_hides = p == name && (c == '.' || c == '-');
      if (c == '/' || first_hides || is_illegal_on_windows (c) || is_deceptive (c))
        g_string_append_c (text, '_');
      else
        g_string_append_unichar (text, c);
    }
}

/* No dot and no space at the end of the first @length bytes. Returns: the length without them */
static gsize
trimmed_length (const char *text, gsize length)
{
  while (length > 0 && (text[length - 1] == '.' || text[length - 1] == ' '))
    length--;
  return length;
}

static void
unreserve (GString *text)
{
  gsize part = reserved_length (text->str);

  if (part > 0)
    g_string_insert_c (text, part, '_');
}

static void
cut (GString *text, gsize limit)
{
  gsize stem = susun_name_suffix_place (text->str) - text->str;
  gsize extension = text->len - stem;

  if (text->len <= limit)
    return;
  gsize kept = susun_name_cut_length (text->str, stem, limit - extension);
  kept = trimmed_length (text->str, kept);
  g_string_erase (text, kept, stem - kept);
}

char *
susun_name_make_legal (const char *name, const SusunNameRules *rules, gboolean *changed)
{
  gsize limit = CLAMP (rules->max_bytes, MIN_LIMIT, SUSUN_NAME_CUT);

  if (!(rules->flags & SUSUN_NAME_ALWAYS) && susun_name_is_legal (name, rules))
    {
      if (changed != NULL)
        *changed = FALSE;
      return g_strdup (name);
    }

  g_autofree char *nfc = to_nfc (name);
  GString *text = g_string_sized_new (strlen (nfc) + 2);
  replace_characters (text, nfc);
  g_string_truncate (text, trimmed_length (text->str, text->len));
  unreserve (text);
  cut (text, limit);
  /* What was cut and trimmed may have become a device's name only now. */
  unreserve (text);
  if (text->len == 0)
    g_string_append_c (text, '_');
  if (changed != NULL)
    *changed = strcmp (text->str, name) != 0;
  return g_string_free (text, FALSE);
}

/* A bound, should some sequence of letters and marks never settle. */
#define FOLD_ROUNDS 4

char *
susun_name_collision_key (const char *name)
{
  gboolean ascii = TRUE;

  for (const char *p = name; *p != '\0' && ascii; p++)
    ascii = (guint8) *p < 0x80;
  if (ascii)
    return g_ascii_strdown (name, -1);

  /* GLib's normalizing trusts its input and runs past the end of anything else. */
  if (!g_utf8_validate (name, -1, NULL))
    return g_strdup (name);
  char *key = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  /* Folding may leave marks in another order, and composing may give a letter that folds once more:
   * again until nothing moves, so that whatever has one key keeps it. */
  for (guint round = 0; round < FOLD_ROUNDS; round++)
    {
      g_autofree char *folded = g_utf8_casefold (key, -1);
      g_autofree char *before = key;
      key = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
      if (strcmp (before, key) == 0)
        break;
    }
  return key;
}

/* FNV-1a, 64 bits, then the finishing steps of MurmurHash3, so that all bits depend on all bytes.
 */
#define FNV_START G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define FNV_PRIME G_GUINT64_CONSTANT (0x100000001b3)

guint64
susun_name_mix (guint64 hash)
{
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

guint64
susun_name_collision_hash (const char *name, gssize length)
{
  gsize n = length < 0 ? strlen (name) : (gsize) length;
  guint64 hash = FNV_START;

  for (gsize i = 0; i < n; i++)
    {
      guint8 byte = name[i];
      if (G_UNLIKELY (byte >= 0x80))
        {
          g_autofree char *part = g_strndup (name, n);
          g_autofree char *key = susun_name_collision_key (part);
          hash = FNV_START;
          for (const guint8 *p = (const guint8 *) key; *p != '\0'; p++)
            hash = (hash ^ *p) * FNV_PRIME;
          break;
        }
      hash = (hash ^ (guint8) g_ascii_tolower (byte)) * FNV_PRIME;
    }
  return susun_name_mix (hash);
}
