// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai.h"

/**
 * FakeService: a server on this computer that speaks like an AI service, on a thread of its own. It
 * answers what the test has said, in order; then every question with a right answer.
 */
typedef struct _FakeService FakeService;

/* How one request is answered. */
typedef enum
{
  FAKE_ANSWER,    /* status and body, at once */
  FAKE_GOOD,      /* a right answer */
  FAKE_DRIP,      /* one byte, and another one, and another one */
  FAKE_TRUNCATED, /* less than was promised */
  FAKE_NEVER,     /* nothing, as long as the test runs */
  FAKE_HUGE,      /* ten mebibytes */
} FakeKind;

typedef struct
{
  FakeKind kind;
  guint status;
  const char *body;     /* (nullable) */
  const char *location; /* (nullable): of a redirect */
} FakeStep;

/* What was asked. */
typedef struct
{
  char *method;
  char *path; /* with the query */
  char *key;  /* (nullable): x-goog-api-key or Authorization */
  char *body;
  guint n_items; /* texts in it */
  gint64 time;   /* of the fake clock */
} FakeRequest;

FakeService *fake_service_new (SusunTitles *titles);
void fake_service_free (FakeService *self);

/* "http://127.0.0.1:PORT/v1beta" */
const char *fake_service_get_endpoint (FakeService *self);

/* Strings are copied. */
void fake_service_script (FakeService *self, const FakeStep *steps, guint n);
void fake_service_script_one (FakeService *self, guint status, const char *body);

/* (transfer none): not while an AI is at work. */
guint fake_service_count (FakeService *self);
const FakeRequest *fake_service_get (FakeService *self, guint index);

/* The most requests that were open at the same time. */
guint fake_service_get_most (FakeService *self);

/* A clock that goes on only when somebody waits. Shared by all. */
SusunAiClock fake_service_get_clock (FakeService *self);
gint64 fake_service_now (FakeService *self);

/* Bodies. (transfer full) */
char *fake_google_text (const char *text, const char *finish_reason);
char *fake_google_error (guint code, const char *status, const char *message, const char *details);
char *fake_openai_text (const char *text, const char *finish_reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeService, fake_service_free)
