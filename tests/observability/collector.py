"""A tiny collector of traces: OTLP over HTTP, protobuf, on loopback; it keeps what it is sent."""

import threading
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass(frozen=True)
class Span:
    """One span as it came in."""

    service: str
    trace_id: str
    span_id: str
    parent_id: str
    name: str
    attributes: dict[str, str]


@dataclass
class Collector:
    """What came in so far, and a bell for whoever waits."""

    spans: list[Span] = field(default_factory=list[Span])
    raw: list[bytes] = field(default_factory=list[bytes])
    bell: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, trace_id: str, names: set[str], patience_s: float = 30) -> list[Span]:
        """Return the spans of a trace once all these names are among them; fail with what is there after a while."""

        def mine() -> list[Span]:
            return [span for span in self.spans if span.trace_id == trace_id]

        with self.bell:
            complete = self.bell.wait_for(lambda: names <= {name_of(span) for span in mine()}, patience_s)
            assert complete, f"missing {names - {name_of(span) for span in mine()}} of {len(self.spans)} spans"
            return mine()

    def app(self) -> Starlette:
        async def receive(request: Request) -> Response:
            body = await request.body()
            with self.bell:
                self.raw.append(body)
                self.spans.extend(read(body))
                self.bell.notify_all()
            return Response(media_type="application/x-protobuf")

        return Starlette(routes=[Route("/v1/traces", receive, methods=["POST", "HEAD"])])


def name_of(span: Span) -> str:
    """A node's span is known by its node, any other by its name."""
    return span.attributes.get("n8n.node.name", span.name)


def read(body: bytes) -> list[Span]:
    found: list[Span] = []
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        service = texts(resource.resource.attributes).get("service.name", "")
        for scope in resource.scope_spans:
            found += [
                Span(
                    service, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex(), span.name,
                    texts(span.attributes),
                )
                for span in scope.spans
            ]  # fmt: skip
    return found


def texts(attributes: Any) -> dict[str, str]:
    return {one.key: one.value.string_value or str(one.value) for one in attributes}
