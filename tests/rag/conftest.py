"""The routes on a real database, as the tests of the knowledge have them."""

from tests.knowledge.conftest import app, base, client, sql

__all__ = ["app", "base", "client", "sql"]
