// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-text.h"

static const SusunCommand commands[] = {
  { .name = "dates",
    .arguments = "PATH...",
    .summary = N_ ("Show when photos and films were taken, and why we believe so"),
    .description
    = N_ ("Shows the day and time each photo or film was taken, where that was found, and how far "
          "it can be trusted. Looks only; changes nothing."),
    .examples = "susun-cli dates --recursive ~/Pictures\n"
                "susun-cli dates --explain IMG_0001.jpg",
    .notes = N_ ("Confidence is “certain”, “likely” or “weak”; files whose date is “suspect” or "
                 "“none” count as undated when they are organized."),
    .run = susun_cmd_dates },
  { .name = "organize",
    .summary = N_ ("Arrange photos and films in an archive by the day they were taken"),
    .description
    = N_ ("Scans the sources, dates what is found, and plans its place in the archive. Without "
          "--mode only a report is written. Nothing is ever overwritten; a second run writes "
          "nothing that is there already."),
    .examples = "susun-cli organize --source ~/Camera --destination-root ~/Archive\n"
                "susun-cli organize --source ~/Camera --destination-root ~/Archive --mode copy "
                "--zone Asia/Kuala_Lumpur",
    .notes
    = N_ ("Look at the report first, then run it again with --mode copy. “susun-cli verify” takes "
          "the report and proves the copies; “susun-cli undo RUN_ID” takes the run back."),
    .run = susun_cmd_organize },
  { .name = "verify",
    .summary = N_ ("Prove that every source has an identical copy in the archive"),
    .description
    = N_ ("Reads both files of every row of a report from the disk and compares them byte for byte "
          "(SHA-256). What is proven goes into one list, everything else into the other."),
    .examples = "susun-cli verify --input-csv report.csv --verified-out verified.csv "
                "--unverified-out unverified.csv",
    .notes = N_ ("“susun-cli quarantine” takes the list of what is proven. With --state-file a "
                 "verification that was stopped goes on where it was."),
    .run = susun_cmd_verify },
  { .name = "quarantine",
    .alias = "apply-deletions",
    .summary = N_ ("Move originals that are proven out of the way"),
    .description
    = N_ ("Moves the originals named in a list of verified files to a quarantine, each one only "
          "after it and its archive copy were read again and found identical. “restore” brings "
          "them back."),
    .examples = "susun-cli quarantine --manifest verified.csv --expected-run-id auto "
                "--quarantine-root ~/Quarantine",
    .notes = N_ ("Try --dry-run first. “susun-cli restore RUN_ID” puts the originals back; "
                 "“susun-cli history” lists the runs."),
    .run = susun_cmd_quarantine },
  { .name = "restore",
    .arguments = "RUN_ID",
    .summary = N_ ("Put quarantined files back where they were"),
    .description = N_ ("Puts the files of a quarantine back under their old names. A name that is "
                       "taken meanwhile becomes “name (restored)”."),
    .examples = "susun-cli restore 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b\n"
                "susun-cli restore 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b --item "
                "~/Camera/IMG_0001.jpg",
    .notes = N_ ("“susun-cli history” lists the runs; RUN_ID is the quarantine’s, or that of the "
                 "organize run it goes back to."),
    .run = susun_cmd_restore },
  { .name = "purge",
    .arguments = "RUN_ID",
    .summary = N_ ("Empty a quarantine for good"),
    .description = N_ ("Deletes the files of a quarantine for ever, each one only with a fresh "
                       "proof of its archive copy. This cannot be undone."),
    .examples = "susun-cli purge 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b --older-than 30 "
                "--yes-really-delete",
    .notes = N_ ("“susun-cli history” lists the runs. A file whose copy is not proven stays in "
                 "quarantine and is named."),
    .run = susun_cmd_purge },
  { .name = "undo",
    .arguments = "RUN_ID",
    .summary = N_ ("Take a run back"),
    .description
    = N_ ("Moves go back; copies are removed from the archive, each one only with a fresh proof "
          "that its original still stands at its place. What is not proven is kept and named."),
    .examples = "susun-cli undo 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b",
    .notes = N_ ("“susun-cli history” lists the runs. A copy whose original is in quarantine is "
                 "kept: restore it first."),
    .run = susun_cmd_undo },
  { .name = "resume",
    .arguments = "RUN_ID",
    .summary = N_ ("Go on with a run that was interrupted"),
    .description = N_ ("Continues a run of any kind where it stopped."),
    .examples = "susun-cli resume 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b",
    .notes = N_ ("“susun-cli history” lists the runs and tells which are not finished."),
    .run = susun_cmd_resume },
  { .name = "history",
    .arguments = "[list | show RUN_ID | export RUN_ID --csv PATH | forget RUN_ID]",
    .summary = N_ ("Look at what was done"),
    .description = N_ (
        "Lists all runs, shows one of them, writes its files as CSV, or forgets it. A run that is "
        "not finished, or whose files are in quarantine, is not forgotten."),
    .examples = "susun-cli history\n"
                "susun-cli history show 7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b",
    .notes = N_ ("RUN_ID may be a run’s own or that of the organize run it goes back to."),
    .run = susun_cmd_history },
  { .name = "rename",
    .arguments = "FOLDER",
    .summary = N_ ("Give event folders their date and a good title"),
    .description
    = N_ ("Every folder in FOLDER becomes “YYYY-MM-DD Title”: by the day that most of its photos "
          "and films share, and with its name as a good Malay title. Without --live nothing "
          "changes. Folders are never merged; “undo” gives the old names back."),
    .examples = "susun-cli rename ~/Pictures\n"
                "susun-cli rename ~/Pictures --live --undo-script ~/undo-rename",
    .run = susun_cmd_rename },
  { .name = "titles",
    .arguments = "[NAME...]",
    .summary = N_ ("Show what title a folder's name would become"),
    .description
    = N_ ("Reads names, one a line, or takes those of the command line, and prints name, title and "
          "what was changed, with tabs between them. Touches no folder. Offline, unless a key or a "
          "server of an AI is given."),
    .examples = "ls ~/Pictures | susun-cli titles\n"
                "susun-cli titles --case sentence \"MAJLIS PERASMIAN PEJABAT KADA\"",
    .run = susun_cmd_titles },
  { .name = "dedupe",
    .summary = N_ ("Find files that are in the archive twice"),
    .description
    = N_ ("Groups the archive copies of a list of verified files by their content, keeps the best "
          "name of each group and moves the others to a quarantine, after reading both again."),
    .examples = "susun-cli dedupe --manifest verified.csv --archive-root ~/Archive "
                "--quarantine-root ~/Quarantine --keep-out keep.csv --dupes-out dupes.csv "
                "--expected-run-id auto --dry-run",
    .notes = N_ ("Nothing is deleted: “susun-cli restore RUN_ID” brings the duplicates back."),
    .run = susun_cmd_dedupe },
};

const SusunCommand *
susun_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name) || g_strcmp0 (commands[i].alias, name) == 0)
      return &commands[i];
  return NULL;
}

void
susun_command_print_usage (FILE *file)
{
  g_autofree char *purpose = susun_text_wrap (
      _ ("Arranges photos and films by the day they were taken, proves every copy byte for byte, "
         "and clears originals away only when they are proven."),
      SUSUN_HELP_WIDTH);
  g_autofree char *more = susun_text_wrap (
      _ ("“susun-cli COMMAND --help” tells more about a command, “man susun-cli” everything, "
         "“susun-cli --version” which version this is."),
      SUSUN_HELP_WIDTH);

  fprintf (file, "%s\n  susun-cli %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"), purpose);
  fprintf (file, "%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-12s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (file, "\n%s\n%s\n%s", _ ("The way of a library:"),
           "  susun-cli organize --source ~/Camera --destination-root ~/Archive \\\n"
           "      --mode copy --report-csv report.csv\n"
           "  susun-cli verify --input-csv report.csv \\\n"
           "      --verified-out verified.csv --unverified-out unverified.csv\n"
           "  susun-cli quarantine --manifest verified.csv --expected-run-id auto \\\n"
           "      --quarantine-root ~/Quarantine\n"
           "  susun-cli history\n",
           more);
}
