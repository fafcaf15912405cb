// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunCorrections: what the user knows better than the files do, as said on the command line:
 * about a camera's clock, a folder, a single file. Nothing of it is ever written into a file.
 */
typedef struct
{
  char **clocks;        /* (nullable): "CAMERA=+HH:MM:SS" */
  char **folder_zones;  /* (nullable): "FOLDER=IANA" */
  char **folder_clocks; /* (nullable): "FOLDER=+HH:MM:SS" */
  char **file_dates;    /* (nullable): "FILE=YYYY-MM-DD" */
} SusunCorrections;

void susun_corrections_clear (SusunCorrections *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunCorrections, susun_corrections_clear)

/* Rows of a command's table of options. */
#define SUSUN_CORRECTIONS_ENTRIES(corrections)                                                     \
  { "clock",                                                                                       \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_FILENAME_ARRAY,                                                                   \
    &(corrections)->clocks,                                                                        \
    N_ ("Add this to what a camera's clock told; can be given several times"),                     \
    "CAMERA=+HH:MM:SS" },                                                                          \
      { "folder-zone",                                                                             \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_FILENAME_ARRAY,                                                               \
        &(corrections)->folder_zones,                                                              \
        N_ ("Time zone of a folder, such as Trip=Asia/Tokyo, for what is only known in UTC"),      \
        "FOLDER=IANA" },                                                                           \
      { "folder-clock",                                                                            \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_FILENAME_ARRAY,                                                               \
        &(corrections)->folder_clocks,                                                             \
        N_ ("Add this to what all cameras' clocks told in a folder"),                              \
        "FOLDER=+HH:MM:SS" },                                                                      \
  {                                                                                                \
    "file-date", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(corrections)->file_dates,                    \
        N_ ("The date of one file, such as scan.jpg=1987-08-31"), "FILE=YYYY-MM-DD"                \
  }

/* Judges them. Each array is made only when something was said. @sources: (element-type filename):
 * absolute: what folders and files must lie in. @clocks: (out) (element-type SusunClock), @folders:
 * (out) (element-type SusunFolderRule), @dates: (out) (element-type SusunHandDate). Returns: FALSE
 * with SUSUN_ERROR_INVALID */
gboolean susun_corrections_read (const SusunCorrections *self, GPtrArray *sources,
                                 GPtrArray **clocks, GPtrArray **folders, GPtrArray **dates,
                                 GError **error);

/* Digits, up to @most. @end: (out): after them. Returns: -1 for anything else */
gint64 susun_corrections_number (const char *text, gint64 most, const char **end);

/* --day-starts: "HH:MM". @word: (nullable): nothing said, @minutes stays. Returns: FALSE with
 * SUSUN_ERROR_INVALID */
gboolean susun_read_day_starts (const char *word, int *minutes, GError **error);

G_END_DECLS
