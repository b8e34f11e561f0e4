"""The budget of a run, and the functions on a database of their own."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from bench.temporary_base import TemporaryBase, temporary_base
from tests.conftest import serving
from tests.fuzz.budget import LONG_RUN

settings.register_profile(LONG_RUN, max_examples=2_000)


@pytest.fixture(scope="session")
def base() -> Iterator[TemporaryBase]:
    with temporary_base() as running:
        yield running


@pytest.fixture(scope="session")
def functions_url(base: TemporaryBase) -> Iterator[str]:
    """Every function, with the offline providers and a real database."""
    from functions import main
    from functions.shared.web import create_app

    routers = (main.orchestrate, main.rag, main.postprocess, main.llm, main.knowledge, main.desk)
    with serving(create_app("Sales Copilot", *routers, settings=base.settings)) as url:
        yield url
