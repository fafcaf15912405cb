// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Reads every file below the given folders and prints what the media room believes, in the columns
 * of `susun-cli dates --csv`: a tool for those who work on the readers, without the command line's
 * sidecars and folder hints.
 *
 * usage: dump-dates [--explain] [--hints] [--slow MS] PATH... */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-kind.h"
#include "core/media/susun-reader.h"
#include "core/media/susun-resolver.h"

static gboolean explain;
static gboolean show_slow;
static gint64 slow_us;
static GHashTable *hints; /* (nullable) (element-type utf8 SusunFolderHints): by folder */
static gboolean collecting;
static SusunInput *input;
static SusunEvidence *evidence;

static void
print_field (const char *text)
{
  if (strpbrk (text, ",\"\n\r") == NULL)
    {
      fputs (text, stdout);
      return;
    }
  putchar ('"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        putchar ('"');
      putchar (*text);
    }
  putchar ('"');
}

static SusunFolderHints *
hints_of (const char *path)
{
  char *folder = g_path_get_dirname (path);
  SusunFolderHints *found = g_hash_table_lookup (hints, folder);

  if (found != NULL)
    g_free (folder);
  else
    {
      found = susun_folder_hints_new ();
      g_hash_table_insert (hints, folder, found);
    }
  return found;
}

static void
print_row (const char *path, const char *name)
{
  SusunDateRules rules = { .manual = SUSUN_WALL_NONE, .now = g_get_real_time () / G_USEC_PER_SEC };
  SusunDate date;
  char wall[SUSUN_WALL_TEXT_SIZE] = "", offset[SUSUN_OFFSET_TEXT_SIZE];
  g_autofree char *note = NULL;
  g_autoptr (GByteArray) packed = NULL;
  g_autoptr (SusunEvidence) kept = susun_evidence_new ();

  /* As the scan does: only what was packed is left when the folder is resolved. */
  packed = susun_evidence_pack (evidence);
  g_string_assign (kept->maker, evidence->maker->str);
  g_string_assign (kept->model, evidence->model->str);
  susun_evidence_unpack (kept, packed->data, packed->len);
  susun_resolve (kept, &rules, hints != NULL ? hints_of (path) : NULL, &date);
  if (date.wall != SUSUN_WALL_NONE)
    susun_wall_to_text (date.wall, wall);
  susun_offset_to_text (date.offset, offset);
  note = susun_date_note (&date, evidence);
  print_field (path);
  printf (",%s,%s,%s,%s,%s,", susun_kind_nick (susun_kind_from_name (name)), wall, offset,
          susun_date_source_tag ((SusunDateSource) date.source),
          susun_confidence_nick ((SusunConfidence) date.confidence));
  print_field (note);
  putchar ('\n');
  if (explain)
    {
      g_autofree char *text = susun_date_explain (&date, evidence, &rules);
      fputs (text, stdout);
    }
}

static int
visit_cb (const char *path, const struct stat *stat, int type, struct FTW *walk)
{
  g_auto (SusunFd) fd = -1;
  const char *name = path + walk->base;
  g_autoptr (GError) error = NULL;
  gint64 start;

  if (type != FTW_F || susun_kind_is_junk_file (name))
    return 0;
  fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_NOFOLLOW, 0);
  if (fd < 0)
    {
      fprintf (stderr, "%s: %s\n", path, g_strerror (errno));
      return 0;
    }
  susun_evidence_reset (evidence);
  susun_input_open (input, fd, (guint64) stat->st_size, name);
  start = g_get_monotonic_time ();
  if (susun_kind_from_name (name) == SUSUN_KIND_SIDECAR
          ? !susun_media_read_sidecar (input, evidence, &error)
          : !susun_media_read (input, evidence, &error))
    fprintf (stderr, "%s: %s\n", path, error->message);
  if (show_slow && g_get_monotonic_time () - start >= slow_us)
    fprintf (stderr, "%s: %" G_GINT64_FORMAT " us, %" G_GUINT64_FORMAT " bytes\n", path,
             g_get_monotonic_time () - start, susun_input_get_bytes_read (input));
  susun_media_read_name (name, evidence);
  if (collecting)
    {
      SusunDateRules rules = { .manual = SUSUN_WALL_NONE };
      susun_folder_hints_add (hints_of (path), evidence, &rules);
    }
  else
    print_row (path, name);
  susun_input_close (input);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (SusunInput) owned_input = susun_input_new ();
  g_autoptr (SusunEvidence) owned_evidence = susun_evidence_new ();

  input = owned_input;
  evidence = owned_evidence;
  puts ("path,kind,capture_local,utc_offset,date_source,confidence,notes");
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--explain") == 0)
        explain = TRUE;
      else if (strcmp (argv[i], "--hints") == 0 && hints == NULL)
        hints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) susun_folder_hints_free);
      else if (strcmp (argv[i], "--slow") == 0 && i + 1 < argc)
        {
          show_slow = TRUE;
          slow_us = g_ascii_strtoll (argv[++i], NULL, 10) * 1000;
        }
      else
        {
          collecting = hints != NULL;
          if (collecting)
            nftw (argv[i], visit_cb, 32, FTW_PHYS);
          collecting = FALSE;
          if (nftw (argv[i], visit_cb, 32, FTW_PHYS) < 0)
            {
              fprintf (stderr, "%s: %s\n", argv[i], g_strerror (errno));
              return 1;
            }
        }
    }
  g_clear_pointer (&hints, g_hash_table_unref);
  return 0;
}
