"""Ports, folders and secrets of the stack: read once, from the environment and the `.env` file."""

import os
from pathlib import Path
from typing import Any, Literal

import jwt
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dev import env_file
from dev.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class Settings(BaseSettings):
    """Everything that two stacks side by side must not share, plus the secrets of one of them."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    env_file: Path = ROOT / ".env"
    data_dir: Path = ROOT / ".data"
    knowledge_dir: Path = ROOT / "knowledge"
    workflows_dir: Path = ROOT / "n8n" / "workflows"
    credentials_dir: Path = ROOT / "n8n" / "credentials.example"
    supabase_dir: Path = ROOT / "supabase"
    widget_dir: Path = ROOT / "widget"
    functions_dir: Path = ROOT
    functions_app: str = "functions.main:app"

    n8n_port: int = Field(default=5678, ge=1, le=65535)
    functions_port: int = Field(default=8000, ge=1, le=65535)
    supabase_port: int = Field(default=54321, ge=1, le=65535)
    postgres_port: int = Field(default=54322, ge=1, le=65535)
    demo_port: int = Field(default=8080, ge=1, le=65535)

    otel_exporter_otlp_endpoint: str = ""
    otel_exporter_otlp_headers: str = ""
    """A collector of traces, and headers for it; the functions read the same variables."""
    supabase_url: str = ""
    functions_token: str
    supabase_jwt_secret: str
    supabase_service_role_key: str
    supabase_anon_key: str
    supabase_secret_key: str
    supabase_publishable_key: str
    n8n_encryption_key: str
    n8n_owner_email: str
    n8n_owner_password: str
    postgres_password: str

    @property
    def database(self) -> Literal["embedded", "hosted"]:
        return "hosted" if self.supabase_url not in ("", self.local_supabase_url) else "embedded"

    @property
    def local_supabase_url(self) -> str:
        return f"http://{HOST}:{self.supabase_port}"

    @property
    def api_url(self) -> str:
        """Where the functions and n8n reach the database."""
        return self.supabase_url.rstrip("/") or self.local_supabase_url

    @property
    def functions_url(self) -> str:
        return f"http://{HOST}:{self.functions_port}"

    @property
    def n8n_url(self) -> str:
        return f"http://{HOST}:{self.n8n_port}"

    @property
    def demo_url(self) -> str:
        return f"http://{HOST}:{self.demo_port}"

    @property
    def webhook_url(self) -> str:
        return f"{self.n8n_url}/webhook/chat"

    @property
    def postgres_url(self) -> str:
        return f"postgresql://postgres:{self.postgres_password}@{HOST}:{self.postgres_port}/postgres"


def load(path: Path | None = None, **overrides: Any) -> Settings:
    """Completes the env file, then reads the settings; arguments win over the environment, which wins over the file."""
    file = (path or Path(os.environ.get("ENV_FILE") or ROOT / ".env")).resolve()
    env_file.complete(file)
    try:
        settings = Settings(_env_file=file, **{**overrides, "env_file": file})  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        raise DevError(f"{name}: {first['msg']}: correct it in the environment or in {file.name}.") from error
    refuse_local_key_on_hosted_database(settings)
    return settings.model_copy(update=absolute_folders(settings))


def absolute_folders(settings: Settings) -> dict[str, Path]:
    """Relative folders start at the checkout, wherever the command was typed."""
    folders = {name: value for name, value in settings if isinstance(value, Path)}
    return {name: (ROOT / folder.expanduser()).resolve() for name, folder in folders.items()}


def refuse_local_key_on_hosted_database(settings: Settings) -> None:
    """A hosted project cannot know the key that was generated for the embedded database."""
    if settings.database == "embedded":
        return
    try:
        jwt.decode(settings.supabase_service_role_key, settings.supabase_jwt_secret, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return
    raise DevError("SUPABASE_URL is set, but SUPABASE_SERVICE_ROLE_KEY is the generated one: put the project's there.")
