"""Structured logs: one JSON object per line on standard output, without message texts, secrets or personal data."""

import logging
from typing import cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

FORBIDDEN_KEYS = {"message", "response", "history", "content", "text", "query", "prompt", "authorization", "email"}


def configure_logs(level: str) -> None:
    """Send every log line of this process through structlog, from `level` upwards."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
            drop_private_fields,
            keep_trace_without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the logger of one module."""
    return cast(FilteringBoundLogger, structlog.get_logger(source=name))


def drop_private_fields(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Remove the fields that could hold what a visitor wrote, should a caller ever pass one."""
    return {key: value for key, value in event.items() if key not in FORBIDDEN_KEYS}


def keep_trace_without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by the places it went through: its text may quote a message or a provider's words."""
    error = event.pop("exc_info", None)
    if not isinstance(error, BaseException):
        return event
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {**event, "trace": places[-8:]}
