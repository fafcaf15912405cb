#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""dnd_source.py PATH...  - a 160x160 window titled 'dnd-source'; dragging from it offers PATHs the way a file
manager does (XDND, text/uri-list, i.e. GdkFileList).  Prints READY, BEGIN, WANTED when a target would take
it, then END or CANCEL, one per line.
--text: offer plain text instead (must be refused by a GDK_TYPE_FILE_LIST target).
--files: offer a GdkFileList, which GTK hands to a sandboxed program through the document portal.
Needs gir1.2-gtk-4.0 python3-gi.  GTK_A11Y=none keeps it out of the a11y tree."""
import os, sys
os.environ['GTK_A11Y'] = 'none'
import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk

args = sys.argv[1:]
text = args[:1] == ['--text'] and args.pop(0)
files = args[:1] == ['--files'] and args.pop(0)


def say(*w):
    print(*w, flush=True)


def prepare(src, x, y):
    if text:
        return Gdk.ContentProvider.new_for_value(' '.join(args))
    if files:
        return Gdk.ContentProvider.new_for_value(
            Gdk.FileList.new_from_list([Gio.File.new_for_commandline_arg(a) for a in args]))
    uris = ''.join(Gio.File.new_for_commandline_arg(a).get_uri() + '\r\n' for a in args)
    return Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes.new(uris.encode()))


def begun(src, drag):
    drag.connect('notify::selected-action', lambda d, p: d.get_selected_action() and say('WANTED'))
    say('BEGIN')


def activate(app):
    win = Gtk.ApplicationWindow(application=app, title='dnd-source', default_width=160, default_height=160, decorated=False)
    win.set_child(Gtk.Label(label='DRAG ME'))
    src = Gtk.DragSource(actions=Gdk.DragAction.COPY | Gdk.DragAction.MOVE)
    src.connect('prepare', prepare)
    src.connect('drag-begin', begun)
    src.connect('drag-cancel', lambda s, d, r: say('CANCEL', r.value_nick) and False)
    src.connect('drag-end', lambda s, d, delete: say('END', d.get_selected_action().first_value_nick or '-'))
    win.add_controller(src)
    win.connect('map', lambda w: GLib.timeout_add(200, lambda: say('READY')))
    win.present()


app = Gtk.Application(application_id='io.example.DndSource', flags=Gio.ApplicationFlags.NON_UNIQUE)
app.connect('activate', activate)
app.run([])
