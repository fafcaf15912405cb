// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-json.h"
#include "cli/susun-title-asker.h"
#include "core/base/susun-error.h"
#include "core/titles/susun-titles.h"

/* One name and what became of it. */
typedef struct
{
  char *name;
  char *title;
  SusunTitleFlags flags;
  const char *source; /* "offline", "ai", "remembered" */
  char *reason;       /* (nullable): why the AI's title was not taken */
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row->title);
  g_free (row->reason);
}

static void
format_row (const SusunTitles *titles, const char *name, Row *row)
{
  *row = (Row){ .name = g_strdup (name), .source = "offline" };
  row->title = susun_titles_format (titles, name, &row->flags);
}

/* --- output */

/* A name as it came, but for what would end its field or its line, or move a terminal's cursor. */
static void
print_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '\t')
        fputs ("\\t", stdout);
      else if (*p == '\n')
        fputs ("\\n", stdout);
      else if (g_ascii_iscntrl (*p))
        printf ("\\x%02x", (guint) (guchar) *p);
      else
        putchar (*p);
    }
}

static void
print_row (const Row *row)
{
  g_autofree char *changes = susun_title_flags_to_text (row->flags);

  print_name (row->name);
  printf ("\t%s\t%s\n", row->title, changes);
}

static void
print_json (GArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "titles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *changes = susun_title_flags_to_text (row->flags);
      json_builder_begin_object (builder);
      susun_json_add_text (builder, "name", row->name);
      susun_json_add_text (builder, "title", row->title);
      susun_json_add_text (builder, "changes", changes);
      susun_json_add_text (builder, "source", row->source);
      susun_json_add_text (builder, "reason", row->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  susun_json_print (builder);
}

/* --- input */

typedef gboolean (*NameFunc) (const char *name, gpointer user_data);

/* Calls @func for the words of the command line, or without them for the lines of stdin, until it
 * answers FALSE. */
static gboolean
visit_names (SusunSession *session, char **words, NameFunc func, gpointer user_data, GError **error)
{
  char *line = NULL;
  gsize size = 0;
  gssize length;

  for (guint i = 0; words[i] != NULL; i++)
    if (!func (words[i], user_data))
      return TRUE;
  if (words[0] != NULL)
    return TRUE;
  errno = 0;
  while ((length = getline (&line, &size, stdin)) >= 0)
    {
      if (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
      /* A line that holds a NUL is no name; what is before it is. */
      if (g_cancellable_is_cancelled (session->cancellable) || !func (line, user_data))
        break;
    }
  free (line);
  if (ferror (stdin))
    return susun_throw_errno (error, "%s", _ ("Reading the names"));
  return !g_cancellable_set_error_if_cancelled (session->cancellable, error);
}

typedef struct
{
  const SusunTitles *titles;
  GArray *rows; /* (nullable) (element-type Row): NULL prints at once */
} Sink;

static gboolean
take_name (const char *name, gpointer user_data)
{
  Sink *sink = user_data;
  Row row;

  format_row (sink->titles, name, &row);
  if (sink->rows != NULL)
    g_array_append_val (sink->rows, row);
  else
    {
      print_row (&row);
      row_clear (&row);
    }
  /* A reader that went away wants no more. */
  return !ferror (stdout);
}

/* --- the AI */

/* The event's part of a title is replaced by what the AI made of it: dates and numbers around it
 * were not sent. */
static char *
replace_event (const SusunTitles *titles, const Row *row, const char *event, const char *answer)
{
  g_autofree char *offline = susun_titles_format (titles, event, NULL);
  const char *place = strstr (row->title, offline);

  if (*offline == '\0' || place == NULL)
    return NULL;
  g_autofree char *before = g_strndup (row->title, place - row->title);
  return g_strconcat (before, answer, place + strlen (offline), NULL);
}

static void
ask_about_rows (SusunSession *session, SusunTitleAsker *asker, const SusunTitles *titles,
                GArray *rows)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      char *event = susun_title_event_part (row->name);
      g_ptr_array_add (events, event);
      if (*event != '\0' && (row->flags & SUSUN_TITLE_NOT_UTF8) == 0)
        susun_title_asker_add (asker, i, event, (row->flags & SUSUN_TITLE_UNCERTAIN) != 0);
    }
  susun_title_asker_run (asker);
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i);
      const SusunAskedTitle *asked = susun_title_asker_get (asker, i);
      if (asked == NULL)
        continue;
      row->reason = g_strdup (asked->reason);
      if (asked->origin == SUSUN_AI_ORIGIN_OFFLINE)
        continue;
      char *title = replace_event (titles, row, events->pdata[i], asked->title);
      if (title == NULL)
        continue;
      g_free (row->title);
      row->title = title;
      row->source = asked->origin == SUSUN_AI_ORIGIN_CACHE ? "remembered" : "ai";
      row->flags &= ~SUSUN_TITLE_UNCERTAIN;
    }
}

static int
run (SusunSession *session, SusunTitles *titles, const SusunAiWords *words, char **names,
     GError **error)
{
  g_autoptr (SusunTitleAsker) asker = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) failure = NULL;
  Sink sink = { .titles = titles };

  asker = susun_title_asker_new (session, words, titles, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return SUSUN_EXIT_USAGE;
    }
  if (asker != NULL || session->json)
    {
      rows = g_array_new (FALSE, FALSE, sizeof (Row));
      g_array_set_clear_func (rows, row_clear);
      sink.rows = rows;
    }
  if (!visit_names (session, names, take_name, &sink, &failure))
    return susun_session_fail (session, failure);
  if (asker != NULL)
    ask_about_rows (session, asker, titles, rows);
  if (session->json)
    print_json (rows);
  else if (rows != NULL)
    for (guint i = 0; i < rows->len; i++)
      print_row (&g_array_index (rows, Row, i));
  return g_cancellable_is_cancelled (session->cancellable) ? SUSUN_EXIT_CANCELLED : SUSUN_EXIT_DONE;
}

int
susun_cmd_titles (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_auto (SusunAiWords) words = { 0 };
  g_autofree char *letter_case = NULL;
  g_autofree char *own_words = susun_title_words_path ();
  SusunTitleOptions options = { .own_words = own_words };
  g_autoptr (SusunTitles) titles = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "case", 0, 0, G_OPTION_ARG_STRING, &letter_case,
            N_ ("title, upper, lower or sentence (default: title)"), N_ ("CASE") },
          SUSUN_AI_WORDS_ENTRIES (&words),
          { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (letter_case != NULL && !susun_title_case_from_nick (letter_case, &options.letter_case))
    return susun_session_misuse (session, self, _ ("%s takes one of: %s"), "--case",
                                 "title, upper, lower, sentence");
  titles = susun_titles_new (&options, &error);
  if (titles == NULL)
    return susun_session_fail (session, error);
  status = run (session, titles, &words, *args + 1, &error);
  return error == NULL ? status : susun_session_misuse (session, self, "%s", error->message);
}
