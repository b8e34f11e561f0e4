"""The one reader of the environment."""

from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PLACEHOLDERS = {"", "changeme", "change-me", "placeholder", "secret", "your-token"}


class Settings(BaseSettings):
    """Everything that may differ between two machines; a field's name in capitals is its environment variable.

    Raises `pydantic.ValidationError` on a value of the wrong shape and on placeholder secrets outside `local`.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    environment: Literal["local", "production"] = "local"
    functions_token: SecretStr = SecretStr("changeme")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    max_body_bytes: int = Field(default=256_000, ge=1_000, description="Bytes: a history of ten long messages fits.")
    max_upload_bytes: int = Field(default=20_000_000, ge=1_000, description="Bytes of one knowledge document.")

    supabase_url: str = "http://127.0.0.1:54321"
    supabase_service_role_key: SecretStr = SecretStr("")
    database_timeout_s: float = Field(default=5.0, gt=0)
    database_turn_timeout_s: float = Field(
        default=1.2, gt=0, description="Seconds for all of a call that a visitor waits for, its retries included."
    )

    openai_api_key: SecretStr | None = None
    openai_base_url: str = "https://api.openai.com/v1"
    embedding_model: str = "text-embedding-3-small"
    embedding_timeout_s: float = Field(default=10.0, gt=0, description="Seconds for a batch of passages.")
    question_embedding_timeout_s: float = Field(default=1.0, gt=0, description="Seconds for a visitor's question.")

    cohere_api_key: SecretStr | None = None
    cohere_base_url: str = "https://api.cohere.com"
    rerank_model: str = "rerank-v5.0-fast"
    rerank_timeout_s: float = Field(default=1.0, gt=0)

    openrouter_api_key: SecretStr | None = None
    openrouter_base_url: str = "https://openrouter.ai/api/v1"
    router_mode: Literal["local", "hybrid", "llm"] = Field(
        default="hybrid", description="Who routes: the local stage, the LLM where that is unsure, or the LLM each time."
    )
    router_speculation: Literal["embedding", "search"] = Field(
        default="embedding",
        description="What runs while the router LLM decides: the question's embedding, or both experts' searches too.",
    )
    router_model: str = "anthropic/claude-haiku-5.5"
    router_timeout_s: float = Field(default=2.0, gt=0)
    writer_model: str = "anthropic/claude-sonnet-5.5"
    writer_fallback_model: str = "openai/gpt-5.5-mini"
    writer_openai_model: str = Field(
        default="gpt-5.5-mini",
        description="Asked of OpenAI itself, with its key, when OpenRouter fails; none: never.",
    )
    writer_first_token_timeout_s: float = Field(default=5.0, gt=0)
    writer_timeout_s: float = Field(default=45.0, gt=0)

    turn_first_token_s: float = Field(
        default=10.0, gt=0, description="Seconds from the visitor's message to the first word, whatever fails."
    )
    breaker_failures: int = Field(default=5, ge=1, description="Failures in a row that open a circuit breaker.")
    breaker_open_s: float = Field(default=30.0, gt=0, description="Seconds before it lets one request probe.")

    site_url: str = "https://lagencedescopines.com"
    site_title: str = "L'Agence des Copines"
    confidence_threshold: float = Field(default=0.7, ge=0, le=1, description="Below it a person takes over.")

    otel_exporter_otlp_endpoint: str | None = Field(
        default=None, description="A collector of traces, OTLP over HTTP; without it nothing is traced."
    )
    otel_exporter_otlp_headers: SecretStr = Field(default=SecretStr(""), description="key=value, separated by commas.")
    otel_service_name: str = "functions"
    otel_traces_sampler_arg: float = Field(default=1.0, ge=0, le=1, description="Share of the traces that are kept.")

    @model_validator(mode="after")
    def refuse_placeholders(self) -> Self:
        """Refuse to start in production with a secret that everybody knows."""
        secrets = {
            "FUNCTIONS_TOKEN": self.functions_token,
            "SUPABASE_SERVICE_ROLE_KEY": self.supabase_service_role_key,
        }
        weak = [name for name, secret in secrets.items() if secret.get_secret_value().lower() in PLACEHOLDERS]
        if self.environment != "local" and weak:
            raise ValueError(f"set a real value for {', '.join(weak)}")
        return self


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
