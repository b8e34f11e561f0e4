"""How the OpenAPI document describes the errors of every route (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class ProblemBody(BaseModel):
    """The body of every error; extension members such as `errors` come beside these."""

    model_config = ConfigDict(extra="allow")

    type: str
    """Stable: what a caller may branch on."""
    title: str
    status: int
    detail: str
    """A sentence for a person."""


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemBody.__name__}"}
    return {
        "model": ProblemBody,
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": _problem("The request has to change."),
    "5XX": _problem("Ours to repair, or of a service behind us."),
}
