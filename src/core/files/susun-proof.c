// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-proof.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/files/susun-extents-private.h"

/* One of the two files. */
typedef struct
{
  SusunRoot *root; /* (owned) */
  char *rel;       /* (owned) */
  SusunIdentity identity;
  SusunLevel level;
} Witness;

struct _SusunProof
{
  Witness going;
  Witness keeper;
  SusunHash hash;
  SusunProofPurpose purpose;
  gint64 made; /* monotonic µs, after the second file was read */
};

static void
witness_clear (Witness *self)
{
  g_clear_pointer (&self->root, susun_root_unref);
  g_clear_pointer (&self->rel, g_free);
}

static Witness
witness_init (SusunRoot *root, const char *rel)
{
  return (Witness){ .root = susun_root_ref (root), .rel = g_strdup (rel) };
}

void
susun_proof_free (SusunProof *self)
{
  witness_clear (&self->going);
  witness_clear (&self->keeper);
  g_free (self);
}

const SusunIdentity *
susun_proof_get_going (const SusunProof *self)
{
  return &self->going.identity;
}

const SusunIdentity *
susun_proof_get_keeper (const SusunProof *self)
{
  return &self->keeper.identity;
}

const SusunHash *
susun_proof_get_hash (const SusunProof *self)
{
  return &self->hash;
}

SusunLevel
susun_proof_get_level (const SusunProof *self)
{
  return MIN (self->going.level, self->keeper.level);
}

void
susun_proof_age (SusunProof *self, guint seconds)
{
  self->made -= seconds * G_USEC_PER_SEC;
}

static gboolean
throw_same_file (const SusunProof *self, GError **error)
{
  g_autofree char *name = susun_path_display_name (self->going.rel);

  return susun_throw (error, SUSUN_ERROR_UNPROVEN,
                      _ ("“%s” and its copy are one and the same file; it was left alone"), name);
}

static gboolean
throw_missing_keeper (const SusunProof *self, GError **error)
{
  g_autofree char *name = susun_path_display_name (self->going.rel);
  g_autofree char *keeper = susun_path_display (self->keeper.rel);

  return susun_throw (
      error, SUSUN_ERROR_UNPROVEN,
      _ ("“%s”, which should hold the same bytes, is not there; “%s” was left alone"), keeper,
      name);
}

static gboolean
throw_changed (const SusunProof *self, const Witness *witness, GError **error)
{
  g_autofree char *name = susun_path_display_name (self->going.rel);
  g_autofree char *changed = susun_path_display_name (witness->rel);

  return susun_throw (error, SUSUN_ERROR_CHANGED,
                      _ ("“%s” has changed since it was verified; “%s” was left alone"), changed,
                      name);
}

/* Cheap answers first: nothing is read for what cannot come true. */
static gboolean
look_at_both (SusunProof *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!susun_root_identify (self->going.root, self->going.rel, &self->going.identity, error))
    return FALSE;
  if (!susun_root_identify (self->keeper.root, self->keeper.rel, &self->keeper.identity, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return throw_missing_keeper (self, error);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return !susun_identity_same_file (&self->going.identity, &self->keeper.identity)
         || throw_same_file (self, error);
}

/* Reads one file and compares with what it shall hold. */
static gboolean
read_witness (SusunProof *self, Witness *witness, SusunMedium *medium, GCancellable *cancellable,
              GError **error)
{
  SusunHash found;

  if (!susun_medium_hash (medium, witness->root, witness->rel, cancellable, &witness->identity,
                          &found, &witness->level, error))
    return FALSE;
  if (susun_hash_equal (&found, &self->hash))
    return TRUE;

  g_autofree char *name = susun_path_display_name (self->going.rel);
  g_autofree char *differs = susun_path_display (witness->rel);
  return susun_throw (error, SUSUN_ERROR_UNPROVEN,
                      _ ("“%s” does not hold the bytes that were recorded; “%s” was left alone"),
                      differs, name);
}

static gboolean
check_strength (const SusunProof *self, GError **error)
{
  SusunLevel needed
      = self->purpose == SUSUN_PROOF_DESTROY ? SUSUN_LEVEL_EVICTED : SUSUN_LEVEL_REMOTE;
  g_autofree char *name = susun_path_display_name (self->going.rel);

  if (self->keeper.level < needed)
    return susun_throw (
        error, SUSUN_ERROR_UNPROVEN,
        _ ("The copy could not be read from the medium itself (only “%s”); “%s” was "
           "left alone"),
        susun_level_nick (self->keeper.level), name);
  if (self->purpose == SUSUN_PROOF_DESTROY
      && susun_extents_are_shared (self->going.root, self->going.rel, self->keeper.root,
                                   self->keeper.rel))
    return susun_throw (error, SUSUN_ERROR_UNPROVEN,
                        _ ("“%s” and its copy share their blocks on the disk, so that one fault "
                           "would take both; it was left alone"),
                        name);
  return TRUE;
}

SusunProof *
susun_prove (SusunMedium *medium, SusunRoot *going_root, const char *going, SusunRoot *keeper_root,
             const char *keeper, const SusunHash *expected, SusunProofPurpose purpose,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunProof) self = g_new0 (SusunProof, 1);

  self->going = witness_init (going_root, going);
  self->keeper = witness_init (keeper_root, keeper);
  self->hash = *expected;
  self->purpose = purpose;
  if (!look_at_both (self, error) || !read_witness (self, &self->going, medium, cancellable, error)
      || !read_witness (self, &self->keeper, medium, cancellable, error))
    return NULL;
  self->made = g_get_monotonic_time ();

  /* Looked at again: the names may have been moved about between the look and the reading. */
  if (susun_identity_same_file (&self->going.identity, &self->keeper.identity))
    {
      throw_same_file (self, error);
      return NULL;
    }
  if (!check_strength (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
check_witness (const SusunProof *self, const Witness *witness, GError **error)
{
  g_autoptr (GError) local = NULL;
  SusunIdentity now;

  if (!susun_root_identify (witness->root, witness->rel, &now, &local))
    {
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (witness == &self->keeper)
        return throw_missing_keeper (self, error);
      return throw_changed (self, witness, error);
    }
  return susun_identity_unchanged (&now, &witness->identity)
         || throw_changed (self, witness, error);
}

gboolean
susun_proof_check (const SusunProof *self, GError **error)
{
  if (g_get_monotonic_time () - self->made > SUSUN_PROOF_SECONDS * G_USEC_PER_SEC)
    {
      g_autofree char *name = susun_path_display_name (self->going.rel);
      return susun_throw (error, SUSUN_ERROR_UNPROVEN,
                          _ ("The proof for “%s” is too old; it was left alone"), name);
    }
  return check_witness (self, &self->keeper, error) && check_witness (self, &self->going, error);
}

gboolean
susun_remove_with_proof (const SusunProof *self, GError **error)
{
  const Witness *going = &self->going;
  g_autofree char *display = susun_path_display_name (going->rel);
  SusunIdentity opened, named;
  const char *name;

  if (self->purpose != SUSUN_PROOF_DESTROY)
    return susun_throw (error, SUSUN_ERROR_UNPROVEN,
                        _ ("The proof for “%s” allows to set it aside only; it was left alone"),
                        display);
  if (!susun_proof_check (self, error))
    return FALSE;

  /* From here on by descriptor: folder and file are held, so that no path can lead elsewhere. */
  g_auto (SusunFd) folder = susun_root_open_parent (going->root, going->rel, &name, error);
  if (folder < 0)
    return FALSE;
  g_auto (SusunFd) file = susun_root_open_file (going->root, going->rel, &opened, error);
  if (file < 0)
    return FALSE;
  if (!susun_identity_unchanged (&opened, &going->identity))
    return throw_changed (self, going, error);
  if (susun_sys_identity_at (folder, name, &named) < 0)
    return susun_throw_errno (error, _ ("Removing “%s”"), display);
  if (!susun_identity_unchanged (&named, &opened))
    return throw_changed (self, going, error);
  if (susun_sys_unlinkat (folder, name) < 0)
    return susun_throw_errno (error, _ ("Removing “%s”"), display);
  return TRUE;
}
