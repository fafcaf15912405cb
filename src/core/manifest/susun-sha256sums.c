// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-sha256sums.h"

#include <string.h>

/* What stands escaped in a name, and the letter after the backslash. */
static const char escaped[] = "\\\n\r";
static const char letters[] = "\\nr";

gboolean
susun_sha256sums_write (SusunOutput *output, const SusunHash *hash, const char *path,
                        GError **error)
{
  char hex[SUSUN_HASH_HEX_SIZE];
  gboolean escape = strpbrk (path, escaped) != NULL;

  susun_hash_to_hex (hash, hex);
  if (escape)
    susun_output_append (output, "\\", 1);
  susun_output_append (output, hex, SUSUN_HASH_HEX_SIZE - 1);
  susun_output_append (output, "  ", 2);
  for (const char *p = path; *p != '\0';)
    {
      gsize plain = strcspn (p, escaped);
      susun_output_append (output, p, plain);
      p += plain;
      if (*p != '\0')
        {
          char pair[2] = { '\\', letters[strchr (escaped, *p++) - escaped] };
          susun_output_append (output, pair, sizeof pair);
        }
    }
  susun_output_append (output, "\n", 1);
  return susun_output_spill (output, error);
}

gboolean
susun_sha256sums_parse (const char *line, SusunHash *hash, char **path)
{
  gboolean escape = *line == '\\';
  const char *p = line + escape;
  gsize n_digits = SUSUN_HASH_HEX_SIZE - 1;
  g_autoptr (GString) name = g_string_new (NULL);

  if (strlen (p) <= n_digits + 2 || p[n_digits] != ' '
      || (p[n_digits + 1] != ' ' && p[n_digits + 1] != '*'))
    return FALSE;
  g_autofree char *hex = g_strndup (p, n_digits);
  if (!susun_hash_from_hex (hex, hash))
    return FALSE;
  for (p += n_digits + 2; *p != '\0'; p++)
    {
      if (!escape || *p != '\\')
        {
          g_string_append_c (name, *p);
          continue;
        }
      p++;
      const char *letter = *p != '\0' ? strchr (letters, *p) : NULL;
      if (letter == NULL)
        return FALSE;
      g_string_append_c (name, escaped[letter - letters]);
    }
  *path = g_string_free (g_steal_pointer (&name), FALSE);
  return TRUE;
}
