// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-path.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>

/* Characters that would break a line, hide, or turn the direction of what follows. */
static gboolean
is_unprintable (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200e && c <= 0x200f)
         || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char *
susun_path_escape (const char *path)
{
  int saved = errno;
  GString *text = g_string_new (NULL);

  for (const char *p = path; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (text, "\\x%02X", (guint8) *p);
          p++;
          continue;
        }
      if (!is_unprintable (c))
        g_string_append_unichar (text, c);
      else if (c < 0x80)
        g_string_append_printf (text, "\\x%02X", c);
      else
        g_string_append_printf (text, "\\u%04X", c);
      p = g_utf8_next_char (p);
    }
  errno = saved;
  return g_string_free (text, FALSE);
}

/* Past one part of a path and the slash that ends it. Returns: (nullable): there is no such part */
static const char *
skip_part (const char *path)
{
  const char *slash = strchr (path, '/');

  return slash != NULL && slash > path ? slash + 1 : NULL;
}

gsize
susun_path_lent_prefix (const char *path)
{
  const char *rest = NULL;

  if (g_str_has_prefix (path, "/run/user/"))
    rest = skip_part (path + strlen ("/run/user/"));
  else if (g_str_has_prefix (path, "/run/flatpak/"))
    rest = path + strlen ("/run/flatpak/");
  if (rest == NULL || !g_str_has_prefix (rest, "doc/"))
    return 0;
  rest = skip_part (rest + strlen ("doc/"));
  return rest != NULL && *rest != '\0' ? rest - 1 - path : 0;
}

char *
susun_path_beside (const char *path, const char *name)
{
  gsize lent = susun_path_lent_prefix (path);
  g_autofree char *parent = NULL;

  if (g_str_equal (path, "/") || (lent > 0 && strchr (path + lent + 1, '/') == NULL))
    return NULL;
  parent = g_path_get_dirname (path);
  return g_build_filename (parent, name, NULL);
}

char *
susun_path_display (const char *path)
{
  gsize lent = susun_path_lent_prefix (path);

  return susun_path_escape (lent > 0 ? path + lent + 1 : path);
}

char *
susun_path_display_name (const char *path)
{
  return susun_path_display (susun_path_name (path));
}

char *
susun_path_to_uri (const char *path)
{
  GString *uri = g_string_new ("file://");

  for (const guint8 *p = (const guint8 *) path; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("/-._~", *p) != NULL)
        g_string_append_c (uri, *p);
      else
        g_string_append_printf (uri, "%%%02X", *p);
    }
  return g_string_free (uri, FALSE);
}

char *
susun_path_from_uri (const char *uri)
{
  if (!g_str_has_prefix (uri, "file:///"))
    return NULL;
  return g_uri_unescape_string (uri + strlen ("file://"), NULL);
}

gboolean
susun_path_is_safe_relative (const char *path)
{
  const char *part = path;

  if (*path == '\0' || *path == '/')
    return FALSE;
  for (;;)
    {
      const char *end = strchrnul (part, '/');
      gsize length = end - part;
      if (length == 0 || (length == 1 && part[0] == '.')
          || (length == 2 && part[0] == '.' && part[1] == '.'))
        return FALSE;
      if (*end == '\0')
        return TRUE;
      part = end + 1;
    }
}

const char *
susun_path_below (const char *path, const char *root)
{
  gsize length = strlen (root);

  while (length > 0 && root[length - 1] == '/')
    length--;
  if (strncmp (path, root, length) != 0 || (path[length] != '/' && path[length] != '\0'))
    return NULL;
  path += length;
  while (*path == '/')
    path++;
  return path;
}

char *
susun_path_absolute (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

const char *
susun_path_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

const char *
susun_path_extension (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? dot : name + strlen (name);
}
