// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/*
 * XMP (ISO 16684-1) for the few properties a date needs. Not an XML parser: a scan over the tags
 * that takes a property as an attribute or as an element (with an rdf:Seq or rdf:value inside),
 * resolves prefixes by their declared namespace, and goes on where a parser would give up.
 * Namespaces are taken as declared for the whole packet, which XMP writers keep to.
 */

#define MAX_TAGS 20000
#define MAX_PREFIXES 64
#define MAX_PACKET (1024 * 1024)

typedef enum
{
  NS_OTHER = 0,
  NS_EXIF,
  NS_XMP,
  NS_PHOTOSHOP,
  NS_TIFF,
  NS_AUX,
  NS_RDF,
} Namespace;

static const struct
{
  const char *uri;
  const char *prefix; /* as everyone writes it: used when the declaration is missing */
  Namespace ns;
} namespaces[] = {
  { "http://ns.adobe.com/exif/1.0/", "exif", NS_EXIF },
  { "http://ns.adobe.com/xap/1.0/", "xmp", NS_XMP },
  { "http://ns.adobe.com/xap/1.0/", "xap", NS_XMP },
  { "http://ns.adobe.com/photoshop/1.0/", "photoshop", NS_PHOTOSHOP },
  { "http://ns.adobe.com/tiff/1.0/", "tiff", NS_TIFF },
  { "http://ns.adobe.com/exif/1.0/aux/", "aux", NS_AUX },
  { "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", NS_RDF },
};

typedef enum
{
  PROPERTY_NONE = 0,
  PROPERTY_DATE,
  PROPERTY_MAKER,
  PROPERTY_MODEL,
  PROPERTY_SERIAL,
} PropertyKind;

static const struct
{
  Namespace ns;
  const char *name;
  PropertyKind kind;
  SusunDateSource source;
} properties[] = {
  { NS_EXIF, "DateTimeOriginal", PROPERTY_DATE, SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL },
  { NS_PHOTOSHOP, "DateCreated", PROPERTY_DATE, SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED },
  { NS_EXIF, "DateTimeDigitized", PROPERTY_DATE, SUSUN_DATE_SOURCE_XMP_EXIF_DIGITIZED },
  { NS_XMP, "CreateDate", PROPERTY_DATE, SUSUN_DATE_SOURCE_XMP_CREATE },
  { NS_TIFF, "Make", PROPERTY_MAKER, SUSUN_DATE_SOURCE_NONE },
  { NS_TIFF, "Model", PROPERTY_MODEL, SUSUN_DATE_SOURCE_NONE },
  { NS_AUX, "SerialNumber", PROPERTY_SERIAL, SUSUN_DATE_SOURCE_NONE },
};

typedef struct
{
  const char *text;
  gsize length;
} Text;

typedef struct
{
  SusunEvidence *evidence;
  Text prefixes[MAX_PREFIXES];
  guint8 prefix_ns[MAX_PREFIXES];
  guint n_prefixes;
  guint seen; /* bit per property: the first one told counts */
} Packet;

static gboolean
text_is (Text text, const char *expected)
{
  return strlen (expected) == text.length && memcmp (text.text, expected, text.length) == 0;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
declare_prefix (Packet *packet, Text prefix, Text uri)
{
  Namespace ns = NS_OTHER;

  for (gsize i = 0; i < G_N_ELEMENTS (namespaces); i++)
    if (text_is (uri, namespaces[i].uri))
      {
        ns = namespaces[i].ns;
        break;
      }
  if (packet->n_prefixes == MAX_PREFIXES)
    return;
  packet->prefixes[packet->n_prefixes] = prefix;
  packet->prefix_ns[packet->n_prefixes++] = (guint8) ns;
}

static Namespace
find_namespace (const Packet *packet, Text prefix)
{
  for (guint i = packet->n_prefixes; i > 0; i--)
    if (packet->prefixes[i - 1].length == prefix.length
        && memcmp (packet->prefixes[i - 1].text, prefix.text, prefix.length) == 0)
      return (Namespace) packet->prefix_ns[i - 1];
  for (gsize i = 0; i < G_N_ELEMENTS (namespaces); i++)
    if (text_is (prefix, namespaces[i].prefix))
      return namespaces[i].ns;
  return NS_OTHER;
}

/* Returns: the index of a wanted property, or -1 */
static int
find_property (const Packet *packet, Text name)
{
  const char *colon = memchr (name.text, ':', name.length);
  Text prefix, local;

  if (colon == NULL)
    return -1;
  prefix = (Text){ name.text, (gsize) (colon - name.text) };
  local = (Text){ colon + 1, name.length - prefix.length - 1 };
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    if (text_is (local, properties[i].name))
      return find_namespace (packet, prefix) == properties[i].ns ? (int) i : -1;
  return -1;
}

static void
take_property (Packet *packet, int property, Text value)
{
  const guint8 *bytes = (const guint8 *) value.text;

  if (packet->seen & 1u << property || value.length == 0)
    return;
  packet->seen |= 1u << property;
  switch (properties[property].kind)
    {
    case PROPERTY_DATE:
      susun_evidence_add_text (packet->evidence, properties[property].source, value.text,
                               value.length);
      break;
    case PROPERTY_MAKER:
      susun_evidence_set_string (packet->evidence->maker, bytes, value.length);
      break;
    case PROPERTY_MODEL:
      susun_evidence_set_string (packet->evidence->model, bytes, value.length);
      break;
    case PROPERTY_SERIAL:
      susun_evidence_set_string (packet->evidence->serial, bytes, value.length);
      break;
    case PROPERTY_NONE:
    default:
      break;
    }
}

/* name="value" pairs of a tag, from @p up to @end. */
static void
scan_attributes (Packet *packet, const char *p, const char *end, gboolean declarations)
{
  for (;;)
    {
      Text name, value;
      char quote;
      const char *close;

      while (p < end && (is_space (*p) || *p == '/'))
        p++;
      name.text = p;
      while (p < end && *p != '=' && !is_space (*p))
        p++;
      name.length = (gsize) (p - name.text);
      while (p < end && is_space (*p))
        p++;
      if (p >= end || *p != '=')
        return;
      p++;
      while (p < end && is_space (*p))
        p++;
      if (p >= end || (*p != '"' && *p != '\''))
        return;
      quote = *p++;
      close = memchr (p, quote, (gsize) (end - p));
      if (close == NULL)
        return;
      value = (Text){ p, (gsize) (close - p) };
      p = close + 1;
      if (name.length > 6 && memcmp (name.text, "xmlns:", 6) == 0)
        {
          if (declarations)
            declare_prefix (packet, (Text){ name.text + 6, name.length - 6 }, value);
        }
      else if (!declarations)
        {
          int property = find_property (packet, name);
          if (property >= 0)
            take_property (packet, property, value);
        }
    }
}

/* The end of the tag that begins at @p: '>' outside quotes. */
static const char *
find_tag_end (const char *p, const char *end)
{
  char quote = 0;

  for (; p < end; p++)
    {
      if (quote != 0)
        quote = *p == quote ? 0 : quote;
      else if (*p == '"' || *p == '\'')
        quote = *p;
      else if (*p == '>')
        return p;
    }
  return NULL;
}

static Text
trim (const char *p, const char *end)
{
  while (p < end && is_space (*p))
    p++;
  while (end > p && is_space (end[-1]))
    end--;
  return (Text){ p, (gsize) (end - p) };
}

static void
scan_packet (Packet *packet, const char *p, const char *end)
{
  int open_property = -1; /* an element of ours whose text is still to come */

  for (int i = 0; i < MAX_TAGS; i++)
    {
      const char *tag = memchr (p, '<', (gsize) (end - p)), *close, *name_end;
      Text name;

      if (tag == NULL)
        return;
      if (open_property >= 0)
        {
          Text text = trim (p, tag);
          if (text.length > 0)
            {
              take_property (packet, open_property, text);
              open_property = -1;
            }
        }
      tag++;
      if (end - tag >= 3 && memcmp (tag, "!--", 3) == 0)
        {
          close = memmem (tag, (gsize) (end - tag), "-->", 3);
          if (close == NULL)
            return;
          p = close + 3;
          continue;
        }
      close = find_tag_end (tag, end);
      if (close == NULL)
        return;
      p = close + 1;
      if (*tag == '?' || *tag == '!')
        continue;
      if (*tag == '/')
        {
          if (open_property >= 0 && find_property (packet, trim (tag + 1, close)) >= 0)
            open_property = -1;
          continue;
        }
      for (name_end = tag; name_end < close && !is_space (*name_end) && *name_end != '/';)
        name_end++;
      name = (Text){ tag, (gsize) (name_end - tag) };
      if (memmem (name_end, (gsize) (close - name_end), "xmlns:", 6) != NULL)
        scan_attributes (packet, name_end, close, TRUE);
      scan_attributes (packet, name_end, close, FALSE);
      if (close[-1] != '/')
        {
          int property = find_property (packet, name);
          if (property >= 0)
            open_property = property;
        }
    }
}

/* Packets may be UTF-16 or UTF-32; a NUL among the first four bytes tells (XML 1.0, appendix F).
 * Returns: (transfer full) (nullable) */
static char *
convert_wide (const guint8 *data, gsize length, gsize *converted)
{
  const char *from = NULL;

  if (length < 4)
    return NULL;
  if (data[0] == 0 && data[1] == 0)
    from = "UTF-32BE";
  else if (data[2] == 0 && data[3] == 0)
    from = "UTF-32LE";
  else if (data[0] == 0 || (data[0] == 0xfe && data[1] == 0xff))
    from = "UTF-16BE";
  else if (data[1] == 0 || (data[0] == 0xff && data[1] == 0xfe))
    from = "UTF-16LE";
  if (from == NULL)
    return NULL;
  return g_convert ((const char *) data, (gssize) (length & ~(gsize) 3), "UTF-8", from, NULL,
                    converted, NULL);
}

void
susun_read_xmp_blob (const guint8 *data, gsize length, SusunEvidence *evidence)
{
  Packet packet = { .evidence = evidence };
  g_autofree char *narrow = NULL;
  const char *text = (const char *) data;
  gsize converted = 0;

  length = MIN (length, MAX_PACKET);
  narrow = convert_wide (data, length, &converted);
  if (narrow != NULL)
    {
      text = narrow;
      length = converted;
    }
  scan_packet (&packet, text, text + length);
}

void
susun_read_xmp_file (const SusunSpan *span, SusunEvidence *evidence)
{
  gsize got;
  const guint8 *data = susun_span_peek (span, 0, MAX_PACKET, &got);

  if (data == NULL)
    susun_evidence_broken (evidence);
  else
    susun_read_xmp_blob (data, got, evidence);
}
