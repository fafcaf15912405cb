// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Google's AI, for tests that play it themselves: preloaded into susun, it takes what is meant for
 * Google to $SUSUN_GOOGLE_HERE instead, “http://127.0.0.1:1234”. */
#include <dlfcn.h>

#include <libsoup/soup.h>

SoupMessage *
soup_message_new (const char *method, const char *address)
{
  static const char google[] = "https://generativelanguage.googleapis.com";
  SoupMessage *(*next) (const char *, const char *)
      = (SoupMessage * (*) (const char *, const char *) ) dlsym (RTLD_NEXT, "soup_message_new");
  const char *here = g_getenv ("SUSUN_GOOGLE_HERE");
  g_autofree char *moved = here != NULL && g_str_has_prefix (address, google)
                               ? g_strconcat (here, address + sizeof google - 1, NULL)
                               : g_strdup (address);

  return next (method, moved);
}
