"""Which port serves what, and one clear line when somebody else has it."""

import socket
from collections.abc import Collection, Mapping

import psutil

from dev.errors import DevError
from dev.settings import HOST, Settings

# The settings that hold a stack's ports.
SETTINGS = ("n8n_port", "functions_port", "supabase_port", "postgres_port", "demo_port")


def roles(settings: Settings, only: Collection[str]) -> dict[str, tuple[int, str]]:
    """Returns, for each setting that the chosen parts use, its port and what listens there."""
    parts = {
        "postgres": ("POSTGRES_PORT", settings.postgres_port, "Postgres"),
        "gateway": ("SUPABASE_PORT", settings.supabase_port, "the Supabase-shaped API"),
        "functions": ("FUNCTIONS_PORT", settings.functions_port, "the functions"),
        "n8n": ("N8N_PORT", settings.n8n_port, "n8n"),
        "demo": ("DEMO_PORT", settings.demo_port, "the demo page"),
    }
    elsewhere = {"postgres", "gateway"} if settings.database == "hosted" else set[str]()
    chosen = [parts[name] for name in parts if name in only and name not in elsewhere]
    return {setting: (port, role) for setting, port, role in chosen}


def check(ports: Mapping[str, tuple[int, str]]) -> None:
    """Raises one line when a port is used twice, taken, or not allowed."""
    seen: dict[int, str] = {}
    for setting, (port, role) in ports.items():
        if port in seen:
            raise DevError(f"{setting} and {seen[port]} are both {port}: give {role} another port in .env.")
        seen[port] = setting
        try:
            bind(port)
        except PermissionError:
            raise DevError(f"port {port} ({setting}, {role}) needs root: choose one above 1023 in .env.") from None
        except OSError:
            taken = f"port {port} ({setting}, for {role}) is taken{owner(port)}"
            raise DevError(f"{taken}: stop that program or set {setting} in .env.") from None


def bind(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
        probe.bind((HOST, port))


def owner(port: int) -> str:
    """Names the program behind a port, when the system tells it."""
    try:
        listening = [one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
        pid = next((one.pid for one in listening if getattr(one.laddr, "port", None) == port), None)
        return f" by {psutil.Process(pid).name()} (pid {pid})" if pid else ""
    except psutil.Error:
        return ""


def free() -> int:
    """Returns a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def free_for_a_stack() -> dict[str, int]:
    """Returns settings that let a second stack run beside this one."""
    return {name: free() for name in SETTINGS}
