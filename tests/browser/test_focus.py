"""The keyboard's focus stays in the chat when what had it goes away."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from tests.browser.pages import Chat
from tests.browser.webhook import Webhook, hand_off, row

ASKED = row(1, "user", "Je voudrais parler à une personne")
FIELD = "textarea Ton message"
PANEL = "div panel Chat avec Audrey et Carole"


async def sends_an_address(chat: Chat) -> str:
    await Webhook("human", [ASKED, hand_off(2)]).serve(chat.page)
    await chat.open()
    await chat.host.get_by_role("textbox", name="Ton adresse e-mail").fill("lea@exemple.fr")
    await chat.host.locator(".contact button").press("Enter")
    await expect(chat.host.locator(".contact")).to_contain_text("On t’écrit à lea@exemple.fr")
    return FIELD


async def tries_again(chat: Chat) -> str:
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.get_by_role("button").press("Enter")
    return FIELD


async def asks_for_the_whole_answer(chat: Chat) -> str:
    await Webhook().serve(chat.page)
    await chat.open()
    await chat.say("Bonjour")
    await chat.stop_button.click()
    await chat.host.get_by_role("button", name="Afficher la réponse entière").press("Enter")
    await expect(chat.stop_button).to_be_visible()
    return FIELD


async def sends_with_the_button(chat: Chat) -> str:
    await Webhook().serve(chat.page)
    await chat.open()
    await chat.field.fill("Bonjour")
    await chat.send_button.press("Enter")
    await expect(chat.stop_button).to_be_visible()
    return FIELD


async def types_while_the_team_closes(chat: Chat) -> str:
    webhook = Webhook("human", [ASKED, hand_off(2)])
    await webhook.serve(chat.page)
    await chat.open()
    await chat.field.press_sequentially("Encore une")
    webhook.status = "closed"
    await expect(chat.field).to_be_hidden()
    return PANEL


async def jumps_to_the_end(chat: Chat) -> str:
    await Webhook(rows=[row(n, "assistant", "Un mot\n\n" * 6, agent="audrey") for n in range(1, 9)]).serve(chat.page)
    await chat.open()
    await chat.host.get_by_role("region", name="Conversation").evaluate("region => region.scrollTo(0, 0)")
    jump = chat.host.get_by_role("button", name="Aller aux derniers messages")
    await jump.press("Enter")
    await expect(jump).to_be_hidden()
    return FIELD


ACTS: list[Callable[[Chat], Awaitable[str]]] = [
    *(sends_an_address, tries_again, asks_for_the_whole_answer),
    *(sends_with_the_button, types_while_the_team_closes, jumps_to_the_end),
]


@pytest.mark.parametrize("act", ACTS)
async def test_the_focus_stays_and_escape_still_closes(chat: Chat, act: Callable[[Chat], Awaitable[str]]) -> None:
    assert await act(chat) == await chat.focused()
    await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    assert "launcher" in await chat.focused()


async def test_on_a_phone_the_dialog_takes_it_and_no_keyboard_comes_up(phone: Chat) -> None:
    await Webhook("human", [ASKED, hand_off(2)]).serve(phone.page)
    await phone.launcher.tap()
    await phone.host.get_by_role("textbox", name="Ton adresse e-mail").fill("lea@exemple.fr")
    await phone.host.locator(".contact button").press("Enter")
    await expect(phone.host.locator(".contact")).to_contain_text("On t’écrit à lea@exemple.fr")
    assert await phone.focused() == PANEL


async def test_who_has_left_the_chat_is_not_called_back(chat: Chat) -> None:
    webhook = Webhook("human", [ASKED, hand_off(2)])
    await webhook.serve(chat.page)
    await chat.open()
    await expect(chat.questions).to_have_count(1)
    await chat.page.locator("h1").click()
    webhook.status = "closed"
    await expect(chat.field).to_be_hidden()
    assert (await chat.focused()).startswith("body")
