"""Spans of requests and of calls to providers, sent to a collector over OTLP/HTTP; no text, no personal data."""

from collections.abc import Callable
from uuid import UUID

from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.propagate import set_global_textmap
from opentelemetry.propagators.textmap import CarrierT, Getter, Setter, default_getter, default_setter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from functions.shared.settings import Settings

# A page of the team's carries its key in the query, a document's address is the team's business, and probes are noise.
UNTRACED = "/desk,/knowledge,/healthz,/readyz,/metrics"
LOW_64_BITS = 2**64 - 1


def start(app: FastAPI, settings: Settings) -> Callable[[], None]:
    """Trace this application's requests and every httpx client; return what sends the last spans and ends it."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": settings.otel_service_name}),
        sampler=ParentBased(TraceIdRatioBased(settings.otel_traces_sampler_arg)),
    )
    provider.add_span_processor(BatchSpanProcessor(_exporter(settings)))
    set_global_textmap(TurnPropagator())
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=provider, excluded_urls=UNTRACED, exclude_spans=["receive", "send"]
    )
    # the stack of middlewares was built for the lifespan: the next request builds it anew, with the tracing one
    app.middleware_stack = None
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)

    def end() -> None:
        HTTPXClientInstrumentor().uninstrument()
        FastAPIInstrumentor.uninstrument_app(app)
        provider.shutdown()

    return end


class TurnPropagator(TraceContextTextMapPropagator):
    """Joins the caller's trace, or the turn's; tells no provider which trace its request belongs to."""

    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        """Return the context of `traceparent`, else of the turn in `X-Turn-Id`."""
        joined = super().extract(carrier, context, getter)
        if trace.get_current_span(joined).get_span_context().is_valid:
            return joined
        turn = trace_of_turn(next(iter(getter.get(carrier, "x-turn-id") or []), ""))
        return trace.set_span_in_context(NonRecordingSpan(turn), joined) if turn else joined

    def inject(
        self, carrier: CarrierT, context: Context | None = None, setter: Setter[CarrierT] = default_setter
    ) -> None:
        """Add nothing: the hosts behind us are other companies'."""


def trace_of_turn(turn_id: str) -> SpanContext | None:
    """Return the root of a turn's trace: its id as the trace's id, its last 64 bits as the span's, as in n8n's door."""
    try:
        number = UUID(turn_id.partition(";")[0]).int  # the gateway's header has parameters behind the id
    except ValueError:
        return None
    return SpanContext(number, number & LOW_64_BITS, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _exporter(settings: Settings) -> OTLPSpanExporter:
    pairs = (
        pair.split("=", 1) for pair in settings.otel_exporter_otlp_headers.get_secret_value().split(",") if "=" in pair
    )
    return OTLPSpanExporter(
        endpoint=f"{str(settings.otel_exporter_otlp_endpoint).rstrip('/')}/v1/traces",
        headers={name.strip(): value.strip() for name, value in pairs},
    )
