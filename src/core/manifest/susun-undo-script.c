// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-undo-script.h"

#include <string.h>

/* Names stand in no comment and in no double quotes: a name may hold a line feed, a $ or a `. */
static const char sh_head[] = "#!/bin/sh\n"
                              "# Gives folders that Susun has renamed their old names again.\n"
                              "# Nothing is replaced: a folder that is not there, or whose old "
                              "name is taken, stays as it is\n"
                              "# and is told. The exit status is 1 then. Run it once.\n"
                              "failed=0\n"
                              "back() {\n"
                              "  if [ ! -d \"./$1\" ] || [ -L \"./$1\" ]; then\n"
                              "    printf 'not there: %s\\n' \"$1\" >&2\n"
                              "    failed=1\n"
                              "  elif [ -e \"./$2\" ] || [ -L \"./$2\" ]; then\n"
                              "    printf 'the old name is taken: %s\\n' \"$2\" >&2\n"
                              "    failed=1\n"
                              "  else\n"
                              "    mv -- \"./$1\" \"./$2\" || failed=1\n"
                              "  fi\n"
                              "}\n";

static const char ps1_head[] = "$ErrorActionPreference = 'Stop'\n"
                               "$failed = $false\n"
                               "function Restore-Name([string]$From, [string]$To) {\n"
                               "  $source = [System.IO.Path]::Combine($Folder, $From)\n"
                               "  $target = [System.IO.Path]::Combine($Folder, $To)\n"
                               "  if (-not [System.IO.Directory]::Exists($source)) {\n"
                               "    Write-Warning ('not there: ' + $From)\n"
                               "    $script:failed = $true\n"
                               "  } elseif ([System.IO.Directory]::Exists($target) -or "
                               "[System.IO.File]::Exists($target)) {\n"
                               "    Write-Warning ('the old name is taken: ' + $To)\n"
                               "    $script:failed = $true\n"
                               "  } else {\n"
                               "    try {\n"
                               "      [System.IO.Directory]::Move($source, $target)\n"
                               "    } catch {\n"
                               "      Write-Warning $_.Exception.Message\n"
                               "      $script:failed = $true\n"
                               "    }\n"
                               "  }\n"
                               "}\n";

static void
add (SusunOutput *output, const char *text)
{
  susun_output_append (output, text, strlen (text));
}

/* In single quotes only a single quote has a meaning. */
char *
susun_undo_script_quote_sh (const char *text)
{
  GString *quoted = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\'')
      g_string_append (quoted, "'\\''");
    else
      g_string_append_c (quoted, *p);
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}

/* PowerShell takes ‘ ’ ‚ and ‛ for single quotes, too. */
static gboolean
is_single_quote (gunichar c)
{
  return c == '\'' || (c >= 0x2018 && c <= 0x201b);
}

char *
susun_undo_script_quote_ps1 (const char *text)
{
  GString *quoted = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_string_append_unichar (quoted, c);
      if (is_single_quote (c))
        g_string_append_unichar (quoted, c);
    }
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}

gboolean
susun_undo_script_write_sh (SusunOutput *output, const char *folder, const SusunScriptStep *steps,
                            guint n, GError **error)
{
  g_autofree char *place = susun_undo_script_quote_sh (folder);

  add (output, sh_head);
  add (output, "cd -- ");
  add (output, place);
  add (output, " || exit 1\n");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *from = susun_undo_script_quote_sh (steps[i].from);
      g_autofree char *to = susun_undo_script_quote_sh (steps[i].to);
      add (output, "back ");
      add (output, from);
      add (output, " ");
      add (output, to);
      add (output, "\n");
      if (!susun_output_spill (output, error))
        return FALSE;
    }
  add (output, "exit \"$failed\"\n");
  return susun_output_spill (output, error);
}

static gboolean
is_text (const char *name)
{
  return g_utf8_validate (name, -1, NULL);
}

static void
add_ps1_step (SusunOutput *output, const SusunScriptStep *step)
{
  if (!is_text (step->from) || !is_text (step->to))
    {
      add (output, "Write-Warning 'a name that is not UTF-8 was left out'\n$failed = $true\n");
      return;
    }
  g_autofree char *from = susun_undo_script_quote_ps1 (step->from);
  g_autofree char *to = susun_undo_script_quote_ps1 (step->to);
  add (output, "Restore-Name ");
  add (output, from);
  add (output, " ");
  add (output, to);
  add (output, "\n");
}

gboolean
susun_undo_script_write_ps1 (SusunOutput *output, const char *folder, const SusunScriptStep *steps,
                             guint n, GError **error)
{
  /* Without this mark Windows reads it in the code page of the country. */
  add (output, "\xef\xbb\xbf"
               "# Gives folders that Susun has renamed their old names again; replaces nothing.\n"
               "# Elsewhere the folder has another path: give it as the first argument.\n");
  if (is_text (folder))
    {
      g_autofree char *place = susun_undo_script_quote_ps1 (folder);
      add (output, "param([string]$Folder = ");
      add (output, place);
      add (output, ")\n");
    }
  else
    add (output, "param([Parameter(Mandatory = $true)][string]$Folder)\n");
  add (output, ps1_head);
  for (guint i = 0; i < n; i++)
    {
      add_ps1_step (output, &steps[i]);
      if (!susun_output_spill (output, error))
        return FALSE;
    }
  add (output, "if ($failed) { exit 1 }\n");
  return susun_output_spill (output, error);
}
