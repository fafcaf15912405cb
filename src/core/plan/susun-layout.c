// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"

typedef enum
{
  TOKEN_TEXT,
  TOKEN_SLASH,
  TOKEN_YEAR,
  TOKEN_MONTH,
  TOKEN_DAY,
  TOKEN_EVENT,
} TokenType;

typedef struct
{
  TokenType type;
  char *text; /* (owned) (nullable): of TOKEN_TEXT */
} Token;

static const struct
{
  const char *name;
  TokenType type;
} placeholders[] = {
  { "{year}", TOKEN_YEAR },
  { "{month}", TOKEN_MONTH },
  { "{day}", TOKEN_DAY },
  { "{event}", TOKEN_EVENT },
};

struct _SusunLayout
{
  char *template; /* (owned) */
  GArray *tokens; /* (owned) (element-type Token) */
  gboolean needs_event;
};

static void
token_clear (gpointer token)
{
  g_free (((Token *) token)->text);
}

void
susun_layout_free (SusunLayout *self)
{
  g_clear_pointer (&self->tokens, g_array_unref);
  g_free (self->template);
  g_free (self);
}

/* Everything that can be wrong with a template beside its placeholders. */
static gboolean
check_text (const char *template, GError **error)
{
  if (*template == '\0')
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("The layout is empty"));
  if (!g_utf8_validate (template, -1, NULL))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("The layout is not valid text (UTF-8)"));

  g_autofree char *shown = susun_path_display (template);
  if (*template == '/')
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("The layout “%s” must not start with a slash: it is a folder inside "
                           "the archive"),
                        shown);
  for (const char *p = template; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return susun_throw (error, SUSUN_ERROR_INVALID,
                          _ ("The layout “%s” holds a control character"), shown);
  if (!susun_path_is_safe_relative (template))
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("The layout “%s” has an empty folder, “.” or “..” in it"), shown);
  if (g_str_has_prefix (template, ".susun") || strstr (template, "/.susun") != NULL)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("The layout “%s” has a folder that starts with “.susun”; such names "
                           "are kept for the program itself"),
                        shown);
  return TRUE;
}

/* Reads the placeholder at @p, which stands at a brace. Returns: its end, or NULL */
static const char *
read_placeholder (SusunLayout *self, const char *p, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (g_str_has_prefix (p, placeholders[i].name))
      {
        Token token = { .type = placeholders[i].type };
        g_array_append_val (self->tokens, token);
        self->needs_event |= token.type == TOKEN_EVENT;
        return p + strlen (placeholders[i].name);
      }

  const char *end = *p == '{' ? strchr (p, '}') : NULL;
  if (end == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The layout “%s” has a brace without its counterpart"), self->template);
      return NULL;
    }
  g_autofree char *name = g_strndup (p, end + 1 - p);
  susun_throw (error, SUSUN_ERROR_INVALID,
               _ ("The layout “%s” has %s in it; known are {year}, {month}, {day} and {event}"),
               self->template, name);
  return NULL;
}

SusunLayout *
susun_layout_new (const char *template, GError **error)
{
  g_autoptr (SusunLayout) self = g_new0 (SusunLayout, 1);

  if (!check_text (template, error))
    return NULL;
  self->template = g_strdup (template);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  g_array_set_clear_func (self->tokens, token_clear);
  for (const char *p = template; *p != '\0';)
    {
      Token token = { .type = TOKEN_SLASH };
      if (*p == '{' || *p == '}')
        {
          p = read_placeholder (self, p, error);
          if (p == NULL)
            return NULL;
          continue;
        }
      gsize length = strcspn (p, "{}/");
      if (length > 0)
        {
          token.type = TOKEN_TEXT;
          token.text = g_strndup (p, length);
        }
      g_array_append_val (self->tokens, token);
      p += MAX (length, 1);
    }
  return g_steal_pointer (&self);
}

const char *
susun_layout_get_template (const SusunLayout *self)
{
  return self->template;
}

gboolean
susun_layout_needs_event (const SusunLayout *self)
{
  return self->needs_event;
}

/* One folder's name in the making. */
typedef struct
{
  GString *name;
  const char *skip; /* separators that go together with a missing event */
} Part;

static void
part_add_number (Part *part, int value, guint width)
{
  g_string_append_printf (part->name, "%0*d", (int) width, value);
  part->skip = "";
}

static void
part_add_event (Part *part, const char *event)
{
  if (event != NULL && *event != '\0')
    {
      g_string_append (part->name, event);
      part->skip = "";
      return;
    }
  gboolean opened = FALSE;
  while (part->name->len > 0 && strchr (" -_,.([", part->name->str[part->name->len - 1]) != NULL)
    {
      opened |= strchr ("([", part->name->str[part->name->len - 1]) != NULL;
      g_string_truncate (part->name, part->name->len - 1);
    }
  if (part->name->len == 0)
    part->skip = " -_,.)]";
  else if (opened)
    part->skip = ")]";
}

/* Adds the finished folder to the path, unless nothing is left of it. */
static void
part_finish (Part *part, GString *path, const SusunNameRules *rules)
{
  if (part->name->len > 0)
    {
      g_autofree char *legal = susun_name_make_legal (part->name->str, rules, NULL);
      if (path->len > 0)
        g_string_append_c (path, '/');
      g_string_append (path, legal);
    }
  g_string_truncate (part->name, 0);
  part->skip = "";
}

char *
susun_layout_expand (const SusunLayout *self, gint64 day, const char *event,
                     const SusunNameRules *rules)
{
  g_return_val_if_fail (day != SUSUN_WALL_NONE, NULL);

  g_autoptr (GString) name = g_string_new (NULL);
  GString *path = g_string_new (NULL);
  Part part = { .name = name, .skip = "" };
  SusunCivil civil;

  susun_civil_from_wall (day, &civil);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const Token *token = &g_array_index (self->tokens, Token, i);
      switch (token->type)
        {
        case TOKEN_YEAR:
          part_add_number (&part, civil.year, 4);
          break;
        case TOKEN_MONTH:
          part_add_number (&part, civil.month, 2);
          break;
        case TOKEN_DAY:
          part_add_number (&part, civil.day, 2);
          break;
        case TOKEN_EVENT:
          part_add_event (&part, event);
          break;
        case TOKEN_TEXT:
          g_string_append (name, token->text + strspn (token->text, part.skip));
          part.skip = "";
          break;
        case TOKEN_SLASH:
        default:
          part_finish (&part, path, rules);
          break;
        }
    }
  part_finish (&part, path, rules);
  return g_string_free (path, FALSE);
}
