"""The doors of `POST /knowledge/documents`: a file, a pasted text, or the address of a page."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from functions.knowledge.models import Choice, PastedDocument
from functions.knowledge.web_page import fetch_page
from functions.shared.errors import InvalidRequest

MAX_FIELDS = 10


@dataclass(frozen=True)
class Incoming:
    """A document that wants to become knowledge, and what a person decided about it."""

    filename: str
    content: bytes
    choice: Choice


async def receive(request: Request) -> Incoming:
    """Return the document of a request; raise `RequestValidationError`, `InvalidRequest` or `UnreadablePage`."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=MAX_FIELDS) as form:
            return await _from_form(form)
    try:
        pasted = PastedDocument.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from error
    choice = Choice.model_validate(pasted.model_dump(exclude={"filename", "text", "url"}))
    if pasted.url is None:
        return Incoming(pasted.filename or "", (pasted.text or "").encode(), choice)
    page = await fetch_page(pasted.url)
    return Incoming(pasted.filename or page.filename, page.content, choice)


async def _from_form(form: FormData) -> Incoming:
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    if len(files) != 1 or not files[0].filename:
        raise InvalidRequest("Le formulaire doit contenir un fichier, et un seul.")
    given = {name: value for name, value in form.multi_items() if isinstance(value, str) and value.strip()}
    fields: dict[str, object] = {**given}
    if "tags" in given:
        fields["tags"] = [tag for tag in given["tags"].split(",") if tag.strip()]
    try:
        choice = Choice.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from error
    return Incoming(files[0].filename, await files[0].read(), choice)
