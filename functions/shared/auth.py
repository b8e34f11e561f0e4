"""The bearer token that guards every function."""

import hmac
from typing import Annotated

from fastapi import Header, Request

from functions.shared.errors import Unauthorized


async def require_token(request: Request, authorization: Annotated[str | None, Header()] = None) -> None:
    """Let the request pass if it carries `FUNCTIONS_TOKEN`, compared in constant time; raise `Unauthorized` if not."""
    expected = request.app.state.settings.functions_token.get_secret_value()
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.encode(), expected.encode()):
        raise Unauthorized("Jeton manquant ou incorrect.", headers={"WWW-Authenticate": "Bearer"})
