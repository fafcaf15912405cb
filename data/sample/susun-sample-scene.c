// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-scene.h"

#include <math.h>

typedef struct
{
  double r, g, b; /* 0 … 1 */
} Colour;

typedef struct
{
  Colour zenith, horizon, light, near, far;
  double sun_height; /* 0 … 1 of the sky */
  double sun_size;   /* of the picture's height */
  gboolean water;
  double aspect; /* width ÷ height; 0 in the table: the picture decides */
} Mood;

static const Mood moods[] = {
  /* morning over paddy fields */
  { { 0.36, 0.60, 0.86 },
    { 0.98, 0.88, 0.70 },
    { 1.00, 0.95, 0.75 },
    { 0.20, 0.45, 0.16 },
    { 0.45, 0.62, 0.55 },
    0.35,
    0.06,
    FALSE,
    0 },
  /* noon at sea */
  { { 0.14, 0.42, 0.80 },
    { 0.70, 0.87, 0.96 },
    { 1.00, 1.00, 0.92 },
    { 0.78, 0.69, 0.48 },
    { 0.30, 0.48, 0.52 },
    0.75,
    0.05,
    TRUE,
    0 },
  /* dusk */
  { { 0.24, 0.16, 0.40 },
    { 0.98, 0.50, 0.26 },
    { 1.00, 0.80, 0.45 },
    { 0.10, 0.07, 0.13 },
    { 0.40, 0.20, 0.32 },
    0.22,
    0.09,
    TRUE,
    0 },
  /* night with a moon */
  { { 0.02, 0.03, 0.10 },
    { 0.14, 0.18, 0.34 },
    { 0.95, 0.95, 0.88 },
    { 0.02, 0.04, 0.06 },
    { 0.08, 0.11, 0.20 },
    0.65,
    0.05,
    FALSE,
    0 },
  /* haze in the hills */
  { { 0.66, 0.74, 0.80 },
    { 0.93, 0.91, 0.86 },
    { 1.00, 0.97, 0.88 },
    { 0.22, 0.34, 0.26 },
    { 0.62, 0.71, 0.72 },
    0.55,
    0.07,
    FALSE,
    0 },
};

static Colour
mix (Colour a, Colour b, double share)
{
  double s = CLAMP (share, 0.0, 1.0);

  return (Colour){ a.r + (b.r - a.r) * s, a.g + (b.g - a.g) * s, a.b + (b.b - a.b) * s };
}

/* A number's own fraction for one of its traits: 0 … 1. */
static double
trait (guint number, guint which)
{
  guint32 x = number * 2654435761u + which * 40503u + 1;

  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;
  return (x & 0xffff) / 65535.0;
}

/* Height of the ridge @layer at @x (0 … 1), as a share of the picture. */
static double
ridge (guint number, guint layer, double x)
{
  double phase = trait (number, 10 + layer) * 2 * G_PI;
  double wave = sin (x * (3 + layer * 2) + phase) + 0.45 * sin (x * (8 + layer * 3) + 2 * phase);

  return 0.42 - 0.10 * layer + 0.055 * wave;
}

static Colour
sky_at (guint number, const Mood *mood, double x, double y, double moment)
{
  double sun_x = 0.15 + 0.6 * trait (number, 1) + 0.1 * moment;
  double sun_y = 1.0 - (0.45 + 0.5 * mood->sun_height) + 0.04 * moment;
  double dx = (x - sun_x) * mood->aspect, dy = y - sun_y;
  double distance = sqrt (dx * dx + dy * dy);
  Colour sky = mix (mood->zenith, mood->horizon, y * 1.7);

  if (distance < mood->sun_size)
    return mood->light;
  return mix (sky, mood->light, 0.6 * exp (-(distance - mood->sun_size) * 9.0));
}

static Colour
colour_at (guint number, const Mood *mood, double x, double y, double moment)
{
  double up = 1.0 - y;

  if (mood->water && up < 0.26)
    {
      double ripple = 0.012 * sin (y * 190 + 7 * sin (x * 9 + moment * 4));
      Colour mirrored = sky_at (number, mood, x + ripple, 0.48 - (0.26 - up) * 1.4, moment);

      return mix (mirrored, mood->far, 0.35 + 0.25 * (0.26 - up) / 0.26);
    }
  for (guint layer = 3; layer-- > 0;)
    if (up < ridge (number, layer, x))
      return mix (mix (mood->far, mood->near, layer / 2.0), mood->horizon,
                  0.25 * up / (0.2 + ridge (number, layer, x)));
  return sky_at (number, mood, x, y, moment);
}

static guint8
to_byte (double value)
{
  return (guint8) (CLAMP (value, 0.0, 1.0) * 255.0 + 0.5);
}

GdkPixbuf *
susun_sample_scene_draw (guint number, int width, int height, double moment)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  Mood mood = moods[number % G_N_ELEMENTS (moods)];
  Colour tint = { trait (number, 3), trait (number, 4), trait (number, 5) };
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  /* The mood repeats every few numbers, the tint does not. */
  mood.horizon = mix (mood.horizon, tint, 0.12);
  mood.near = mix (mood.near, tint, 0.10);
  mood.aspect = (double) width / height;
  mood.sun_size *= 0.8 + 0.4 * trait (number, 6);

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        Colour colour
            = colour_at (number, &mood, (column + 0.5) / width, (row + 0.5) / height, moment);
        guint8 *pixel = pixels + row * stride + column * 3;

        pixel[0] = to_byte (colour.r);
        pixel[1] = to_byte (colour.g);
        pixel[2] = to_byte (colour.b);
      }
  return pixbuf;
}
