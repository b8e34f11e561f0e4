"""The bearer token that guards every function."""

import hmac
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from functions.shared.errors import Unauthorized

bearer = HTTPBearer(auto_error=False, description="FUNCTIONS_TOKEN")


async def require_token(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> None:
    """Let the request pass if it carries `FUNCTIONS_TOKEN`, compared in constant time; raise `Unauthorized` if not."""
    expected = request.app.state.settings.functions_token.get_secret_value()
    token = credentials.credentials if credentials else ""
    if not hmac.compare_digest(token.encode(), expected.encode()):
        raise Unauthorized("Jeton manquant ou incorrect.", headers={"WWW-Authenticate": "Bearer"})
