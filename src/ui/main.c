// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <locale.h>
#include <signal.h>

#include <glib/gi18n.h>

#include "core/base/susun-sys.h"
#include "ui/susun-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (SusunApplication) application = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* A full quota answers EFBIG then: an error like others, no sudden end. */
  signal (SIGXFSZ, SIG_IGN);
  susun_sys_raise_open_files (4096);
  g_set_application_name ("Susun");
  application = susun_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status == 0 && susun_application_has_failed (application) ? 1 : status;
}
