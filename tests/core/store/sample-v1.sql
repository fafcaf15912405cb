-- SPDX-FileCopyrightText: The Susun developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A history as version 1 of the schema wrote it, with something in every table. Never edited: it
-- stands for the databases that people have.
PRAGMA application_id = 1398100814;
PRAGMA user_version = 1;
BEGIN;
CREATE TABLE run ( id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL UNIQUE, chain_id TEXT NOT NULL, kind INTEGER NOT NULL, mode INTEGER NOT NULL, state INTEGER NOT NULL, started INTEGER NOT NULL, finished INTEGER NOT NULL, options TEXT, target TEXT, manifest BLOB, manifest_hash BLOB, error TEXT, totals TEXT) STRICT;
CREATE INDEX run_chain ON run (chain_id);
CREATE TABLE root ( id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, role INTEGER NOT NULL, path BLOB NOT NULL, host_path BLOB, dev INTEGER NOT NULL, ino INTEGER NOT NULL, mount_id INTEGER NOT NULL, fs_type INTEGER NOT NULL) STRICT;
CREATE INDEX root_run ON root (run);
CREATE TABLE camera ( id INTEGER PRIMARY KEY, maker TEXT NOT NULL, model TEXT NOT NULL, serial TEXT NOT NULL, UNIQUE (maker, model, serial)) STRICT;
CREATE TABLE item ( id INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL, parent INTEGER NOT NULL, op INTEGER NOT NULL, state INTEGER NOT NULL, media INTEGER NOT NULL, role INTEGER NOT NULL, cause INTEGER NOT NULL, confidence INTEGER NOT NULL, size INTEGER NOT NULL, head_print INTEGER NOT NULL, day INTEGER, wall INTEGER, utc_offset INTEGER, date_source INTEGER NOT NULL, suspicions INTEGER NOT NULL, camera INTEGER NOT NULL, group_id INTEGER NOT NULL, src_root INTEGER NOT NULL, dst_root INTEGER NOT NULL, ref_root INTEGER NOT NULL, suffix INTEGER NOT NULL, level INTEGER NOT NULL, dev INTEGER NOT NULL, ino INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, nlink INTEGER NOT NULL, reserved_ino INTEGER NOT NULL, target_dev INTEGER NOT NULL, target_ino INTEGER NOT NULL, target_size INTEGER NOT NULL, target_mtime_ns INTEGER NOT NULL, hash BLOB, search_name TEXT NOT NULL, src_path BLOB NOT NULL, dst_path BLOB, ref_path BLOB, temp_name BLOB, note TEXT, evidence BLOB) STRICT;
CREATE INDEX item_seq ON item (run, seq) WHERE seq > 0;
CREATE INDEX item_parent ON item (parent) WHERE parent <> 0;
CREATE TABLE item_log ( id INTEGER PRIMARY KEY, item INTEGER NOT NULL, old_state INTEGER NOT NULL, new_state INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TRIGGER item_log_no_update BEFORE UPDATE ON item_log BEGIN SELECT RAISE (ABORT, 'the log of items is only appended to');END;
CREATE TRIGGER item_log_no_delete BEFORE DELETE ON item_log WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.item >> 32) BEGIN SELECT RAISE (ABORT, 'the log of items is only appended to');END;
CREATE TABLE tombstone ( id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, path BLOB NOT NULL, size INTEGER NOT NULL, hash BLOB, kept BLOB, at INTEGER NOT NULL) STRICT;
CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone BEGIN SELECT RAISE (ABORT, 'tombstones stay');END;
CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone BEGIN SELECT RAISE (ABORT, 'tombstones stay');END;
CREATE TABLE override ( item INTEGER PRIMARY KEY, manual INTEGER, shift INTEGER NOT NULL, left_out INTEGER NOT NULL) STRICT;
CREATE TABLE folder ( run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, root INTEGER NOT NULL, path BLOB NOT NULL, made INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, PRIMARY KEY (run, root, path)) STRICT, WITHOUT ROWID;
CREATE TABLE known_hash ( dev INTEGER NOT NULL, ino INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (dev, ino)) STRICT, WITHOUT ROWID;
INSERT INTO run VALUES (1, '0b4e4e0c-3f0f-4d3c-9c5a-0f6f6f1f2a01', '0b4e4e0c-3f0f-4d3c-9c5a-0f6f6f1f2a01', 1, 2, 4, 1700000100000000, 1700000200000000, '{}', NULL, CAST ('/archive/2023-11-15-organize-media-report.csv' AS BLOB), X'abababababababababababababababababababababababababababababababab', NULL, '{}');
INSERT INTO root VALUES (1, 1, 1, CAST ('/media/card' AS BLOB), NULL, 65024, 2, 30, 61267);
INSERT INTO root VALUES (2, 1, 2, CAST ('/archive' AS BLOB), CAST ('/home/a/archive' AS BLOB), 65025, 2, 31, 61267);
INSERT INTO camera VALUES (1, 'Canon', 'EOS 5D', '123');
INSERT INTO item (id, run, seq, parent, op, state, media, role, cause, confidence, size, head_print, day, wall, utc_offset, date_source, suspicions, camera, group_id, src_root, dst_root, ref_root, suffix, level, dev, ino, mtime_ns, ctime_ns, nlink, reserved_ino, target_dev, target_ino, target_size, target_mtime_ns, hash, search_name, src_path, dst_path, ref_path, temp_name, note, evidence) VALUES (4294967297, 1, 1, 0, 1, 20, 1, 0, 0, 4, 1000, -5, 1699920000, 1700000000, 480, 1, 0, 1, 0, 1, 2, 0, 0, 4, 65024, 11, 1, 2, 1, 0, 65025, 12, 1000, 1, X'abababababababababababababababababababababababababababababababab', 'img_0001.jpg', CAST ('DCIM/IMG_0001.JPG' AS BLOB), CAST ('2023/IMG_0001.JPG' AS BLOB), NULL, NULL, NULL, X'0100');
INSERT INTO item (id, run, seq, parent, op, state, media, role, cause, confidence, size, head_print, day, wall, utc_offset, date_source, suspicions, camera, group_id, src_root, dst_root, ref_root, suffix, level, dev, ino, mtime_ns, ctime_ns, nlink, reserved_ino, target_dev, target_ino, target_size, target_mtime_ns, hash, search_name, src_path, dst_path, ref_path, temp_name, note, evidence) VALUES (4294967298, 1, 2, 0, 1, 2, 1, 0, 0, 0, 2000, 0, NULL, NULL, NULL, 0, 0, 0, 0, 1, 2, 0, 0, 0, 65024, 13, 1, 2, 1, 0, 0, 0, 0, 0, NULL, '\xff.jpg', X'4443494D2FFF2E4A5047', CAST ('Undated/x.JPG' AS BLOB), NULL, NULL, 'catatan', NULL);
INSERT INTO item_log VALUES (1, 4294967297, 3, 20, 1700000150000000);
INSERT INTO tombstone VALUES (1, 'an earlier run', CAST ('/media/card/old.jpg' AS BLOB), 5, X'abababababababababababababababababababababababababababababababab', NULL, 1600000000000000);
INSERT INTO override VALUES (4294967298, NULL, 3600, 0);
INSERT INTO folder VALUES (1, 2, CAST ('2023' AS BLOB), 1, 0);
INSERT INTO known_hash VALUES (65024, 11, 1000, 1, 2, X'abababababababababababababababababababababababababababababababab');
COMMIT;
