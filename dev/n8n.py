"""n8n: its environment in one table, and its process."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

import bcrypt

from dev import ports, publication
from dev.environment import basics
from dev.liveness import answers
from dev.n8n_hardening import HARDENING
from dev.node import N8N, NODE, NODE_HOME, require
from dev.part import Part
from dev.settings import HOST, ROOT, Settings

HOOKS = ROOT / "n8n" / "hooks"
EXTERNAL_HOOKS = ("front-door.cjs", "quiet-collection.cjs", "token-estimates.cjs", "whole-answers.cjs")
# `gc` is for quiet-collection.cjs
NODE_OPTIONS = f'--expose-gc --require "{HOOKS / "light-isolates.cjs"}"'
READY = "Editor is now accessible via"
BCRYPT_ALPHABET = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def part(settings: Settings, extra: Mapping[str, str]) -> Part:
    """Describes the n8n server; `extra` wins over the table below."""
    return Part(
        name="n8n",
        command=command("start"),
        environment={**environment(settings), **extra},
        ready=lambda log: READY in log and answers_and_listens(settings),
        folder=ROOT,
        patience=180,
    )


def answers_and_listens(settings: Settings) -> bool:
    """n8n answers a moment before the webhooks of its flows do."""
    return answers(f"{settings.n8n_url}/healthz/readiness") and publication.is_settled(settings)


def command(*arguments: str) -> tuple[str, ...]:
    """Returns the command line of one n8n verb."""
    return (require(NODE), require(N8N), *arguments)


def environment(settings: Settings) -> dict[str, str]:
    """Returns n8n's whole environment; no provider key is in it."""
    inherited = basics()
    return {
        **inherited,
        **HARDENING,
        "PATH": f"{NODE_HOME / 'bin'}:{inherited.get('PATH', '')}",  # n8n starts its task runner with `node`
        "NODE_ENV": "production",  # otherwise error answers carry stack traces
        # where it lives
        "N8N_USER_FOLDER": str(settings.data_dir / "n8n"),
        "DB_TYPE": "sqlite",  # its own store: it stays up when the product's database is away
        "DB_SQLITE_POOL_SIZE": "4",
        "N8N_ENCRYPTION_KEY": settings.n8n_encryption_key,
        "N8N_LISTEN_ADDRESS": HOST,
        "N8N_HOST": HOST,
        "N8N_PORT": str(settings.n8n_port),
        "N8N_EDITOR_BASE_URL": settings.n8n_url,
        "N8N_WEBHOOK_URL": settings.n8n_url,
        "N8N_RUNNERS_BROKER_PORT": str(ports.free()),  # a fixed one would collide with a second stack
        "N8N_SECURE_COOKIE": "false",  # plain http on loopback
        "GENERIC_TIMEZONE": "Europe/Paris",
        # the owner, without a click
        "N8N_INSTANCE_OWNER_MANAGED_BY_ENV": "true",
        "N8N_INSTANCE_OWNER_EMAIL": settings.n8n_owner_email,
        "N8N_INSTANCE_OWNER_FIRST_NAME": "Équipe",
        "N8N_INSTANCE_OWNER_LAST_NAME": "Sales Copilot",
        "N8N_INSTANCE_OWNER_PASSWORD_HASH": password_hash(settings.n8n_owner_password, settings.n8n_encryption_key),
        # how flows run
        "N8N_EXPRESSION_ENGINE": "vm",
        "N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE": "true",
        "N8N_EXPRESSION_ENGINE_COMPILE_CACHE": "true",
        "N8N_EXPRESSION_ENGINE_POOL_SIZE": "4",
        "N8N_PAYLOAD_SIZE_MAX": "1",  # MB
        "NODE_OPTIONS": NODE_OPTIONS,
        "EXTERNAL_HOOK_FILES": ":".join(str(HOOKS / name) for name in EXTERNAL_HOOKS),
        "N8N_PROXY_HOPS": "1",
        "N8N_PYTHON_ENABLED": "false",
        "N8N_GRACEFUL_SHUTDOWN_TIMEOUT": "10",
        # milliseconds without data inside an answer; whole-answers.cjs limits the whole
        "N8N_HTTP_RESPONSE_BODY_READ_TIMEOUT": "3000",
        "EXECUTIONS_TIMEOUT": "120",
        "EXECUTIONS_TIMEOUT_MAX": "600",
        "EXECUTIONS_DATA_SAVE_ON_SUCCESS": "none",  # execution data holds visitors' texts
        "EXECUTIONS_DATA_SAVE_ON_ERROR": "all",
        "EXECUTIONS_DATA_MAX_AGE": "168",  # hours
        "EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL": "1",  # minutes; until then a deleted execution is only hidden
        "N8N_WORKFLOW_PUBLICATION_RECONCILE_INTERVAL_SECONDS": "2",  # a flow imported anew listens after 2 s, not 10
        "N8N_METRICS": "true",
        "N8N_METRICS_INCLUDE_WORKFLOW_ID_LABEL": "true",  # our flows' names: a closed set
        **tracing(settings),
        "N8N_LOG_OUTPUT": "console",
        "N8N_LOG_LEVEL": "info",
        # nothing leaves this machine, nothing distracts
        "N8N_DIAGNOSTICS_ENABLED": "false",
        "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
        "N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED": "false",
        "N8N_DYNAMIC_BANNERS_ENABLED": "false",
        "N8N_HIRING_BANNER_ENABLED": "false",
        "N8N_TEMPLATES_ENABLED": "false",
        "N8N_PERSONALIZATION_ENABLED": "false",
        "N8N_LICENSE_AUTO_RENEW_ENABLED": "false",
        "N8N_COMMUNITY_PACKAGES_ENABLED": "false",
        "N8N_DISABLED_MODULES": "mcp,mcp-registry,chat-hub,instance-ai,insights,quick-connect",
    }


def tracing(settings: Settings) -> dict[str, str]:
    """Traces are off without a collector; n8n's own names, see modules/otel in its package."""
    if not settings.otel_exporter_otlp_endpoint:
        return {}
    return {
        "N8N_OTEL_ENABLED": "true",
        "N8N_OTEL_EXPORTER_OTLP_ENDPOINT": settings.otel_exporter_otlp_endpoint,
        "N8N_OTEL_EXPORTER_OTLP_HEADERS": settings.otel_exporter_otlp_headers,
        "N8N_OTEL_TRACES_INJECT_OUTBOUND": "true",
    }


def password_hash(password: str, key: str) -> str:
    """The same password gives the same hash, or every start would sign the marketers out."""
    seed = hmac.digest(key.encode(), password.encode(), hashlib.sha256)[:16]
    salt = base64.b64encode(seed).rstrip(b"=").translate(bytes.maketrans(BASE64_ALPHABET, BCRYPT_ALPHABET))
    return bcrypt.hashpw(password.encode(), b"$2b$10$" + salt).decode()
