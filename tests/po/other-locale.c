// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * Preloaded into a program: its translations are those below $SUSUN_LOCALES, not the ones that are
 * installed. The libraries' own stay where they are.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char *bindtextdomain (const char *domain, const char *folder);

char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*next) (const char *, const char *) = dlsym (RTLD_NEXT, "bindtextdomain");
  const char *other = getenv ("SUSUN_LOCALES");

  if (other != NULL && domain != NULL && strcmp (domain, "susun") == 0)
    folder = other;
  return next (domain, folder);
}
