"""Bad networks, at the edge of the browser: each has its own words, keeps the message, and offers to try again."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.pages import Chat

SESSION = "**/webhook/chat/session"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "Retry-After",
}


async def answer_with(page: Page, status: int, **headers: str) -> None:
    """Every call gets this status; the message inside is for developers and must not be shown."""

    async def fulfill(route: Route) -> None:
        body = json.dumps({"error": {"code": "internal", "message": "SECRET"}})
        await route.fulfill(status=status, body=body, headers=CORS | headers, content_type="application/json")

    await page.route("**/webhook/chat/**", fulfill)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "n’a pas pu être lu"),
        (401, "session a expiré"),
        (413, "trop long"),
        (429, "un peu vite"),
        (500, "souci passager"),
        (502, "souci passager"),
        (503, "souci passager"),
    ],
)
async def test_every_status_has_our_own_words_and_a_retry(chat: Chat, status: int, words: str) -> None:
    await answer_with(chat.page, status)
    await chat.open()
    await chat.say("Bonjour")
    await expect(chat.failure).to_contain_text(words)
    await expect(chat.failure.get_by_role("button")).to_contain_text("Réessayer")
    await expect(chat.questions).to_have_text(["Bonjour"])
    await expect(chat.panel).not_to_contain_text("SECRET")
    await expect(chat.live).to_contain_text(words)


async def test_a_foreign_site_is_told_so_and_can_write_nothing(chat: Chat) -> None:
    await answer_with(chat.page, 403)
    await chat.open()
    await expect(chat.banner).to_contain_text("Le chat n’est pas disponible sur ce site.")
    await expect(chat.live).to_have_text("Le chat n’est pas disponible sur ce site.")
    await expect(chat.field).to_be_disabled()


async def test_too_many_messages_count_down_to_the_retry(chat: Chat) -> None:
    await answer_with(chat.page, 429, **{"Retry-After": "2"})
    await chat.open()
    await chat.say("Bonjour")
    button = chat.failure.get_by_role("button")
    await expect(button).to_be_disabled()
    await expect(button).to_have_text(re.compile(r"Réessayer dans [12] s"))
    await expect(button).to_be_enabled()
    await expect(button).to_have_text("Réessayer")


async def test_offline_keeps_the_message_and_sends_it_when_the_network_is_back(chat: Chat) -> None:
    await chat.page.context.set_offline(True)
    await chat.open()
    await chat.say("Bonjour")
    await expect(chat.failure).to_contain_text("Tu es hors ligne")
    async with chat.page.expect_request(SESSION):
        await chat.page.context.set_offline(False)
    await expect(chat.questions).to_have_text(["Bonjour"])


async def test_a_server_that_does_not_answer_can_be_tried_again(chat: Chat) -> None:
    await chat.page.route("**/webhook/chat/**", lambda route: route.abort("connectionreset"))
    await chat.open()
    await expect(chat.banner).to_contain_text("n’arrive pas à se connecter")
    await expect(chat.live).to_have_text("Le chat n’arrive pas à se connecter. Réessaie dans un instant.")
    await chat.say("Bonjour")
    await expect(chat.failure).to_contain_text("Le chat ne répond pas")
    async with chat.page.expect_request(SESSION):
        await chat.failure.get_by_role("button").click()
    await expect(chat.questions).to_have_text(["Bonjour"])
    await expect(chat.failure).to_have_count(1)


async def test_a_reply_that_is_no_json_is_a_failure_like_others(chat: Chat) -> None:
    html: Callable[[Route], object] = lambda route: route.fulfill(status=200, headers=CORS, body="<html>proxy</html>")  # noqa: E731
    await chat.page.route("**/webhook/chat/**", html)
    await chat.open()
    await chat.say("Bonjour")
    await expect(chat.failure.get_by_role("button")).to_be_enabled()
