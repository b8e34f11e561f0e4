"""OpenTelemetry, off by default: OTEL_EXPORTER_OTLP_ENDPOINT switches it on. Nothing of it is imported while it is off.

The trace of a turn has the turn's id as its own: n8n's front door and this module derive the same trace from it, so the
spans of both meet even where a caller sends no `traceparent` (n8n's model node).
"""

from collections.abc import Callable

from fastapi import FastAPI

from functions.shared.settings import Settings


def start_tracing(app: FastAPI, settings: Settings) -> Callable[[], None]:
    """Instrument the application if the settings name a collector; return what ends it."""
    if settings.otel_exporter_otlp_endpoint is None:
        return lambda: None
    from functions.shared import tracing_export  # noqa: PLC0415 - a process without tracing must not pay for it

    return tracing_export.start(app, settings)
