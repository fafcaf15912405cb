// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/plan/susun-layout.h"
#include "tests/core/hostile-names.h"

static const SusunNameRules linux_rules = SUSUN_NAME_RULES_LINUX;

static gint64
day_of (const char *text)
{
  gint64 day = susun_wall_from_text (text);

  g_assert_cmpint (day, !=, SUSUN_WALL_NONE);
  return day;
}

static void
test_expand (void)
{
  static const struct
  {
    const char *template;
    const char *day;
    const char *event;
    const char *expected;
  } rows[] = {
    { "{year}", "2023-07-04", NULL, "2023" },
    { "{year}", "2023-07-04T23:59:59", "x", "2023" },
    { "{year}/{month}", "2023-07-04", NULL, "2023/07" },
    { "{year}/{year}-{month}-{day}", "0987-12-31", NULL, "0987/0987-12-31" },
    { "Photos/{year}", "2023-07-04", NULL, "Photos/2023" },
    { "Foto é/{day}.{month}.{year}", "2023-07-04", NULL, "Foto é/04.07.2023" },
    { "{year}/{event}", "2023-07-04", "Raya 2023", "2023/Raya 2023" },
    { "{year}/{event}", "2023-07-04", NULL, "2023" },
    { "{year}/{event}", "2023-07-04", "", "2023" },
    { "{event}/{year}", "2023-07-04", NULL, "2023" },
    { "{event}", "2023-07-04", NULL, "" },
    { "{year}-{month}-{day} {event}", "2023-07-04", "Raya", "2023-07-04 Raya" },
    { "{year}-{month}-{day} {event}", "2023-07-04", NULL, "2023-07-04" },
    { "{event} - {year}", "2023-07-04", NULL, "2023" },
    { "{year} ({event})", "2023-07-04", "Raya", "2023 (Raya)" },
    { "{year} ({event})", "2023-07-04", NULL, "2023" },
    { "{year} ({event}) x", "2023-07-04", NULL, "2023 x" },
    { "{year}/{event}/{month}", "2023-07-04", NULL, "2023/07" },
    /* An event is one folder, whatever it is called. */
    { "{year}/{event}", "2023-07-04", "a/b", "2023/a_b" },
    { "{year}/{event}", "2023-07-04", "..", "2023/_" },
    { "{year}/{event}", "2023-07-04", "../../etc", "2023/_._.._etc" },
    { "{year}/{event}", "2023-07-04", "caf\xff", "2023/caf\xff" },
    { "{year}/{event}", "2023-07-04", "{year}", "2023/{year}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunLayout) layout = susun_layout_new (rows[i].template, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (susun_layout_get_template (layout), ==, rows[i].template);
      g_assert_cmpint (susun_layout_needs_event (layout), ==,
                       strstr (rows[i].template, "{event}") != NULL);
      g_autofree char *path
          = susun_layout_expand (layout, day_of (rows[i].day), rows[i].event, &linux_rules);
      g_assert_cmpstr (path, ==, rows[i].expected);
    }
}

static void
test_rules (void)
{
  static const SusunNameRules fat
      = { 255, SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8 };
  g_autoptr (SusunLayout) layout = susun_layout_new ("{year}/{event}", NULL);
  g_autofree char *path = susun_layout_expand (layout, 0, "Majlis: 1/2 \xff. ", &fat);

  g_assert_cmpstr (path, ==, "1970/Majlis_ 1_2 _");
}

static void
test_errors (void)
{
  static const char *const templates[] = {
    "",        "/",      "/{year}",       "{year}/",         "{year}//{month}",
    ".",       "..",     "../{year}",     "{year}/..",       "{year}/./{month}",
    "{years}", "{Year}", "{year",         "year}",           "{",
    "}",       "{}",     "{year}{",       "{{year}}",        "{year}\n",
    "\x01",    "\xff",   ".susun/{year}", "{year}/.susun-x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunLayout) layout = susun_layout_new (templates[i], &error);
      g_assert_null (layout);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_always_below (void)
{
  static const char *const templates[]
      = { "{year}/{event}", "{event}", "{event}{event}", "{year} {event}", ".{event}" };
  static const SusunNameRules own = SUSUN_NAME_RULES_OWN;
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (SusunLayout) layout
          = susun_layout_new (templates[i % G_N_ELEMENTS (templates)], NULL);
      g_autofree char *event = hostile_name (rand);
      gint64 day = (gint64) g_rand_int_range (rand, -200000, 200000) * SUSUN_WALL_DAY;
      g_autofree char *path
          = susun_layout_expand (layout, day, event, i % 2 == 0 ? &linux_rules : &own);
      g_assert_true (susun_path_is_safe_relative (path));
      g_auto (GStrv) parts = g_strsplit (path, "/", -1);
      for (guint j = 0; parts[j] != NULL; j++)
        g_assert_cmpuint (strlen (parts[j]), <=, 255);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/expand", test_expand);
  g_test_add_func ("/layout/rules", test_rules);
  g_test_add_func ("/layout/errors", test_errors);
  g_test_add_func ("/layout/always-below", test_always_below);
  return g_test_run ();
}
