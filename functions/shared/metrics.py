"""Prometheus figures of the functions; labels are closed sets, never a visitor's data.

`dependency` names a circuit breaker, and so a model: a bounded set, see `Breakers.name_of`.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

requests = Counter("functions_requests", "Requests by route and status.", ["route", "status"], registry=REGISTRY)
request_seconds = Histogram(
    "functions_request_seconds", "Time of a request.", ["route"], buckets=SECONDS, registry=REGISTRY
)
provider_seconds = Histogram(
    "functions_provider_seconds", "Time of a provider's answer.", ["provider"], buckets=SECONDS, registry=REGISTRY
)
provider_failures = Counter(
    "functions_provider_failures", "Failures by provider and kind.", ["provider", "kind"], registry=REGISTRY
)
llm_calls = Counter(
    "functions_llm_calls", "Answers of the models by role and outcome.", ["role", "status"], registry=REGISTRY
)
llm_first_token_seconds = Histogram(
    "functions_llm_first_token_seconds", "Time to a model's first word.", ["role"], buckets=SECONDS, registry=REGISTRY
)
retries = Counter("functions_retries", "Requests that were made again.", ["dependency"], registry=REGISTRY)
breaker_state = Gauge(
    "functions_breaker_state", "Circuit breaker: 0 closed, 1 probing, 2 open.", ["dependency"], registry=REGISTRY
)
llm_tokens = Counter("functions_llm_tokens", "Tokens by role and direction.", ["role", "direction"], registry=REGISTRY)
llm_cost_usd = Counter("functions_llm_cost_usd", "Cost of the models in US dollars.", ["role"], registry=REGISTRY)
decisions = Counter("functions_decisions", "Routing decisions.", ["agent", "decided_by"], registry=REGISTRY)
turn_seconds = Histogram(
    "functions_turn_seconds", "Time of a turn until its answer is ready.", ["agent"], buckets=SECONDS, registry=REGISTRY
)
turns_degraded = Counter(
    "functions_turns_degraded", "Turns by the part that was replaced in them.", ["part"], registry=REGISTRY
)
