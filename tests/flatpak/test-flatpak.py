#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Susun as a Flatpak, from its manifest to originals that come back out of quarantine; speaks TAP.

Runs on the computer that flatpak/on-machine.sh starts, as its ordinary user, without a network. The
manifest is the published one but for its runtime. Folders outside of what the manifest asks for come
through the portals alone: one is chosen in the portal's dialog, one is dropped.

usage: test-flatpak.py [TITLE]      with a title only the journeys that match it, in what was installed
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from pathlib import Path

from gi.repository import Gio, GLib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from sandbox_ui import ID, SandboxedApp, choose_in_portal, running_window, wait, xdo  # noqa: E402

HOME = Path.home()
SOURCE = Path("/srv/source")
SHARED = Path("/srv/susun")
INSTALLED = HOME / ".local/share/flatpak/app" / ID / "current/active/files"
EXPORTS = HOME / ".local/share/flatpak/exports/share"
SHOTS = HOME / "shots"
RUNTIME = {"runtime": "org.debian.SusunPlatform", "sdk": "org.debian.SusunSdk",
           "runtime-version": "trixie"}
DRAG = ("/usr/bin/python3", str(SOURCE / "tests/ui/dnd_source.py"), "--files")
count = 0
failed = 0
running = []


def check(name, test):
    """Returns: whether it went well."""
    global count, failed
    count += 1
    try:
        test()
        print(f"ok {count} {name}", flush=True)
        return True
    except Exception:  # the report is the point
        failed += 1
        print(f"not ok {count} {name}")
        for line in traceback.format_exc().splitlines():
            print("#", line)
        if running:
            running[-1].shot(str(SHOTS / f"failed-{count}.png"))
            print("#", running[-1].output().replace("\n", "\n# "))
        sys.stdout.flush()
        return False
    finally:
        while running:
            subprocess.run(["flatpak", "kill", ID], check=False, stderr=subprocess.DEVNULL)
            running.pop().proc.wait()


def run(*words, **options):
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def cli(*words):
    """susun-cli within the sandbox. Returns: exit status, standard output and error"""
    done = subprocess.run(["flatpak", "run", "--command=susun-cli", ID, *words],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


# ---- from the manifest to an installation


def runtime_is_installed():
    run("flatpak", "--user", "remote-add", "--no-gpg-verify", "--if-not-exists", "susun-runtime",
        f"file://{SHARED}/repo")
    for name in (RUNTIME["runtime"], RUNTIME["sdk"]):
        run("flatpak", "--user", "install", "-y", "--noninteractive", "--or-update", "susun-runtime",
            f"{name}//{RUNTIME['runtime-version']}")


def manifest_builds():
    manifest = json.loads((SOURCE / f"flatpak/{ID}.json").read_text())
    manifest.update(RUNTIME)
    for module in manifest["modules"]:
        for source in module["sources"]:
            source["path"] = str((SOURCE / "flatpak" / source["path"]).resolve())
    (HOME / "manifest.json").write_text(json.dumps(manifest))
    shutil.rmtree(HOME / "repo", ignore_errors=True)
    run("flatpak-builder", "--user", "--force-clean", "--disable-download",
        "--disable-rofiles-fuse", f"--state-dir={HOME}/state", f"--repo={HOME}/repo",
        str(HOME / "build"), str(HOME / "manifest.json"), cwd=HOME)


def repository_installs():
    """The other way of delivery: flatpak-builder's repository, as any web server would have it."""
    run("flatpak", "--user", "remote-add", "--no-gpg-verify", "--if-not-exists", "susun",
        f"file://{HOME}/repo")
    run("flatpak", "--user", "install", "-y", "--noninteractive", "--no-deps", "susun", ID)
    assert (INSTALLED / "bin/susun").exists()
    run("flatpak", "--user", "uninstall", "-y", "--noninteractive", ID)
    run("flatpak", "--user", "remote-delete", "--force", "susun")


def bundle_installs():
    bundle = HOME / "susun.flatpak"
    run("flatpak", "build-bundle", "--runtime-repo=https://dl.flathub.org/repo/flathub.flatpakrepo",
        str(HOME / "repo"), str(bundle), ID)
    subprocess.run(["flatpak", "--user", "uninstall", "-y", "--noninteractive", "--delete-data", ID],
                   capture_output=True, check=False)
    run("flatpak", "--user", "install", "-y", "--noninteractive", "--no-deps", str(bundle))
    print(f"# the bundle has {bundle.stat().st_size / 1e6:.1f} MB")
    assert (INSTALLED / "share/licenses" / ID / "COPYING").exists()


def desktop_sees_it():
    entry = (EXPORTS / f"applications/{ID}.desktop").read_text()
    assert "MimeType=inode/directory;" in entry and "DBusActivatable=true" in entry
    assert "@@u %U @@" in entry, "folders would not be handed through the portal"
    service = (EXPORTS / f"dbus-1/services/{ID}.service").read_text()
    assert "flatpak run" in service and "--gapplication-service" in service, service
    for icon in (f"scalable/apps/{ID}.svg", f"symbolic/apps/{ID}-symbolic.svg"):
        assert (EXPORTS / "icons/hicolor" / icon).exists(), icon
    # Newer than Debian 12's, and so with another opinion.
    said = run("appstreamcli", "validate", "--pedantic", "--no-net", "--no-color",
               str(INSTALLED / f"share/metainfo/{ID}.metainfo.xml"))
    issues = re.findall(r"^[EWIP]: (.*)$", said, re.M)
    assert [issue for issue in issues if "cid-contains-uppercase-letter" not in issue] == [], said


def asks_for_no_more():
    manifest = json.loads((SOURCE / f"flatpak/{ID}.json").read_text())
    shown = run("flatpak", "info", "--show-permissions", ID)
    asked = {word.split("=", 1)[1] for word in manifest["finish-args"]
             if word.startswith("--filesystem=")}
    given = set(re.search(r"^filesystems=(.*);$", shown, re.M).group(1).split(";"))
    assert given == asked, given ^ asked
    assert "Session Bus Policy" not in shown and "System Bus Policy" not in shown, shown


# ---- pictures


def snapshot(folder):
    """Every file below it: path, content, time."""
    files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if not path.is_symlink():
                files[str(path.relative_to(folder))] = (
                    hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
    return files


def copy_sample(name):
    """A messy folder of aina's. Returns: its path and what is in it"""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(INSTALLED / "share/susun/sample/library", folder, symlinks=True)
    run("chmod", "-R", "u+w", str(folder))
    return folder, snapshot(folder)


def contents(*folders):
    return {digest for folder in folders for digest, _ in snapshot(folder).values()}


def start(*arguments):
    app = SandboxedApp(*arguments, log=str(HOME / "log/app"))
    running.append(app)
    return app


# What GTK 4.18 sometimes says when the window is gone, also of one that had but the main menu. It is
# not known from where; on Debian 12 the window's own tests hold it to not a word.
AT_QUIT = "gtk_widget_unparent: assertion 'GTK_IS_WIDGET (widget)' failed"


def stop(app):
    app.quit()
    running.remove(app)
    said = [line for line in app.output().splitlines() if AT_QUIT not in line]
    assert not [line for line in said if "CRITICAL" in line or "Susun-WARNING" in line], said


def shot(app, name):
    SHOTS.mkdir(exist_ok=True)
    app.shot(str(SHOTS / f"{name}.png"))


def organized(name):
    """The id of the run that organized the folder of this name."""
    status, out, error = cli("history", "--json", "--quiet")
    assert status == 0, error
    return next(run["run_id"] for run in json.loads(out)["runs"]
                if run["kind"] == "organize" and run["source"].endswith("/" + name))


def copy_and_verify(app):
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=90)
    app.action(app.find("push button", re.compile("Copy [0-9]+ Photos into Archive"), timeout=90))
    app.find("label", re.compile("Everything went well"), timeout=120)
    app.click("push button", "Verify")
    app.find(None, re.compile("proven · 0 differ"), timeout=120)


def clean_up(app):
    app.click("push button", "Clean Up…")
    app.action(app.find("push button", re.compile("Originals to Quarantine…")))
    app.click("push button", "Move to Quarantine")
    app.find(None, re.compile("Originals in Quarantine"), timeout=120)


def cleared(folder, before):
    assert (folder / ".susun-quarantine").is_dir()
    left = {path for path in snapshot(folder) if not path.startswith(".susun-quarantine/")}
    assert len(left) < len(before) / 4, sorted(left)


def put_back(folder, before):
    """After a restart, from the history: the source is as it was."""
    app = start()
    app.keys("ctrl+h")
    app.mouse_click(app.find("label", re.compile("in quarantine"), timeout=15))
    shot(app, "portal-history")
    app.click("push button", "Restore…", timeout=15)
    app.click("push button", "Put Back")
    app.find("label", re.compile("Everything went well"), timeout=120)
    stop(app)
    after = snapshot(folder)
    # What a quarantine tells of itself stays where it was.
    kept = {path for path in after if path.startswith(".susun-quarantine/")}
    assert not [path for path in kept if not path.endswith(".csv")], kept
    assert {path: after[path] for path in after if path not in kept} == before, \
        "the source is not as it was"


# ---- journeys


def chosen_in_the_portal():
    """Both folders through the portal. After a restart everything is known, and taken back."""
    folder, before = copy_sample("Fotos Telefon")
    archive = HOME / "Arkib"
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir()
    app = start()
    app.click("push button", "Choose Folder…")
    choose_in_portal(folder.name, "Add")
    app.find("label", folder.name)
    assert not app.all("label", re.compile("/run/user")), "a path that says nothing to its user"
    app.click("push button", "Archive folder")
    choose_in_portal(archive.name, "Choose")
    app.find("label", archive.name)
    shot(app, "portal-choose")
    copy_and_verify(app)
    assert (archive / "2019").is_dir()
    assert snapshot(folder) == before, "copying changed the source"

    clean_up(app)
    shot(app, "portal-cleaned-up")
    cleared(folder, before)
    stop(app)

    # Away is not deleted: nothing is done, and everything waits for the folder.
    elsewhere = HOME / "Fotos Telefon (dipinjam)"
    folder.rename(elsewhere)
    status, out, error = cli("restore", organized(folder.name))
    assert status not in (0, 1), (status, out, error)
    assert "is not there now" in error and "delete" not in error, error
    elsewhere.rename(folder)
    assert {digest for digest, _ in before.values()} <= contents(folder), "something is lost"

    put_back(folder, before)


def dropped():
    """Into the archive of the last time, which a new window remembers."""
    folder, before = copy_sample("Kad Memori")
    archive = HOME / "Arkib"
    # The folder itself is what the portal lends: only what is in it goes.
    for old in archive.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    app = start()
    app.drop(app.find("label", "Drop a folder of photos here"), str(folder), source=DRAG)
    app.find("label", folder.name)
    app.find("label", archive.name)
    shot(app, "dropped")
    copy_and_verify(app)
    assert snapshot(folder) == before
    pictures = {digest for path, (digest, _) in before.items() if path.endswith((".jpg", ".heic"))}
    assert pictures & contents(archive), "nothing was copied"
    clean_up(app)
    cleared(folder, before)
    stop(app)
    put_back(folder, before)


def refuses_what_would_be_lost():
    """A sandbox has memory where its user's home would be: nothing may be archived or put there."""
    copy_sample("Pictures/Telefon")
    report = HOME / "Pictures/report.csv"
    report.unlink(missing_ok=True)
    status, out, error = cli("organize", "--source", str(HOME / "Pictures/Telefon"),
                             "--destination-root", str(HOME / "Arkib Baru"), "--mode", "copy",
                             "--quiet", "--report-csv", str(report))
    assert status == 3 and "would be lost" in error, (status, out, error)
    assert not report.exists() and not (HOME / "Arkib Baru").exists()
    manifest = HOME / "Pictures/verified.csv"
    archive = HOME / "Videos/Arkib"
    status, out, error = cli("organize", "--source", str(HOME / "Pictures/Telefon"),
                             "--destination-root", str(archive), "--mode", "copy", "--quiet",
                             "--report-csv", str(report))
    assert status in (0, 1), (status, out, error)
    cli("verify", "--input-csv", str(report), "--verified-out", str(manifest), "--unverified-out",
        str(HOME / "Pictures/unverified.csv"), "--quiet")
    before = snapshot(HOME / "Pictures/Telefon")
    status, out, error = cli("quarantine", "--manifest", str(manifest), "--expected-run-id", "auto",
                             "--quarantine-root", str(HOME / "Kuarantin"), "--quiet")
    assert status == 3 and "would be lost" in error, (status, out, error)
    assert snapshot(HOME / "Pictures/Telefon") == before


def open_with(folder):
    """As a file manager opens a folder with a program: over the session bus. Returns: the window"""
    entry = Gio.DesktopAppInfo.new(f"{ID}.desktop")
    assert entry.launch_uris([folder.as_uri()], None)
    # What GLib has to say on the bus is said while we wait.
    wait(lambda: (GLib.MainContext.default().iteration(False), running_window())[1],
         "the window", 40)
    app = SandboxedApp.attach(HOME / "log/app")
    running.append(app)
    return app


def opened_from_the_desktop():
    folder, _ = copy_sample("Pictures/Lama")
    app = open_with(folder)
    app.find("label", folder.name, timeout=20)
    app.find("label", str(folder))


def opened_out_of_reach():
    """Neither flatpak nor GLib hand a folder that is opened so through the portal: it is said."""
    folder, _ = copy_sample("Jauh")
    app = open_with(folder)
    app.find("label", re.compile(re.escape(str(folder))), timeout=20)
    app.find("push button", "Choose Folder…")


# ---- the AI's key

KEY = "sk-a2V5LW9mLXRoZS1mbGF0cGFr"
DATA = HOME / ".var/app" / ID


def open_titles_preferences():
    app = start()
    app.find("label", "Drop a folder of photos here")
    wait(lambda: app.state(app.find("frame", None, visible=False), "active"), "the window hears the keys")
    app.keys("ctrl+comma")
    app.mouse_click(app.find("page tab", "Titles"))
    app.find("label", "Key in the keyring")
    return app


def close_preferences(app):
    app.keys("Escape")
    app.gone("label", "Key in the keyring")


def end_keyring():
    """The one that the session started by itself, and that nobody can open."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("org.freedesktop.impl.portal.Secret", "org.freedesktop.secrets"):
        try:
            pid = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)), None,
                                Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
            os.kill(pid, signal.SIGTERM)
        except (GLib.Error, ProcessLookupError):
            pass  # nobody has that name


def key_in_the_secret_portal():
    """Without a password service that answers it is said, and the window lives; with one the key is
    there again after a restart, and stands in no file as it is."""
    shutil.rmtree(HOME / ".local/share/keyrings", ignore_errors=True)
    end_keyring()
    keyfile = DATA / "config/glib-2.0/settings/keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/susun/Susun]\nai-provider='openai-compatible'\n"
                       "ai-endpoint='http://127.0.0.1:1'\n")
    app = open_titles_preferences()
    app.find("label", re.compile("^No keyring answers in this session"), timeout=60)
    shot(app, "no-keyring")
    close_preferences(app)
    stop(app)

    end_keyring()
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--replace", "--foreground", "--unlock",
                               "--components=secrets"], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        daemon.stdin.write(b"test")
        daemon.stdin.close()
        bus = ("gdbus", "call", "--session", "-d", "org.freedesktop.secrets", "-o",
               "/org/freedesktop/secrets", "-m", "org.freedesktop.Secret.Service.ReadAlias", "default")
        wait(lambda: "collection/" in subprocess.run(bus, capture_output=True, text=True).stdout,
             "the keyring is open", 20)
        app = open_titles_preferences()
        app.find("label", "There is none yet.", timeout=40)
        app.mouse_click(app.find("label", "Key"))
        xdo("type", "--delay", "30", KEY)
        app.keys("Return")
        app.find("label", "There is one. It is kept nowhere else.", timeout=40)
        shot(app, "key-kept")
        close_preferences(app)
        stop(app)
        assert list(DATA.rglob("*.keyring")), "it was not kept through the portal"
        for path in DATA.rglob("*"):
            if path.is_file():
                assert KEY.encode() not in path.read_bytes(), path
        app = open_titles_preferences()
        app.find("label", "There is one. It is kept nowhere else.", timeout=40)
        close_preferences(app)
        stop(app)
    finally:
        daemon.kill()
        daemon.wait()
        keyfile.unlink()


JOURNEYS = [
    ("the desktop sees it", desktop_sees_it),
    ("it asks for no more than the manifest", asks_for_no_more),
    ("folders chosen in the portal: copied, verified, cleaned up, away, and taken back",
     chosen_in_the_portal),
    ("a dropped folder: copied, verified, cleaned up, and taken back", dropped),
    ("nothing is put where it would be lost", refuses_what_would_be_lost),
    ("the AI's key: no password service, then the Secret portal", key_in_the_secret_portal),
    ("a folder opened from the desktop", opened_from_the_desktop),
    ("a folder opened from the desktop that is out of reach", opened_out_of_reach),
]


def main():
    SHOTS.mkdir(exist_ok=True)
    (HOME / "Pictures").mkdir(exist_ok=True)
    only = sys.argv[1] if len(sys.argv) > 1 else None
    if only or (check("the runtime installs", runtime_is_installed)
                and check("the manifest builds", manifest_builds)
                and check("a repository of our own installs", repository_installs)
                and check("a bundle installs for the user", bundle_installs)):
        for title, journey in JOURNEYS:
            if not only or re.search(only, title):
                check(title, journey)
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


main()
