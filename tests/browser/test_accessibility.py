"""axe-core on the page and the chat: no violation in any state that needs no stack."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import tools
from tests.browser.pages import Chat

AXE = tools.WIDGET / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.usefixtures("widget_tools")


async def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds, in the shadow root too."""
    await page.evaluate("() => Promise.all(document.getAnimations().map((animation) => animation.finished))")
    await page.evaluate(AXE.read_text())  # through the debugger: the page's content policy stays on
    script = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
    found = (await page.evaluate(script, RULES))["violations"]
    return [{"id": rule["id"], "nodes": [node["html"][:200] for node in rule["nodes"]]} for rule in found]


async def test_the_page_with_the_closed_chat(chat: Chat) -> None:
    assert await violations(chat.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_first_view(chat: Chat, scheme: Any) -> None:
    await chat.page.emulate_media(color_scheme=scheme)
    await chat.open()
    assert await violations(chat.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_failed_message_and_the_question_before_a_new_conversation(chat: Chat, scheme: Any) -> None:
    await chat.page.emulate_media(color_scheme=scheme)
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.wait_for()
    await chat.host.get_by_role("button", name="Nouvelle conversation").click()
    await chat.field.fill("a" * 4001)
    assert await violations(chat.page) == []


async def test_the_first_view_on_a_phone(phone: Chat) -> None:
    await phone.launcher.tap()
    assert await violations(phone.page) == []
