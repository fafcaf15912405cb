// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-proof.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

#include "core/files/susun-extents-private.h"
#include "tests/core/files/fixture.h"

#define TEXT "a picture"
#define MIB (1024 * 1024)

/* An original, its copy in the archive, and who proves. */
typedef struct
{
  Place going;
  Place keeper;
  SusunMedium *medium; /* (owned) */
  SusunHash hash;
} Pair;

static void
pair_init (Pair *self)
{
  place_init (&self->going, NULL);
  place_init (&self->keeper, NULL);
  self->medium = susun_medium_new ();
  put (self->going.fd, "a.jpg", TEXT);
  put (self->keeper.fd, "b.jpg", TEXT);
  self->hash = glib_hash (self->going.fd, "a.jpg");
}

static void
pair_clear (Pair *self)
{
  place_clear (&self->going);
  place_clear (&self->keeper);
  susun_medium_free (self->medium);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static SusunProof *
prove (Pair *self, SusunProofPurpose purpose, GError **error)
{
  return susun_prove (self->medium, self->going.root, "a.jpg", self->keeper.root, "b.jpg",
                      &self->hash, purpose, NULL, error);
}

/* Do the levels of the disk under the temporary folder allow to destroy? */
static gboolean
disk_is_good_enough (Pair *self)
{
  SusunIdentity identity;
  SusunHash hash;
  SusunLevel level;

  if (susun_medium_hash (self->medium, self->keeper.root, "b.jpg", NULL, &identity, &hash, &level,
                         NULL)
      && level >= SUSUN_LEVEL_EVICTED)
    return TRUE;
  g_test_skip ("the temporary folder's disk cannot be read past the cache");
  return FALSE;
}

/* Clears the error for the next. */
static void
assert_refused (SusunProof *proof, GError **error, int code)
{
  g_assert_null (proof);
  g_assert_error (*error, SUSUN_ERROR, code);
  /* The message names the file. */
  g_assert_nonnull (strstr ((*error)->message, "a.jpg"));
  g_clear_error (error);
}

/* --- in peace */

static void
test_proves_and_removes (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  if (!disk_is_good_enough (&pair))
    return;
  g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_DESTROY, &error);
  g_assert_no_error (error);
  g_assert_nonnull (proof);
  g_assert_cmpuint (susun_proof_get_going (proof)->ino, ==, look (pair.going.fd, "a.jpg").st_ino);
  g_assert_cmpuint (susun_proof_get_keeper (proof)->ino, ==, look (pair.keeper.fd, "b.jpg").st_ino);
  g_assert_same_hash (*susun_proof_get_hash (proof), pair.hash);
  g_assert_cmpint (susun_proof_get_level (proof), >=, SUSUN_LEVEL_EVICTED);
  g_assert_true (susun_proof_check (proof, &error));
  g_assert_no_error (error);

  g_assert_true (susun_remove_with_proof (proof, &error));
  g_assert_no_error (error);
  g_assert_false (stands (pair.going.fd, "a.jpg"));
  g_assert_true (holds (pair.keeper.fd, "b.jpg", TEXT));

  /* Used twice: there is nothing more to remove, nor a file of the same name and bytes. */
  g_assert_false (susun_remove_with_proof (proof, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
  g_clear_error (&error);
  put (pair.going.fd, "a.jpg", TEXT);
  g_assert_false (susun_remove_with_proof (proof, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
  g_assert_true (holds (pair.going.fd, "a.jpg", TEXT));
}

static void
test_set_aside_does_not_destroy (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  if (!disk_is_good_enough (&pair))
    return;
  g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_SET_ASIDE, &error);
  g_assert_no_error (error);
  g_assert_true (susun_proof_check (proof, &error));
  g_assert_false (susun_remove_with_proof (proof, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN);
  g_assert_true (holds (pair.going.fd, "a.jpg", TEXT));
}

static void
test_age (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  if (!disk_is_good_enough (&pair))
    return;
  g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_DESTROY, &error);
  g_assert_no_error (error);
  susun_proof_age (proof, SUSUN_PROOF_SECONDS / 2);
  g_assert_true (susun_proof_check (proof, &error));
  susun_proof_age (proof, SUSUN_PROOF_SECONDS / 2 + 1);
  g_assert_false (susun_proof_check (proof, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN);
  g_clear_error (&error);
  g_assert_false (susun_remove_with_proof (proof, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN);
  g_assert_true (holds (pair.going.fd, "a.jpg", TEXT));
}

/* --- refused */

static void
test_same_file (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  /* By one name, by the same folder under another path, and by a hard link. */
  for (SusunProofPurpose purpose = SUSUN_PROOF_SET_ASIDE; purpose <= SUSUN_PROOF_DESTROY; purpose++)
    {
      assert_refused (susun_prove (pair.medium, pair.going.root, "a.jpg", pair.going.root, "a.jpg",
                                   &pair.hash, purpose, NULL, &error),
                      &error, SUSUN_ERROR_UNPROVEN);
    }

  g_autofree char *detour = g_build_filename (pair.keeper.path, "detour", NULL);
  g_assert_cmpint (symlink (pair.going.path, detour), ==, 0);
  g_autoptr (SusunRoot) same_root = susun_root_open (detour, &error);
  g_assert_no_error (error);
  assert_refused (susun_prove (pair.medium, pair.going.root, "a.jpg", same_root, "a.jpg",
                               &pair.hash, SUSUN_PROOF_SET_ASIDE, NULL, &error),
                  &error, SUSUN_ERROR_UNPROVEN);

  g_assert_cmpint (unlinkat (pair.keeper.fd, "b.jpg", 0), ==, 0);
  g_assert_cmpint (linkat (pair.going.fd, "a.jpg", pair.keeper.fd, "b.jpg", 0), ==, 0);
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);
}

static int
prove_by_bind_mount (gpointer data)
{
  Pair *pair = data;
  g_autoptr (GError) error = NULL;

  if (!enter_own_mounts () || mount (pair->going.path, pair->keeper.path, NULL, MS_BIND, NULL) < 0)
    return CHILD_SKIPS;
  g_autoptr (SusunRoot) bound = susun_root_open (pair->keeper.path, &error);
  g_assert_no_error (error);
  g_autoptr (SusunProof) proof
      = susun_prove (pair->medium, pair->going.root, "a.jpg", bound, "a.jpg", &pair->hash,
                     SUSUN_PROOF_SET_ASIDE, NULL, &error);
  return proof == NULL && g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN) ? 0 : 2;
}

static void
test_same_file_by_bind_mount (void)
{
  g_auto (Pair) pair = { 0 };

  pair_init (&pair);
  in_child_or_skip (prove_by_bind_mount, &pair, NEEDS_MOUNT);
}

static void
test_other_bytes (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  /* The copy is another picture of the same length; then the original is; then both are. */
  put (pair.keeper.fd, "b.jpg", "A picture");
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);
  put (pair.going.fd, "a.jpg", "A picture");
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);
  put (pair.keeper.fd, "b.jpg", TEXT);
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);
  put (pair.going.fd, "a.jpg", "");
  put (pair.keeper.fd, "b.jpg", "");
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);
}

static void
test_missing (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair);
  g_assert_cmpint (unlinkat (pair.keeper.fd, "b.jpg", 0), ==, 0);
  assert_refused (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error), &error, SUSUN_ERROR_UNPROVEN);

  /* A link to a good copy is none. */
  put (pair.keeper.fd, "real", TEXT);
  g_assert_cmpint (symlinkat ("real", pair.keeper.fd, "b.jpg"), ==, 0);
  g_assert_null (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
  g_clear_error (&error);

  g_assert_cmpint (unlinkat (pair.keeper.fd, "b.jpg", 0), ==, 0);
  put (pair.keeper.fd, "b.jpg", TEXT);
  g_assert_cmpint (unlinkat (pair.going.fd, "a.jpg", 0), ==, 0);
  g_assert_null (prove (&pair, SUSUN_PROOF_SET_ASIDE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Read from the cache only: that proves nothing, for either purpose. */
static void
test_weak_level (void)
{
  for (SusunProofPurpose purpose = SUSUN_PROOF_SET_ASIDE; purpose <= SUSUN_PROOF_DESTROY; purpose++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (GError) error = NULL;
      Fault fault = { SUSUN_SYS_CACHE, SUSUN_SYS_BEFORE, 1, 99, .code = EINVAL };

      pair_init (&pair);
      if (susun_root_get_traits (pair.keeper.root) & SUSUN_FS_MEMORY)
        {
          g_test_skip ("the temporary folder is in memory");
          return;
        }
      susun_sys_set_hook (fault_cb, &fault);
      SusunProof *proof = prove (&pair, purpose, &error);
      susun_sys_set_hook (NULL, NULL);
      assert_refused (proof, &error, SUSUN_ERROR_UNPROVEN);
    }
}

/* --- changed after the proof */

static void
touch_going (Pair *pair)
{
  append (pair->going.fd, "a.jpg", "!");
}

static void
touch_keeper (Pair *pair)
{
  append (pair->keeper.fd, "b.jpg", "!");
}

static void
lose_keeper (Pair *pair)
{
  g_assert_cmpint (unlinkat (pair->keeper.fd, "b.jpg", 0), ==, 0);
}

static void
replace_keeper (Pair *pair)
{
  put (pair->keeper.fd, "other", TEXT);
  g_assert_cmpint (renameat (pair->keeper.fd, "other", pair->keeper.fd, "b.jpg"), ==, 0);
}

static void
link_going (Pair *pair)
{
  g_assert_cmpint (renameat (pair->going.fd, "a.jpg", pair->going.fd, "moved"), ==, 0);
  g_assert_cmpint (symlinkat ("moved", pair->going.fd, "a.jpg"), ==, 0);
}

static void
chmod_keeper (Pair *pair)
{
  g_assert_cmpint (fchmodat (pair->keeper.fd, "b.jpg", 0600, 0), ==, 0);
}

static void
test_changed_after (void)
{
  static const struct
  {
    void (*act) (Pair *pair);
    int code;
  } cases[] = {
    { touch_going, SUSUN_ERROR_CHANGED },  { touch_keeper, SUSUN_ERROR_CHANGED },
    { lose_keeper, SUSUN_ERROR_UNPROVEN }, { replace_keeper, SUSUN_ERROR_CHANGED },
    { link_going, SUSUN_ERROR_CHANGED },   { chmod_keeper, SUSUN_ERROR_CHANGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (GError) error = NULL;

      pair_init (&pair);
      if (!disk_is_good_enough (&pair))
        return;
      g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_DESTROY, &error);
      g_assert_no_error (error);
      /* The clock of the file system goes in steps of some milliseconds. */
      g_usleep (20000);
      cases[i].act (&pair);
      g_assert_false (susun_proof_check (proof, &error));
      g_assert_error (error, SUSUN_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_false (susun_remove_with_proof (proof, &error));
      g_assert_error (error, SUSUN_ERROR, cases[i].code);
      g_assert_true (stands (pair.going.fd, "a.jpg"));
    }
}

/* Swapped between the check and the removal, at every look that is taken. */
static void
swap_going (gpointer data)
{
  Pair *pair = data;

  g_assert_cmpint (renameat (pair->going.fd, "a.jpg", pair->going.fd, "aside"), ==, 0);
  put (pair->going.fd, "a.jpg", "somebody else's");
}

static void
test_swapped_while_removing (void)
{
  guint struck = 0;

  for (guint nth = 1;; nth++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (GError) error = NULL;

      pair_init (&pair);
      if (!disk_is_good_enough (&pair))
        return;
      g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_DESTROY, &error);
      g_assert_no_error (error);
      Fault fault = { SUSUN_SYS_STAT, SUSUN_SYS_BEFORE, nth, .act = swap_going, .data = &pair };
      susun_sys_set_hook (fault_cb, &fault);
      gboolean removed = susun_remove_with_proof (proof, &error);
      susun_sys_set_hook (NULL, NULL);
      if (!fault_struck (&fault))
        break;
      struck++;
      g_assert_false (removed);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
      g_assert_true (holds (pair.going.fd, "a.jpg", "somebody else's"));
      g_assert_true (holds (pair.going.fd, "aside", TEXT));
    }
  g_assert_cmpuint (struck, >=, 4);
}

/* --- the n-th call fails */

static void
test_nth_call_fails (void)
{
  static const SusunSysCall calls[]
      = { SUSUN_SYS_OPEN, SUSUN_SYS_STAT, SUSUN_SYS_READ, SUSUN_SYS_UNLINK };
  static const int codes[] = { EIO, EACCES, ENOENT, EINTR };
  guint failures = 0;

  for (guint c = 0; c < G_N_ELEMENTS (calls); c++)
    for (guint e = 0; e < G_N_ELEMENTS (codes); e++)
      for (guint nth = 1;; nth++)
        {
          g_auto (Pair) pair = { 0 };
          g_autoptr (GError) error = NULL;

          pair_init (&pair);
          if (!disk_is_good_enough (&pair))
            return;
          Fault fault = { calls[c], SUSUN_SYS_BEFORE, nth, .code = codes[e] };
          susun_sys_set_hook (fault_cb, &fault);
          g_autoptr (SusunProof) proof = prove (&pair, SUSUN_PROOF_DESTROY, &error);
          gboolean removed = proof != NULL && susun_remove_with_proof (proof, &error);
          susun_sys_set_hook (NULL, NULL);
          g_assert_cmpint (removed, ==, error == NULL);
          g_assert_cmpint (stands (pair.going.fd, "a.jpg"), ==, !removed);
          g_assert_true (holds (pair.keeper.fd, "b.jpg", TEXT));
          failures += !removed;
          if (!fault_struck (&fault))
            break;
          g_assert_cmpuint (nth, <, 100);
        }
  g_assert_cmpuint (failures, >, 40);
}

/* --- shared blocks */

/* @data: the command that makes a file system with reflinks */
static int
refuse_reflink (gpointer data)
{
  const char *const *arguments = data;
  g_autofree char *image = g_build_filename (arguments[1], "image", NULL);
  g_autofree char *point = g_build_filename (arguments[1], "point", NULL);
  g_autofree char *make = g_strdup_printf ("%s %s", arguments[0], image);
  g_autofree char *mount_it = g_strdup_printf ("mount -o loop %s %s", image, point);
  g_autofree char *unmount = g_strdup_printf ("umount %s", point);
  g_autoptr (SusunMedium) medium = susun_medium_new ();
  int result = 0;

  if (!enter_own_mounts () || g_mkdir (point, 0755) < 0)
    return CHILD_SKIPS;
  g_auto (SusunFd) file = open (image, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (ftruncate (file, 400 * MIB) < 0 || !run (make) || !run (mount_it))
    return CHILD_SKIPS;

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SusunRoot) root = susun_root_open (point, &error);
    g_assert_no_error (error);
    int folder = susun_root_get_fd (root);
    put_noise (folder, "a.jpg", MIB, 1);
    put_noise (folder, "copy.jpg", MIB, 1);
    SusunHash hash = glib_hash (folder, "a.jpg");
    g_auto (SusunFd) source = openat (folder, "a.jpg", O_RDONLY | O_CLOEXEC);
    g_auto (SusunFd) clone = openat (folder, "clone.jpg", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    g_assert_cmpint (ioctl (clone, FICLONE, source), ==, 0);

    g_autoptr (SusunProof) aside = susun_prove (medium, root, "a.jpg", root, "clone.jpg", &hash,
                                                SUSUN_PROOF_SET_ASIDE, NULL, &error);
    g_assert_no_error (error);
    g_autoptr (SusunProof) destroy = susun_prove (medium, root, "a.jpg", root, "clone.jpg", &hash,
                                                  SUSUN_PROOF_DESTROY, NULL, &error);
    if (aside == NULL || destroy != NULL
        || !g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN))
      result = 2;
    g_clear_error (&error);
    g_autoptr (SusunProof) real = susun_prove (medium, root, "a.jpg", root, "copy.jpg", &hash,
                                               SUSUN_PROOF_DESTROY, NULL, &error);
    g_assert_no_error (error);
    if (real == NULL)
      result = 3;
  }
  return run (unmount) ? result : 4;
}

static void
test_reflink (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_auto (GStrv) words = g_strsplit (data, " ", 2);
  g_autofree char *program = g_find_program_in_path (words[0]);

  place_init (&place, NULL);
  if (program == NULL)
    {
      g_test_skip ("needs the program that makes the file system");
      return;
    }
  const char *arguments[] = { data, place.path };
  in_child_or_skip (refuse_reflink, arguments, NEEDS_MOUNT);
}

static void
test_extents_of_copies (void)
{
  g_auto (Pair) pair = { 0 };

  pair_init (&pair);
  put_noise (pair.going.fd, "a.jpg", 3 * MIB, 1);
  put_noise (pair.keeper.fd, "b.jpg", 3 * MIB, 1);
  g_assert_false (susun_extents_are_shared (pair.going.root, "a.jpg", pair.keeper.root, "b.jpg"));
  g_assert_false (susun_extents_are_shared (pair.going.root, "none", pair.keeper.root, "b.jpg"));
  /* What is one file shares all of it, where the disk tells. */
  if (susun_root_get_fs_type (pair.going.root) == 0xef53)
    g_assert_true (susun_extents_are_shared (pair.going.root, "a.jpg", pair.going.root, "a.jpg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/proof/proves-and-removes", test_proves_and_removes);
  g_test_add_func ("/files/proof/set-aside-does-not-destroy", test_set_aside_does_not_destroy);
  g_test_add_func ("/files/proof/age", test_age);
  g_test_add_func ("/files/proof/same-file", test_same_file);
  g_test_add_func ("/files/proof/same-file-by-bind-mount", test_same_file_by_bind_mount);
  g_test_add_func ("/files/proof/other-bytes", test_other_bytes);
  g_test_add_func ("/files/proof/missing", test_missing);
  g_test_add_func ("/files/proof/weak-level", test_weak_level);
  g_test_add_func ("/files/proof/changed-after", test_changed_after);
  g_test_add_func ("/files/proof/swapped-while-removing", test_swapped_while_removing);
  g_test_add_func ("/files/proof/nth-call-fails", test_nth_call_fails);
  g_test_add_func ("/files/proof/extents-of-copies", test_extents_of_copies);
  g_test_add_data_func ("/files/proof/reflink/btrfs", "mkfs.btrfs -q -f", test_reflink);
  g_test_add_data_func ("/files/proof/reflink/xfs", "mkfs.xfs -q -f -m reflink=1", test_reflink);
  return g_test_run ();
}
