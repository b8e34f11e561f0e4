"""The functions with a resolver that knows the proxies' names, and fails for those that are marked."""

import os
import socket
from pathlib import Path
from typing import Any

from functions.main import app

__all__ = ["app"]

SUFFIX = ".localhost"
UNRESOLVED = Path(os.environ["CHAOS_UNRESOLVED"])
resolve = socket.getaddrinfo


def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or not name.endswith(SUFFIX):
        return resolve(host, *arguments, **options)
    if (UNRESOLVED / name.removesuffix(SUFFIX)).exists():
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return resolve("127.0.0.1", *arguments, **options)


socket.getaddrinfo = getaddrinfo
