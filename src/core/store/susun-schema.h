// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-db.h"

G_BEGIN_DECLS

typedef enum
{
  SUSUN_SCHEMA_UNKNOWN, /* looking failed */
  SUSUN_SCHEMA_EMPTY,   /* a database without anything in it */
  SUSUN_SCHEMA_OLDER,   /* of an earlier version */
  SUSUN_SCHEMA_CURRENT,
} SusunSchemaState;

/* Looks, and writes nothing. Returns: UNKNOWN with SUSUN_ERROR_SCHEMA for one from the future or of
 * another application, or with the error of reading it */
SusunSchemaState susun_schema_look (SusunDb *db, GError **error);

/* Applies the steps that are missing, each in a transaction with its version. */
gboolean susun_schema_upgrade (SusunDb *db, GError **error);

/* The whole database, page by page. */
gboolean susun_schema_check (SusunDb *db, GError **error);

G_END_DECLS
