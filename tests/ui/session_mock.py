#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session manager and a notification service that only write down what they are asked.

usage: session_mock.py LOG
Prints READY; every call becomes a line of LOG: its name and its arguments. SIGUSR1 is a click on the
last notification.
"""
import signal
import sys

from gi.repository import Gio, GLib

NODES = """<node>
<interface name="org.gnome.SessionManager">
 <method name="RegisterClient"><arg type="s" direction="in"/><arg type="s" direction="in"/>
  <arg type="o" direction="out"/></method>
 <method name="UnregisterClient"><arg type="o" direction="in"/></method>
 <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>
  <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="u" direction="out"/></method>
 <method name="Uninhibit"><arg type="u" direction="in"/></method>
 <property name="SessionIsActive" type="b" access="read"/>
</interface>
<interface name="org.freedesktop.Notifications">
 <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
  <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
  <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
  <arg type="u" direction="out"/></method>
 <method name="CloseNotification"><arg type="u" direction="in"/></method>
 <method name="GetCapabilities"><arg type="as" direction="out"/></method>
 <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
  <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
 <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface>
</node>"""
ANSWERS = {
    "RegisterClient": lambda: GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",)),
    "Inhibit": lambda: GLib.Variant("(u)", (42,)),
    "Notify": lambda: GLib.Variant("(u)", (7,)),
    "GetCapabilities": lambda: GLib.Variant("(as)", (["actions", "body"],)),
    "GetServerInformation": lambda: GLib.Variant("(ssss)", ("mock", "susun", "1", "1.2")),
}
log = open(sys.argv[1], "w", buffering=1)
sessions = Gio.bus_get_sync(Gio.BusType.SESSION)


def called(connection, sender, path, interface, method, parameters, invocation):
    print(method, parameters.unpack(), file=log)
    invocation.return_value(ANSWERS[method]() if method in ANSWERS else None)


def asked(connection, sender, path, interface, name):
    return GLib.Variant("b", True)


def clicked(*_):
    sessions.emit_signal(None, "/org/freedesktop/Notifications", "org.freedesktop.Notifications",
                         "ActionInvoked", GLib.Variant("(us)", (7, "default")))
    return True


info = Gio.DBusNodeInfo.new_for_xml(NODES)
for name, path in (("org.gnome.SessionManager", "/org/gnome/SessionManager"),
                   ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")):
    sessions.register_object(path, info.lookup_interface(name), called, asked, None)
    Gio.bus_own_name_on_connection(sessions, name, Gio.BusNameOwnerFlags.NONE, None, None)
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, clicked)
GLib.timeout_add(200, lambda: print("READY", flush=True))
GLib.MainLoop().run()
