"""While a person is awaited: what the chat says, and the place to leave an address."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.pages import Chat, Lab
from tests.browser.webhook import Webhook, hand_off, row

WAITING = """
const { ConversationState } = await load("core/state.js");
const { toRows } = await load("net/decode.js");
const state = new ConversationState();
state.merge(toRows(input.rows), { status: input.status });
return state.isWaitingForPerson;
"""
POLLS_AFTER_ITS_END = """
const { Conversation } = await load("core/conversation.js");
const planned = [];
window.setTimeout = (_action, delay) => planned.push(delay);
const conversation = new Conversation("http://127.0.0.1:9/webhook/chat");
conversation.merge([], { status: "human", phase: "ready" });
const before = planned.length;
conversation.dispose();
conversation.merge([], { status: "human" });
return [before, planned.length - before];
"""
ASKED = row(1, "user", "Je voudrais parler à une personne")


@pytest.mark.parametrize(
    ("rows", "is_waiting"),
    [
        ([ASKED, hand_off(2)], True),
        ([ASKED, hand_off(2), row(3, "team")], False),
        ([ASKED, hand_off(2), row(3, "team"), row(4, "user")], False),
        ([ASKED, hand_off(2), row(3, "team"), row(4, "notice"), row(5, "user"), hand_off(6)], True),
        ([ASKED, hand_off(2), row(3, "team"), row(5, "user"), hand_off(6), row(7, "team")], False),
        ([ASKED], True),
        ([ASKED, row(2, "team")], False),
        ([ASKED, hand_off(2), row(3, "team"), row(4, "notice"), row(5, "user")], True),
    ],
)
async def test_a_person_is_awaited_until_one_writes(lab: Lab, rows: list[dict[str, Any]], is_waiting: bool) -> None:
    assert await lab.run(WAITING, {"rows": rows, "status": "human"}) is is_waiting
    assert await lab.run(WAITING, {"rows": rows, "status": "bot"}) is False


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([ASKED], id="a hand-off that is not in the history"),
        pytest.param([ASKED, hand_off(2), row(3, "team"), row(4, "notice"), hand_off(5)], id="the second hand-off"),
    ],
)
async def test_an_address_can_be_left_until_the_team_has_written(chat: Chat, rows: list[dict[str, Any]]) -> None:
    webhook = Webhook("human", rows)
    await webhook.serve(chat.page)
    await chat.open()
    await expect(chat.banner).to_contain_text("L’équipe est prévenue")
    form = chat.host.locator(".contact")
    await expect(form).to_have_count(1)
    await form.get_by_role("textbox").fill("lea@")

    webhook.rows = [*rows, row(9, "team")]
    await expect(chat.banner).to_be_hidden()
    await expect(form).to_be_visible()

    await form.get_by_role("textbox").fill("lea@exemple.fr")
    await form.get_by_role("button").click()
    await expect(form).to_contain_text("On t’écrit à lea@exemple.fr")
    webhook.rows = [*webhook.rows, row(10, "team")]
    await expect(form).to_be_hidden()


async def test_messages_that_come_together_are_all_told_to_a_screen_reader(chat: Chat) -> None:
    webhook = Webhook("human", [ASKED, hand_off(2)])
    await webhook.serve(chat.page)
    await chat.open()
    await expect(chat.questions).to_have_count(1)

    webhook.rows += [row(3, "team", "Coucou, ici Inès."), row(4, "team", "Je lis ton message.")]
    told = ["L’équipe : Coucou, ici Inès.", "L’équipe : Je lis ton message."]
    await expect(chat.live.locator("p")).to_have_text(told)


async def test_a_question_that_the_server_knows_is_not_put_back_into_the_field(chat: Chat) -> None:
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.wait_for()
    await Webhook(rows=[row(1, "user", "Bonjour"), row(2, "assistant", "Oui ?", agent="audrey")]).serve(chat.page)
    await chat.page.reload()
    await chat.open()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.field).to_have_value("")


async def test_a_late_reply_to_a_removed_chat_does_not_go_on_asking(lab: Lab) -> None:
    assert await lab.run(POLLS_AFTER_ITS_END) == [1, 0]
