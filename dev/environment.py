"""What a process of the stack inherits: the system's basics, never somebody else's secrets."""

import os

SYSTEM = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER", "TERM")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
CERTIFICATES = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR")
LOOPBACK = "127.0.0.1,localhost"


def basics() -> dict[str, str]:
    """Returns the variables that every process needs; a proxy is never used for this machine itself."""
    inherited = {name: os.environ[name] for name in (*SYSTEM, *PROXIES, *CERTIFICATES) if name in os.environ}
    no_proxy = ",".join(filter(None, [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), LOOPBACK]))
    return {**inherited, "NO_PROXY": no_proxy, "no_proxy": no_proxy}
