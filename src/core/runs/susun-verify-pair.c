// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-verify-pair-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/media/susun-kind.h"
#include "core/runs/susun-verify-survey-private.h"

/* --- the row */

static gboolean
is_away (const SusunVerifyPlaces *places, const char *path)
{
  for (guint i = 0; i < places->away->len; i++)
    if (susun_path_below (path, places->away->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
place_side (SusunVerifySide *self, const char *path, SusunRootRole role,
            const SusunVerifyPlaces *places)
{
  GError **error = &self->reading.error;

  self->path = g_strdup (path);
  if (*path == '\0')
    return;
  g_autofree char *name = susun_path_display_name (path);
  if (!susun_verify_path_is_plain (path))
    {
      susun_throw (error, SUSUN_ERROR_UNPROVEN,
                   _ ("The path of “%s” is not absolute or holds “..”; it was not followed"), name);
      return;
    }
  self->root_id = susun_run_roots_find (places->roots, role, self->path, &self->reading.rel);
  if (self->root_id != 0)
    self->reading.root = susun_run_roots_get (places->roots, self->root_id);
  else if (is_away (places, path))
    susun_throw (error, SUSUN_ERROR_AWAY, _ ("The folder or disk of “%s” is not there now"), name);
  else
    susun_throw (error, SUSUN_ERROR_UNPROVEN,
                 _ ("“%s” lies outside of the folders this run worked with; it was not followed"),
                 name);
}

SusunVerifyPair *
susun_verify_pair_new (const SusunOrganizeRow *row, guint64 number, const SusunVerifyPlaces *places)
{
  SusunVerifyPair *self = g_new0 (SusunVerifyPair, 1);

  self->number = number;
  self->run_id = g_strdup (row->run_id);
  self->size = row->file_size_bytes;
  self->action = row->action;
  self->status = row->status;
  self->kind = row->media_kind;
  if (*row->destination_path == '\0' && row->notes != NULL && *row->notes != '\0')
    self->reason = g_strdup (row->notes);
  self->has_recorded = row->source_hash != NULL;
  if (self->has_recorded)
    self->recorded = *row->source_hash;
  place_side (&self->source, row->source_path, SUSUN_ROOT_SOURCE, places);
  place_side (&self->destination, row->destination_path, SUSUN_ROOT_ARCHIVE, places);
  return self;
}

static void
side_clear (SusunVerifySide *self)
{
  susun_reading_clear (&self->reading);
  g_free (self->path);
}

void
susun_verify_pair_free (SusunVerifyPair *self)
{
  side_clear (&self->source);
  side_clear (&self->destination);
  g_free (self->recorded_destination);
  g_free (self->run_id);
  g_free (self->reason);
  g_free (self->note);
  g_free (self->csv_note);
  g_free (self);
}

/* --- what is read */

/* Is the original not at its place, so that only its recorded hash can speak for it? */
static gboolean
source_is_gone (const SusunVerifyPair *self)
{
  return susun_reading_is_missing (&self->source.reading)
         || g_error_matches (self->source.reading.error, SUSUN_ERROR, SUSUN_ERROR_AWAY);
}

static gboolean
is_as_recorded (const SusunVerifyPair *self, const SusunReading *reading)
{
  return !self->has_recorded || susun_hash_equal (&reading->hash, &self->recorded);
}

void
susun_verify_pair_add_readings (SusunVerifyPair *self, gboolean anywhere, GPtrArray *readings)
{
  SusunReading *source = &self->source.reading;
  SusunReading *destination = &self->destination.reading;
  gboolean recorded_speaks = self->has_recorded && source_is_gone (self)
                             && (anywhere || self->action == SUSUN_ORGANIZE_ACTION_MOVE);

  self->same_file = source->there && destination->there
                    && susun_identity_same_file (&source->identity, &destination->identity);
  if (source->there && (anywhere || (destination->there && !self->same_file)))
    g_ptr_array_add (readings, source);
  if (destination->there && !self->same_file && (source->there || recorded_speaks))
    g_ptr_array_add (readings, destination);
}

gboolean
susun_verify_pair_is_wanted (SusunVerifyPair *self, SusunWanted *wanted)
{
  const SusunReading *source = &self->source.reading;

  if (self->verified)
    return FALSE;
  if (source->hashed && is_as_recorded (self, source))
    *wanted = (SusunWanted){
      .hash = source->hash,
      .size = source->identity.size,
      .except = &source->identity,
    };
  else if (self->has_recorded && source_is_gone (self) && self->size >= 0)
    *wanted = (SusunWanted){ .hash = self->recorded, .size = (guint64) self->size };
  else
    return FALSE;
  wanted->name = susun_path_name (*self->destination.path != '\0' ? self->destination.path
                                                                  : self->source.path);
  return TRUE;
}

void
susun_verify_pair_move_destination (SusunVerifyPair *self, gint64 root_id,
                                    const SusunReading *found)
{
  SusunVerifySide *side = &self->destination;

  g_return_if_fail (found->hashed && self->recorded_destination == NULL);

  self->recorded_destination = g_steal_pointer (&side->path);
  susun_reading_clear (&side->reading);
  side->reading = *found;
  side->reading.error = NULL;
  side->path = susun_root_dup_path (found->root, found->rel);
  side->reading.rel = susun_path_below (side->path, susun_root_get_path (found->root));
  side->root_id = root_id;
  self->same_file = FALSE;
}

/* --- the verdict */

static void
refuse (SusunVerifyPair *self, SusunCause cause, const char *note)
{
  self->verified = FALSE;
  self->cause = cause;
  self->note = g_strdup (note);
  self->csv_note = g_strdup_printf ("%s: %s", susun_cause_nick (cause), note);
}

static void
refuse_for_error (SusunVerifyPair *self, const SusunReading *reading, const char *missing)
{
  if (susun_reading_is_missing (reading))
    refuse (self, SUSUN_CAUSE_MISSING, missing);
  else
    refuse (self, susun_cause_from_error (reading->error), reading->error->message);
}

static void
judge_difference (SusunVerifyPair *self)
{
  const SusunReading *source = &self->source.reading;
  const SusunReading *destination = &self->destination.reading;

  if (!self->has_recorded)
    refuse (self, SUSUN_CAUSE_DIFFERS, _ ("The original and the archive copy differ"));
  else if (is_as_recorded (self, source))
    refuse (self, SUSUN_CAUSE_DIFFERS,
            _ ("The archive copy is not what was copied; the original is unchanged"));
  else if (is_as_recorded (self, destination))
    refuse (self, SUSUN_CAUSE_DIFFERS,
            _ ("The original was changed after it was copied; the archive copy is as recorded"));
  else
    refuse (self, SUSUN_CAUSE_DIFFERS,
            _ ("The original and the archive copy differ, and both differ from what was recorded"));
}

static void
add_note (GString *notes, const char *note)
{
  if (notes->len > 0)
    g_string_append (notes, "; ");
  g_string_append (notes, note);
}

static void
accept (SusunVerifyPair *self, SusunLevel level)
{
  g_autoptr (GString) notes = g_string_new (NULL);

  if (level < SUSUN_LEVEL_REMOTE)
    {
      refuse (self, SUSUN_CAUSE_UNPROVEN,
              _ ("The file could only be read from memory, not from the disk; try again when no "
                 "other program uses it"));
      return;
    }
  if (self->recorded_destination != NULL)
    {
      g_autofree char *display = susun_path_display (self->recorded_destination);
      /* Translators: the path at which the file was expected, possibly empty */
      g_autofree char *note = g_strdup_printf (_ ("found elsewhere than at “%s”"), display);
      add_note (notes, note);
    }
  if (!self->source.reading.hashed)
    add_note (notes, self->action == SUSUN_ORGANIZE_ACTION_MOVE
                         ? _ ("the original was moved; proven by the hash recorded then")
                         : _ ("the original is not there; proven by the hash recorded earlier"));
  if (level == SUSUN_LEVEL_REMOTE)
    add_note (notes, _ ("read through the cache of a server"));
  self->verified = TRUE;
  self->cause = SUSUN_CAUSE_NONE;
  self->note = notes->len > 0 ? g_strdup (notes->str) : NULL;
  self->csv_note = g_strdup (self->note);
}

/* Both were read. */
static void
judge_both (SusunVerifyPair *self)
{
  const SusunReading *source = &self->source.reading;
  const SusunReading *destination = &self->destination.reading;

  if (!susun_hash_equal (&source->hash, &destination->hash))
    judge_difference (self);
  else if (!is_as_recorded (self, source))
    refuse (self, SUSUN_CAUSE_CHANGED,
            _ ("Both files are equal, but not what was recorded when they were organized"));
  else
    accept (self, MIN (source->level, destination->level));
}

/* The original is gone, its hash was recorded, the destination was read. */
static void
judge_by_record (SusunVerifyPair *self)
{
  const SusunReading *destination = &self->destination.reading;

  if (is_as_recorded (self, destination))
    accept (self, destination->level);
  else
    refuse (self, SUSUN_CAUSE_DIFFERS,
            _ ("The original is not there, and the archive copy is not what was recorded"));
}

/* No destination is named. */
static void
judge_unplaced (SusunVerifyPair *self)
{
  switch (self->status)
    {
    case SUSUN_ORGANIZE_STATUS_ERROR:
      refuse (self, SUSUN_CAUSE_UNPROVEN,
              self->reason != NULL ? self->reason
                                   : _ ("It could not be archived: the report has no copy"));
      break;
    case SUSUN_ORGANIZE_STATUS_SKIPPED:
      refuse (self, SUSUN_CAUSE_NOT_COPIED,
              self->reason != NULL ? self->reason : _ ("It was skipped: the report has no copy"));
      break;
    case SUSUN_ORGANIZE_STATUS_OK:
    case SUSUN_ORGANIZE_STATUS_ALREADY_ARCHIVED:
    case SUSUN_ORGANIZE_STATUS_DUPLICATE:
    case SUSUN_ORGANIZE_STATUS_UNKNOWN:
    default:
      refuse (self, SUSUN_CAUSE_MISSING, _ ("The report names no archive copy"));
      break;
    }
}

/* The archive copy is not there or cannot be read. */
static void
judge_copy_error (SusunVerifyPair *self)
{
  const SusunReading *destination = &self->destination.reading;

  if (self->action == SUSUN_ORGANIZE_ACTION_REPORT
      && (susun_reading_is_missing (destination)
          || g_error_matches (destination->error, SUSUN_ERROR, SUSUN_ERROR_AWAY)))
    refuse (self, SUSUN_CAUSE_MISSING, _ ("There is no archive copy: it was only planned"));
  else
    refuse_for_error (self, destination, _ ("The archive copy is missing"));
}

void
susun_verify_pair_judge (SusunVerifyPair *self)
{
  const SusunReading *source = &self->source.reading;
  const SusunReading *destination = &self->destination.reading;

  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->csv_note, g_free);
  if (source->hashed && destination->hashed)
    judge_both (self);
  else if (destination->hashed && self->has_recorded && source_is_gone (self))
    judge_by_record (self);
  else if (*self->source.path == '\0')
    refuse (self, SUSUN_CAUSE_MISSING, _ ("The report names no original"));
  else if (*self->destination.path == '\0')
    judge_unplaced (self);
  else if (self->same_file)
    refuse (self, SUSUN_CAUSE_UNPROVEN,
            _ ("The original and the archive copy are one and the same file (a hard link or the "
               "same folder by another way): there is no second copy"));
  else if (destination->error != NULL)
    judge_copy_error (self);
  else if (source->error != NULL)
    refuse_for_error (self, source,
                      self->action == SUSUN_ORGANIZE_ACTION_MOVE
                          ? _ ("The original was moved, and no hash was recorded to prove the copy")
                          : _ ("The original is missing"));
  else
    refuse (self, SUSUN_CAUSE_UNPROVEN, _ ("It was not read"));
}

/* --- what is written */

void
susun_verify_pair_to_row (const SusunVerifyPair *self, SusunVerifyRow *row)
{
  const SusunReading *source = &self->source.reading;
  const SusunReading *destination = &self->destination.reading;

  *row = (SusunVerifyRow){
    .run_id = self->run_id,
    .source_path = self->source.path,
    .destination_path = self->destination.path,
    .file_size_bytes = self->size,
    .source_hash = source->hashed ? &source->hash : NULL,
    .destination_hash = destination->hashed ? &destination->hash : NULL,
    .status = self->verified ? SUSUN_VERIFICATION_VERIFIED : SUSUN_VERIFICATION_UNVERIFIED,
    .notes = self->csv_note,
  };
  if (self->verified && !source->hashed)
    row->source_hash = &self->recorded;
  if (source->there)
    row->file_size_bytes = (gint64) source->identity.size;
  else if (destination->there)
    row->file_size_bytes = (gint64) destination->identity.size;
}

static SusunKind
kind_of (const SusunVerifyPair *self)
{
  switch (self->kind)
    {
    case SUSUN_ORGANIZE_KIND_IMAGE:
      return SUSUN_KIND_IMAGE;
    case SUSUN_ORGANIZE_KIND_VIDEO:
      return SUSUN_KIND_VIDEO;
    case SUSUN_ORGANIZE_KIND_UNKNOWN:
    default:
      return susun_kind_from_name (susun_path_name (self->source.path));
    }
}

/* Paths below a root are relative to it; others stay what the report says. */
static char *
item_path (const SusunVerifySide *side)
{
  return side->root_id != 0 ? (char *) side->reading.rel : side->path;
}

void
susun_verify_pair_to_item (const SusunVerifyPair *self, SusunItem *item)
{
  const SusunReading *source = &self->source.reading;
  const SusunReading *destination = &self->destination.reading;
  SusunVerifyRow row;

  susun_verify_pair_to_row (self, &row);
  *item = (SusunItem){
    .seq = (gint64) self->number,
    .op = SUSUN_OP_VERIFY,
    .state = self->verified ? SUSUN_ITEM_DONE : SUSUN_ITEM_UNVERIFIED,
    .media = kind_of (self),
    .src_root = self->source.root_id,
    .src_path = item_path (&self->source),
    .dst_root = self->destination.root_id,
    .dst_path = *self->destination.path != '\0' ? item_path (&self->destination) : NULL,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
    .cause = self->cause,
    .note = self->note,
  };
  if (source->there)
    item->identity = source->identity;
  if (destination->there)
    item->target = destination->identity;
  item->identity.size = (guint64) MAX (0, row.file_size_bytes);
  item->has_hash = row.source_hash != NULL || row.destination_hash != NULL;
  if (item->has_hash)
    item->hash = row.source_hash != NULL ? *row.source_hash : *row.destination_hash;
  item->level = destination->hashed ? destination->level : SUSUN_LEVEL_NONE;
  if (source->hashed)
    item->level = MIN (item->level, source->level);
}
