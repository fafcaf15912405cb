// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * SusunCorrection: what the user says about some pictures of a plan that waits. What is said about
 * a file holds for all that belong to it: the clip of a Live Photo, a RAW beside its JPEG,
 * sidecars.
 *
 * Made by who knows the items, handed to a job.
 */
typedef enum
{
  SUSUN_CORRECT_DATE,        /* it was taken then */
  SUSUN_CORRECT_SHIFT,       /* the date it has now is wrong by so much; adds up */
  SUSUN_CORRECT_FORGET_DATE, /* the file's own word counts again */
  SUSUN_CORRECT_LEAVE_OUT,
  SUSUN_CORRECT_PUT_BACK,
} SusunCorrectionKind;

typedef struct
{
  SusunCorrectionKind kind;
  GArray *items;         /* (owned) (element-type gint64) */
  gint64 wall;           /* DATE: a wall second */
  int shift;             /* SHIFT: seconds to add */
  gboolean whole_camera; /* SHIFT: also for all others of the run that the same cameras' clocks have
                            dated, and the user has not */
} SusunCorrection;

/* @items: (transfer full) (element-type gint64) */
SusunCorrection *susun_correction_new (SusunCorrectionKind kind, GArray *items);
void susun_correction_free (SusunCorrection *self);

/* Writes it into the history; within a transaction. An item that is gone is passed over. */
gboolean susun_correction_store (const SusunCorrection *self, SusunStore *store, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunCorrection, susun_correction_free)

G_END_DECLS
