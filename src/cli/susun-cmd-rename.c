// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-corrections.h"
#include "cli/susun-outcome.h"
#include "cli/susun-title-advice.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-rename.h"

/* What was said on the command line, before it is judged. */
typedef struct
{
  gboolean live;
  double confidence;
  char *letter_case;
  char *ignore_dirs;
  char *ignore_ext;
  char *report_json;
  char *undo_script;
  char *zone;
  char *day_starts;
  SusunAiWords ai;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->letter_case);
  g_free (words->ignore_dirs);
  g_free (words->ignore_ext);
  g_free (words->report_json);
  g_free (words->undo_script);
  g_free (words->zone);
  g_free (words->day_starts);
  susun_ai_words_clear (&words->ai);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* "A,B" is "A" and "B". @extensions: "jpg" is ".jpg". */
static gboolean
read_list (const char *option, const char *word, gboolean extensions, GPtrArray **list,
           GError **error)
{
  if (word == NULL)
    return TRUE;
  if (!g_utf8_validate (word, -1, NULL))
    {
      g_autofree char *display = susun_path_display (word);
      return susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes text in UTF-8, not “%s”"),
                          option, display);
    }
  g_auto (GStrv) parts = g_strsplit (*word != '\0' ? word : ",", ",", -1);
  *list = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      if (*part == '\0' || strchr (part, '/') != NULL || g_str_equal (part, "."))
        return susun_throw (error, SUSUN_ERROR_INVALID,
                            extensions ? _ ("%s takes extensions such as .jpg,.mp4, not “%s”")
                                       : _ ("%s takes names such as Backup,Temp, not “%s”"),
                            option, word);
      g_ptr_array_add (*list, extensions && *part != '.' ? g_strconcat (".", part, NULL)
                                                         : g_strdup (part));
    }
  return TRUE;
}

static SusunRenameOptions *
make_options (SusunSession *session, const Words *words, const char *folder, GError **error)
{
  g_autoptr (SusunRenameOptions) options = susun_rename_options_new ();

  if (!(words->confidence > 0 && words->confidence <= 1))
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("--confidence takes a share above 0 and up to 1, such as 0.6"));
      return NULL;
    }
  if (words->letter_case != NULL
      && !susun_title_case_from_nick (words->letter_case, &options->letter_case))
    {
      susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes one of: %s"), "--case",
                   "title, upper, lower, sentence");
      return NULL;
    }
  if (!read_list ("--ignore-dirs", words->ignore_dirs, FALSE, &options->ignored_folders, error)
      || !read_list ("--ignore-ext", words->ignore_ext, TRUE, &options->ignored_types, error))
    return NULL;
  if (!susun_read_day_starts (words->day_starts, &options->day_starts, error))
    return NULL;
  options->zone = g_strdup (words->zone);
  options->folder = susun_path_absolute (folder);
  options->dry_run = !words->live;
  options->confidence = words->confidence;
  options->own_words = susun_title_words_path ();
  options->report_json = susun_session_absolute (words->report_json);
  options->undo_script = susun_session_absolute (words->undo_script);
  options->workers = (guint) session->workers;
  return g_steal_pointer (&options);
}

static int
run (SusunSession *session, const SusunCommand *self, const Words *words,
     SusunRenameOptions *given_options)
{
  g_autoptr (SusunRenameOptions) options = given_options;
  const SusunTitleOptions title_options = { options->letter_case, options->own_words };
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunTitles) titles = susun_titles_new (&title_options, &error);
  g_autoptr (SusunTitleAdvice) advice = NULL;

  if (titles != NULL)
    advice = susun_title_advice_new (session, &words->ai, titles, options->folder, &error);
  if (error != NULL)
    return susun_session_misuse (session, self, "%s", error->message);
  const SusunTitleAdviser *adviser
      = advice != NULL ? susun_title_advice_get_adviser (advice) : NULL;
  int status
      = susun_outcome_run (session, susun_rename_job_new (g_steal_pointer (&options), adviser));
  if (advice != NULL)
    susun_title_advice_tell (advice);
  return status;
}

int
susun_cmd_rename (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_auto (Words) words = { .confidence = 0.6 };
  g_autoptr (SusunRenameOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "live", 0, 0, G_OPTION_ARG_NONE, &words.live,
            N_ ("Rename the folders; without this nothing changes"), NULL },
          { "confidence", 0, 0, G_OPTION_ARG_DOUBLE, &words.confidence,
            N_ ("The share of a folder's files that must be of one day (default: 0.6)"), "0.6" },
          { "case", 0, 0, G_OPTION_ARG_STRING, &words.letter_case,
            N_ ("title, upper, lower or sentence (default: title)"), N_ ("CASE") },
          { "zone", 0, 0, G_OPTION_ARG_STRING, &words.zone,
            N_ ("The folders' time zone, such as Asia/Kuala_Lumpur (default: UTC)"), N_ ("IANA") },
          { "day-starts", 0, 0, G_OPTION_ARG_STRING, &words.day_starts,
            N_ ("When a day begins, such as 04:00 (default: 00:00)"), "HH:MM" },
          SUSUN_AI_WORDS_ENTRIES (&words.ai),
          { "ignore-dirs", 0, 0, G_OPTION_ARG_FILENAME, &words.ignore_dirs,
            N_ ("Leave out folders with these names, such as Backup,Temp"), N_ ("LIST") },
          { "ignore-ext", 0, 0, G_OPTION_ARG_STRING, &words.ignore_ext,
            N_ ("Leave out files with these extensions, such as .png,.gif"), N_ ("LIST") },
          { "report-json", 0, 0, G_OPTION_ARG_FILENAME, &words.report_json,
            N_ ("Write what was found, and what was done, to this file"), N_ ("PATH") },
          { "undo-script", 0, 0, G_OPTION_ARG_FILENAME, &words.undo_script,
            N_ ("Write PATH.sh and PATH.ps1, which give the old names back"), N_ ("PATH") },
          { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (g_strv_length (*args) != 2 || *(*args)[1] == '\0')
    return susun_session_misuse (session, self, _ ("One folder is needed"));
  options = make_options (session, &words, (*args)[1], &error);
  if (options == NULL)
    return susun_session_misuse (session, self, "%s", error->message);
  return run (session, self, &words, g_steal_pointer (&options));
}
