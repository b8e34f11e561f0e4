"""The templates, with everything escaped that is not written in them."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from functions.desk import wording
from functions.desk.links import add_document_link, safe_link

TEMPLATES = Path(__file__).with_name("templates")
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
# n8n's own policy, a sandbox, allows scripts and any style: this narrower one lives in the page itself.
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
environment.filters.update(
    handoff_reason=wording.handoff_reason,
    gap_reason=wording.GAP_REASONS.__getitem__,
    name=wording.NAMES.__getitem__,
    outcome=wording.OUTCOMES.__getitem__,
    speaker=wording.speaker,
    age=wording.age,
    clock=wording.clock,
    safe_link=safe_link,
    add_document_link=add_document_link,
)
environment.globals.update(
    style=Markup(STYLE), style_hash=STYLE_HASH, urgent_reasons=wording.URGENT_REASONS
)  # noqa: S704 - the stylesheet is our own file


def render(template: str, now: datetime, **values: object) -> str:
    """Return the page of a template; a value that the template lacks raises `UndefinedError`."""
    return environment.get_template(template).render(now=now, **values)
