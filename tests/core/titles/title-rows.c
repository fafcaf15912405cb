// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/titles/title-rows.h"

const TitleRow title_rows[] = {
  /* capital and small letters */
  { "KENDURI ARWAH DI RUMAH ATUK", "Kenduri Arwah di Rumah Atuk" },
  { "majlis bacaan yasin dan doa selamat", "Majlis Bacaan Yasin dan Doa Selamat" },
  { "Lawatan Ke Muzium Dan Zoo", "Lawatan ke Muzium dan Zoo" },
  { "dari tanjung ke pantai", "Dari Tanjung ke Pantai" },
  { "cuti sekolah: ke pantai", "Cuti Sekolah: Ke Pantai" },
  { "raya - di kampung", "Raya - Di Kampung" },
  { "sempena hari guru", "Sempena Hari Guru" },
  { "(di dewan)", "(Di Dewan)" },
  /* acronyms */
  { "lawatan jkr ke mardi", "Lawatan JKR ke MARDI" },
  { "konvokesyen uitm dan unisza", "Konvokesyen UiTM dan UniSZA" },
  { "Tadika KEMAS Kampung Sireh", "Tadika KEMAS Kampung Sireh" },
  { "kemas rumah", "Kemas Rumah" },
  { "Perjumpaan XYZ 2014", "Perjumpaan XYZ 2014" },
  { "XKZ 2014 DI IPOH", "XKZ 2014 di Ipoh" },
  { "Majlis KAHWIN Abang", "Majlis Kahwin Abang" },
  { "video gopro dan whatsapp", "Video GoPro dan WhatsApp" },
  { "sekolah ppk c-4", "Sekolah PPK C-4" },
  { "klia2 dan tv3", "KLIA2 dan TV3" },
  { "kem 3d2n sesi iv", "Kem 3D2N Sesi IV" },
  { "hadiah rm50", "Hadiah RM50" },
  { "LARIAN 5KM", "Larian 5km" },
  /* hyphens */
  { "kanak2 dan budak2", "Kanak-kanak dan Budak-budak" },
  { "budak budak asrama", "Budak-budak Asrama" },
  { "GOTONG ROYONG DI SURAU", "Gotong-royong di Surau" },
  { "kuih-muih dan lauk pauk", "Kuih-muih dan Lauk-pauk" },
  { "kali ke 7", "Kali ke-7" },
  { "ulang tahun ke7", "Ulang Tahun ke-7" },
  { "perlawanan johor-pahang", "Perlawanan Johor-Pahang" },
  { "tilawah al-quran di masjid al-falah", "Tilawah al-Quran di Masjid Al-Falah" },
  { "hari2 di asrama", "Hari2 di Asrama", "Hari-hari di Asrama" },
  /* spelling and short forms */
  { "iftar ramadhan dirumah cikgu", "Iftar Ramadan di Rumah Cikgu" },
  { "mjls perlantikan pengurusi", "Majlis Pelantikan Pengerusi" },
  { "di rasmikan oleh mentri", "Dirasmikan oleh Menteri" },
  { "jawatan kuasa surau", "Jawatankuasa Surau" },
  { "rmh trbuka kg. laut", "Rumah Terbuka Kampung Laut" },
  { "beras 5 kg", "Beras 5 kg" },
  { "sek ren keb tg bidara", "Sekolah Rendah Kebangsaan Tanjung Bidara" },
  { "mesy. agung", "Mesyuarat Agung" },
  { "syarikat maju sdn bhd", "Syarikat Maju Sdn. Bhd." },
  { "syarikat maju sdn. bhd.", "Syarikat Maju Sdn. Bhd." },
  { "johor bharu dan kota bahru", "Johor Bahru dan Kota Bharu" },
  /* names */
  { "hj.omar dan pn zaiton", "Hj. Omar dan Pn. Zaiton" },
  { "MUTHU A/L SAMY", "Muthu a/l Samy" },
  { "dato' seri dan datin", "Dato' Seri dan Datin" },
  { "kafe d'mawar", "Kafe D'Mawar" },
  { "kedai O'Brien", "Kedai O'Brien" },
  /* separators */
  { "hari_keluarga__jps", "Hari Keluarga JPS" },
  { "hari-keluarga-jps", "Hari Keluarga JPS" },
  { "hari.keluarga.jps", "Hari Keluarga JPS" },
  { "hari+keluarga+jps", "Hari Keluarga JPS" },
  { "HariKeluargaJPS2016", "Hari Keluarga JPS 2016" },
  { "MajlisUiTMMachang", "Majlis UiTM Machang" },
  { "raya,merdeka", "Raya, Merdeka" },
  { " \t raya  \n", "Raya" },
  { "ke\xc2\xadluarga", "Keluarga" },
  { "raya\xe2\x80\xae"
    "fdp.exe",
    "Rayafdp.exe" },
  /* not only Malay, not only letters */
  { "cafe\xcc\x81 di ipoh", "Café di Ipoh" },
  { "night at the museum", "Night at the Museum" },
  { "👨\xe2\x80\x8d👩\xe2\x80\x8d👧 raya", "👨\xe2\x80\x8d👩\xe2\x80\x8d👧 Raya" },
  { "新年", "新年" },
  { "2019", "2019" },
  { "-", "-" },
  { "\"", "\"" },
  { "", "" },
  { "\xe2\x80\x8b\xe2\x80\xae", "" },
  /* what only somebody who knows Malay can mend */
  { "mjls psandingan abg", "Majlis Psandingan Abg", "Majlis Persandingan Abg" },
  { "lawtan ke pulua redang", "Lawtan ke Pulua Redang", "Lawatan ke Pulau Redang" },
  { "perkhemhan pengakp", "Perkhemhan Pengakp", "Perkhemahan Pengakap" },
  { "kelas tahun6", "Kelas Tahun6", "Kelas Tahun 6" },
  { "raya 2016 kg", "Raya 2016 kg", "Raya 2016 Kampung" },
};
const guint n_title_rows = G_N_ELEMENTS (title_rows);

GArray *
title_rows_read_shared (void)
{
  const char *shared = g_getenv ("SUSUN_SHARED");
  g_autofree char *path
      = g_build_filename (shared != NULL ? shared : "", "titles", "titles_visible.tsv", NULL);
  static char *text;
  GArray *rows;
  char **lines;

  if (shared == NULL || (text == NULL && !g_file_get_contents (path, &text, NULL, NULL)))
    return NULL;
  rows = g_array_new (FALSE, FALSE, sizeof (TitleRow));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char **fields = g_strsplit (lines[i], "\t", -1);
      if (g_strv_length (fields) >= 5)
        {
          TitleRow row = { g_intern_string (fields[1]), g_intern_string (fields[2]),
                           *fields[4] != '\0' ? g_intern_string (fields[4]) : NULL };
          g_array_append_val (rows, row);
        }
      g_strfreev (fields);
    }
  g_strfreev (lines);
  return rows;
}

GArray *
title_rows_all (void)
{
  GArray *rows = title_rows_read_shared ();

  if (rows == NULL)
    rows = g_array_new (FALSE, FALSE, sizeof (TitleRow));
  g_array_append_vals (rows, title_rows, n_title_rows);
  return rows;
}
