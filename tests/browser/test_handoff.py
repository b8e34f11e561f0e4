"""A hand-off as the visitor sees it, while a colleague works on the team's page."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from dev.stack import Stack
from tests.browser.pages import Chat
from tests.browser.test_conversation import AUTOMATION, PATIENCE, PERSON, done
from tests.stack.colleague import Colleague

pytestmark = pytest.mark.stack

IN_TIME = 3.0
HELLO = "Coucou, c’est Inès ! Je lis ton message :\n\n- **tout** est là"


@pytest.fixture
def colleague(stack: Stack) -> Iterator[Colleague]:
    colleague = Colleague.of(stack)
    with colleague.client:
        yield colleague


async def handed_over(chat: Chat) -> str:
    """Asks for a person; gives the conversation's id."""
    answer = await chat.say(PERSON)
    await expect(answer.locator(".who")).to_contain_text("L’équipe", timeout=PATIENCE)
    [saved] = (await chat.stored())["local"].values()
    return saved.split('"conversation_id":"')[1].split('"')[0]


async def act(colleague: Colleague, conversation_id: str, action: str, **fields: str) -> float:
    """Presses a button on the team's page; gives the moment at which the act was done."""
    key = str((await asyncio.to_thread(colleague.read, conversation_id)).all("input")[0].attributes["value"])
    done_act = await asyncio.to_thread(colleague.send, desk_key=key, action=action, **fields)
    assert done_act.status_code == 303
    return time.monotonic()


async def test_a_colleagues_reply_reaches_the_open_chat_in_time(stack_chat: Chat, colleague: Colleague) -> None:
    conversation_id = await handed_over(stack_chat)

    sent = await act(colleague, conversation_id, "reply", reply=HELLO)

    await expect(stack_chat.team).to_contain_text("c’est Inès")
    assert time.monotonic() - sent < IN_TIME
    await expect(stack_chat.team.locator("strong", has_text="tout")).to_be_visible()
    await expect(stack_chat.live).to_contain_text("L’équipe : Coucou")
    await expect(stack_chat.banner).not_to_contain_text("L’équipe est prévenue")


async def test_after_a_reload_the_replies_are_there_and_go_on_coming(stack_chat: Chat, colleague: Colleague) -> None:
    conversation_id = await handed_over(stack_chat)
    await act(colleague, conversation_id, "reply", reply="Premier mot")
    await stack_chat.page.reload()
    await stack_chat.open()
    await expect(stack_chat.team).to_have_count(1)

    sent = await act(colleague, conversation_id, "reply", reply="Deuxième mot")

    await expect(stack_chat.team.nth(1)).to_contain_text("Deuxième mot")
    assert time.monotonic() - sent < IN_TIME


async def test_a_closed_chat_tells_how_many_replies_wait(stack_chat: Chat, colleague: Colleague) -> None:
    conversation_id = await handed_over(stack_chat)
    await stack_chat.page.keyboard.press("Escape")

    await act(colleague, conversation_id, "reply", reply="Tu es là ?")

    await expect(stack_chat.launcher).to_have_accessible_name("Ouvrir le chat, 1 nouveau message")


async def test_a_conversation_that_is_given_back_says_so_and_the_experts_answer(
    stack_chat: Chat, colleague: Colleague
) -> None:
    conversation_id = await handed_over(stack_chat)

    await act(colleague, conversation_id, "give_back")

    await expect(stack_chat.host.locator(".entry.notice")).to_contain_text("reprennent la conversation")
    await expect(stack_chat.panel).to_contain_text("Assistantes IA")
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)


async def test_a_conversation_that_is_over_says_so_and_offers_a_new_one(stack_chat: Chat, colleague: Colleague) -> None:
    conversation_id = await handed_over(stack_chat)

    await act(colleague, conversation_id, "close")

    await expect(stack_chat.host.locator(".entry.notice")).to_contain_text("clos")
    await expect(stack_chat.banner).to_contain_text("Cette conversation est terminée")
    await stack_chat.banner.get_by_role("button", name="Nouvelle conversation").click()
    await expect(stack_chat.host.locator(".suggestions")).to_be_visible()


async def test_the_other_tab_follows_the_hand_off(
    stack_chat: Chat, context: BrowserContext, stack_page_url: str, colleague: Colleague
) -> None:
    other = await (await Chat(await context.new_page()).visit(stack_page_url)).open()
    conversation_id = await handed_over(stack_chat)
    await expect(other.banner).to_contain_text("L’équipe est prévenue")

    sent = await act(colleague, conversation_id, "reply", reply="Pour les deux onglets")

    for tab in (stack_chat, other):
        await expect(tab.team).to_contain_text("Pour les deux onglets")
    assert time.monotonic() - sent < IN_TIME
