"""A PostgreSQL cluster for tests, in a folder of its own, never as root.

It listens on loopback only, asks a random password, and keeps nothing: it does not wait for the
disk, because what the tests ask of PostgreSQL is its rules, not its durability.
"""

import asyncio
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

USERS = ("postgres", "nobody")
ABSENT = (
    "no PostgreSQL server here: initdb and postgres are neither in `pg_config --bindir`, "
    "in /usr/lib/postgresql, in Homebrew's folders nor on PATH"
)
_PATIENCE = 45.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version first; None if there is none."""
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _candidates() -> list[Path]:
    found: list[Path] = []
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(answer.stdout.strip()))
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/opt/homebrew/opt", "postgresql*/bin"),
        ("/usr/local/opt", "postgresql*/bin"),
    ):
        found += sorted(Path(root).glob(pattern), key=_version, reverse=True)
    if program := shutil.which("initdb"):
        found.append(Path(program).resolve().parent)
    return found


def _version(folder: Path) -> int:
    digits = re.findall(r"\d+", str(folder))
    return int(digits[-1]) if digits else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _other_user() -> pwd.struct_passwd | None:
    """Whom to run as instead of root, which PostgreSQL refuses; None where this is not root."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


@dataclass
class Cluster:
    """One cluster in `folder`: `create`, `start`, then `url`; `stop` ends it."""

    programs: Path
    folder: Path
    password: str = field(default_factory=lambda: secrets.token_hex(16))
    port: int = field(default_factory=_free_port)
    _server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The superuser's libpq URL of the database `postgres`."""
        return f"postgresql://bestek:{self.password}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        """Lay the cluster; RuntimeError carries what `initdb` said."""
        secret = self.folder / "password"
        secret.write_text(self.password)
        if user := _other_user():
            for path in (self.folder, secret):
                os.chown(path, user.pw_uid, user.pw_gid)
        initdb = self._start(
            "initdb",
            *("--pgdata", str(self.folder / "cluster"), "--username", "bestek"),
            *("--auth", "scram-sha-256", "--pwfile", str(secret)),
            *("--encoding", "UTF8", "--no-locale", "--no-sync"),
        )
        if initdb.wait(_PATIENCE) != 0:
            raise RuntimeError(f"initdb failed:\n{self._log()}")

    async def start(self) -> None:
        """Start the server and wait until it answers; RuntimeError carries its log."""
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        self._server = self._start(
            "postgres", "-D", str(self.folder / "cluster"), "-p", str(self.port), *settings
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._answers(self._server)
        except TimeoutError:
            await self.stop()
            raise RuntimeError(f"PostgreSQL did not answer:\n{self._log()}") from None

    async def stop(self) -> None:
        """End the server with every connection it has; without effect if it does not run."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)  # "fast": does not wait for its clients
            await asyncio.to_thread(self._server.wait, _PATIENCE)
            self._server = None

    async def _answers(self, server: subprocess.Popen[bytes]) -> None:
        while server.poll() is None:
            try:
                connection = await asyncpg.connect(self.url)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)
            else:
                await connection.close()
                return
        raise RuntimeError(f"PostgreSQL ended at its start:\n{self._log()}")

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        user = _other_user()
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self.programs / program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


async def execute(url: str, statement: str) -> None:
    """Run one statement of the tests' own on the server behind a libpq URL."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
