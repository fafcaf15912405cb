// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-corrections.h"
#include "cli/susun-outcome.h"
#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-organize.h"
#include "core/scan/susun-scan.h"

/* What was said on the command line, before it is judged. */
typedef struct
{
  char **sources;
  char *destination;
  char *mode;
  gboolean dry_run;
  char *media_kind;
  char *types;
  char *date_from;
  char *date_to;
  char *report_csv;
  char *video_date_source;
  char *layout;
  char *undated;
  char *zone;
  char *day_starts;
  SusunCorrections corrections;
  char **excludes;
  gboolean include_hidden;
} Words;

static void
words_clear (Words *words)
{
  g_strfreev (words->sources);
  g_free (words->destination);
  g_free (words->mode);
  g_free (words->media_kind);
  g_free (words->types);
  g_free (words->date_from);
  g_free (words->date_to);
  g_free (words->report_csv);
  g_free (words->video_date_source);
  g_free (words->layout);
  g_free (words->undated);
  g_free (words->zone);
  g_free (words->day_starts);
  susun_corrections_clear (&words->corrections);
  g_strfreev (words->excludes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* One of a few words. @choices: NULL-terminated. Returns: FALSE with @error when it is none */
static gboolean
choose (const char *option, const char *word, const char *const *choices, guint *chosen,
        GError **error)
{
  if (word == NULL)
    return TRUE;
  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (word, choices[i]))
      {
        *chosen = i;
        return TRUE;
      }
  g_autofree char *all = g_strjoinv (", ", (char **) choices);
  return susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes one of: %s"), option, all);
}

static gboolean
read_day (const char *option, const char *word, gint64 *day, GError **error)
{
  if (word == NULL)
    return TRUE;
  *day = strlen (word) == strlen ("YYYY-MM-DD") ? susun_wall_from_text (word) : SUSUN_WALL_NONE;
  return *day != SUSUN_WALL_NONE
         || susun_throw (error, SUSUN_ERROR_INVALID,
                         _ ("%s takes a date such as 2026-08-31, not “%s”"), option, word);
}

/* ".jpg,MP4" is ".jpg" and ".mp4". */
static gboolean
read_types (const char *word, SusunOrganizeOptions *options, GError **error)
{
  if (word == NULL)
    return TRUE;
  if (*word == '\0')
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("--types needs an extension"));
  g_auto (GStrv) parts = g_strsplit (word, ",", -1);
  g_clear_pointer (&options->types, g_ptr_array_unref);
  options->types = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      g_autofree char *lower = g_ascii_strdown (part, -1);
      if (*part == '.')
        part++;
      if (*part == '\0' || strpbrk (part, "./*?") != NULL)
        return susun_throw (error, SUSUN_ERROR_INVALID,
                            _ ("--types takes extensions such as .jpg,.mp4, not “%s”"), word);
      g_ptr_array_add (options->types,
                       *lower == '.' ? g_steal_pointer (&lower) : g_strconcat (".", lower, NULL));
    }
  return TRUE;
}

static gboolean
read_sources (const Words *words, SusunOrganizeOptions *options, GError **error)
{
  if (words->sources == NULL || words->destination == NULL)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("--source and --destination-root are needed"));
  for (guint i = 0; words->sources[i] != NULL; i++)
    g_ptr_array_add (options->sources, susun_path_absolute (words->sources[i]));
  g_free (options->destination);
  options->destination = susun_path_absolute (words->destination);
  options->report_csv = susun_session_absolute (words->report_csv);
  return TRUE;
}

static gboolean
read_choices (const Words *words, SusunOrganizeOptions *options, GError **error)
{
  static const char *const modes[] = { "report", "copy", "move", NULL };
  static const char *const kinds[] = { "both", "images", "videos", NULL };
  static const char *const sources[] = { "metadata", "filesystem", "ffprobe", NULL };
  static const char *const ways[] = { "mtime", "folder", "skip", NULL };
  guint mode = 0, kind = 0, source = 0, way = 0;

  if (!choose ("--mode", words->mode, modes, &mode, error)
      || !choose ("--media-kind", words->media_kind, kinds, &kind, error)
      || !choose ("--video-date-source", words->video_date_source, sources, &source, error)
      || !choose ("--undated", words->undated, ways, &way, error))
    return FALSE;
  options->mode = mode == 0 ? SUSUN_MODE_REPORT : mode == 1 ? SUSUN_MODE_COPY : SUSUN_MODE_MOVE;
  options->images = kind != 2;
  options->videos = kind != 1;
  options->mtime_first = source == 1;
  options->undated = way == 0   ? SUSUN_UNDATED_MTIME
                     : way == 1 ? SUSUN_UNDATED_FOLDER
                                : SUSUN_UNDATED_SKIP;
  return TRUE;
}

static gboolean
read_dating (const Words *words, SusunOrganizeOptions *options, GError **error)
{
  if (!read_day ("--date-from", words->date_from, &options->date_from, error)
      || !read_day ("--date-to", words->date_to, &options->date_to, error)
      || !susun_read_day_starts (words->day_starts, &options->day_starts, error)
      || !susun_corrections_read (&words->corrections, options->sources, &options->clocks,
                                  &options->folder_rules, &options->hand_dates, error))
    return FALSE;
  if (options->date_from != SUSUN_WALL_NONE && options->date_to != SUSUN_WALL_NONE
      && options->date_from > options->date_to)
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("--date-from is later than --date-to"));
  if (words->zone != NULL)
    {
      g_free (options->zone);
      options->zone = g_strdup (words->zone);
    }
  return TRUE;
}

/* These are kept as text; bytes that are none could not be read back. */
static gboolean
check_text (const char *option, const char *word, GError **error)
{
  if (word == NULL || g_utf8_validate (word, -1, NULL))
    return TRUE;
  g_autofree char *display = susun_path_display (word);
  return susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes text in UTF-8, not “%s”"), option,
                      display);
}

static gboolean
check_texts (const Words *words, GError **error)
{
  if (!check_text ("--layout", words->layout, error))
    return FALSE;
  for (guint i = 0; words->excludes != NULL && words->excludes[i] != NULL; i++)
    if (!check_text ("--exclude", words->excludes[i], error))
      return FALSE;
  return TRUE;
}

static SusunOrganizeOptions *
make_options (SusunSession *session, const Words *words, GError **error)
{
  g_autoptr (SusunOrganizeOptions) options = susun_organize_options_new ();

  if (!check_texts (words, error) || !read_sources (words, options, error)
      || !read_choices (words, options, error) || !read_dating (words, options, error)
      || !read_types (words->types, options, error))
    return NULL;
  options->dry_run = words->dry_run;
  options->include_hidden = words->include_hidden;
  if (words->layout != NULL)
    {
      g_free (options->layout);
      options->layout = g_strdup (words->layout);
    }
  if (words->excludes != NULL)
    {
      g_clear_pointer (&options->excludes, g_ptr_array_unref);
      options->excludes = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; words->excludes[i] != NULL; i++)
        g_ptr_array_add (options->excludes, g_strdup (words->excludes[i]));
    }
  options->workers = (guint) session->workers;
  options->now = g_get_real_time () / G_USEC_PER_SEC;
  return g_steal_pointer (&options);
}

/* “--exclude A B” is “--exclude A --exclude B”: GOption knows only the second. */
static char **
spread_excludes (char **args)
{
  g_autoptr (GPtrArray) spread = g_ptr_array_new ();
  gboolean excluding = FALSE;
  gboolean options_ended = FALSE;

  for (guint i = 0; args[i] != NULL; i++)
    {
      if (i == 0 || options_ended)
        {
          g_ptr_array_add (spread, args[i]);
          continue;
        }
      options_ended = g_str_equal (args[i], "--");
      if (args[i][0] != '-' && excluding)
        {
          g_ptr_array_add (spread, g_strconcat ("--exclude=", args[i], NULL));
          g_free (args[i]);
          continue;
        }
      excluding = FALSE;
      g_ptr_array_add (spread, args[i]);
      if (g_str_equal (args[i], "--exclude") && args[i + 1] != NULL)
        {
          g_ptr_array_add (spread, args[++i]);
          excluding = TRUE;
        }
    }
  g_free (args);
  g_ptr_array_add (spread, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&spread), FALSE);
}

int
susun_cmd_organize (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_auto (Words) words = { 0 };
  g_autoptr (SusunOrganizeOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words.sources,
      N_ ("A folder to arrange; can be given several times"), N_ ("FOLDER") },
    { "destination-root", 0, 0, G_OPTION_ARG_FILENAME, &words.destination, N_ ("The archive"),
      N_ ("FOLDER") },
    { "mode", 0, 0, G_OPTION_ARG_STRING, &words.mode,
      N_ ("What to do: report, copy or move (default: report)"), N_ ("MODE") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &words.dry_run,
      N_ ("Plan and write the report, touch nothing else"), NULL },
    { "media-kind", 0, 0, G_OPTION_ARG_STRING, &words.media_kind,
      N_ ("images, videos or both (default: both)"), N_ ("KIND") },
    { "types", 0, 0, G_OPTION_ARG_STRING, &words.types,
      N_ ("Only files with these extensions, such as .jpg,.mp4"), N_ ("LIST") },
    { "date-from", 0, 0, G_OPTION_ARG_STRING, &words.date_from,
      N_ ("Only what was taken on this day or later"), "YYYY-MM-DD" },
    { "date-to", 0, 0, G_OPTION_ARG_STRING, &words.date_to,
      N_ ("Only what was taken on this day or before"), "YYYY-MM-DD" },
    { "report-csv", 0, 0, G_OPTION_ARG_FILENAME, &words.report_csv,
      N_ ("The report to write (default: in the archive, with today's date)"), N_ ("PATH") },
    { "video-date-source", 0, 0, G_OPTION_ARG_STRING, &words.video_date_source,
      N_ ("Date films by their metadata, or by the filesystem; ffprobe means metadata (default: "
          "metadata)"),
      N_ ("SOURCE") },
    { "layout", 0, 0, G_OPTION_ARG_FILENAME, &words.layout,
      N_ ("Folders of the archive, from {year}, {month}, {day} and {event} (default: {year})"),
      N_ ("TEMPLATE") },
    { "undated", 0, 0, G_OPTION_ARG_STRING, &words.undated,
      N_ ("Files without a date: by mtime, into the folder “Undated”, or skip (default: mtime)"),
      N_ ("WAY") },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &words.zone,
      N_ ("The archive's time zone, such as Asia/Kuala_Lumpur (default: UTC)"), N_ ("IANA") },
    { "day-starts", 0, 0, G_OPTION_ARG_STRING, &words.day_starts,
      N_ ("When a day begins, such as 04:00 (default: 00:00)"), "HH:MM" },
    SUSUN_CORRECTIONS_ENTRIES (&words.corrections),
    { "exclude", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words.excludes,
      N_ ("Leave out names or paths like this; several may follow"), N_ ("GLOB...") },
    { "include-hidden", 0, 0, G_OPTION_ARG_NONE, &words.include_hidden,
      N_ ("Take hidden files and folders too"), NULL },
    { NULL }
  };

  *args = spread_excludes (*args);
  int status = susun_session_parse (session, self, entries, args);
  if (status >= 0)
    return status;
  if ((*args)[1] != NULL)
    return susun_session_misuse (session, self,
                                 _ ("“%s” is no option; a source goes after "
                                    "--source"),
                                 (*args)[1]);
  options = make_options (session, &words, &error);
  if (options == NULL)
    return susun_session_misuse (session, self, "%s", error->message);
  return susun_outcome_run (session, susun_organize_job_new (g_steal_pointer (&options)));
}
