"""A browser, the demo page as `python -m dev` serves it, and a page object. Nothing behind the page is running."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from dev import demo_page
from dev.stack import Stack
from tests.browser import chromium, tools
from tests.browser.pages import Chat, Lab
from tests.conftest import CLOSED_PORT, serving

WEBHOOK = f"{CLOSED_PORT}/webhook/chat"


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The demo page without a stack: its webhook is a closed port."""
    patch = pytest.MonkeyPatch()
    patch.setenv("WEBHOOK_URL", WEBHOOK)
    patch.setenv("WIDGET_DIR", str(tools.WIDGET))
    with serving(demo_page.app()) as url:
        yield url
    patch.undo()


@pytest.fixture(scope="session")
def stack_page_url(stack: Stack) -> str:
    """The demo page of the running stack."""
    return stack.demo_url


@pytest.fixture(scope="session")
def widget_tools() -> None:
    tools.install()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        try:
            running = await chromium.launch(playwright)
        except chromium.NoBrowserError as error:
            pytest.fail(str(error), pytrace=False)
        yield running
        await running.close()


@pytest_asyncio.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    permissions = ["clipboard-read", "clipboard-write"]
    opened = await browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 860}, permissions=permissions)
    opened.set_default_timeout(10_000)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def page(context: BrowserContext) -> Page:
    return await context.new_page()


@pytest_asyncio.fixture
async def chat(page: Page, base_url: str) -> Chat:
    """The demo page with its chat still closed."""
    return await Chat(page).visit(base_url)


@pytest_asyncio.fixture
async def phone(browser: Browser, base_url: str) -> AsyncIterator[Chat]:
    """The same on a phone."""
    context = await browser.new_context(
        locale="fr-FR", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    context.set_default_timeout(10_000)
    yield await Chat(await context.new_page()).visit(base_url)
    await context.close()


@pytest_asyncio.fixture(scope="session")
async def lab_page(browser: Browser, base_url: str) -> Lab:
    return await Lab(await browser.new_page()).prepare(base_url)


@pytest_asyncio.fixture
async def lab(lab_page: Lab) -> Lab:
    """An empty page of the site, without a content policy, where the widget's modules run alone."""
    return await lab_page.open()


@pytest_asyncio.fixture
async def stack_chat(page: Page, stack_page_url: str) -> Chat:
    return await (await Chat(page).visit(stack_page_url)).open()
