"""A visitor's conversation with the running stack; only the network between them is disturbed."""

import re
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, Request, Route, expect

from tests.browser.pages import Chat
from tests.browser.test_accessibility import violations
from tests.browser.test_stream import final
from tests.conftest import SimulatorHandle

pytestmark = pytest.mark.stack

STREAM = "**/webhook/chat/stream"
WHOLE = re.compile(r"/webhook/chat$")
AUTOMATION = "Comment envoyer une séquence d’e-mails de bienvenue avec Kajabi ?"
CONTENT = "Que publier sur Instagram cette semaine ?"
PERSON = "Je voudrais parler à une personne"
PATIENCE = 30_000
CORS = {"Access-Control-Allow-Origin": "*"}


def turn_ids(requests: list[Request]) -> list[str]:
    posts = [request for request in requests if request.method == "POST" and request.url.endswith(("/chat", "/stream"))]
    return [(request.post_data_json or {})["turn_id"] for request in posts]


async def done(chat: Chat, count: int) -> None:
    await expect(chat.host.locator(".answer[data-state=done] .toolbar")).to_have_count(count, timeout=PATIENCE)


async def once(page: Page, url: Any, disturb: Any) -> None:
    """Disturbs the first matching request only."""
    await page.route(url, disturb, times=1)


async def test_an_answer_is_streamed_with_its_expert_and_its_sources(stack_chat: Chat) -> None:
    await stack_chat.page.evaluate("""() => {
        window.lengths = new Set();
        const root = document.querySelector("sales-copilot").shadowRoot;
        new MutationObserver(() => window.lengths.add(root.querySelector(".answer .markdown")?.textContent.length ?? 0))
            .observe(root, {subtree: true, childList: true, characterData: true});
    }""")
    answer = await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    assert len(await stack_chat.page.evaluate("[...window.lengths]")) > 10
    await expect(answer.locator(".who")).to_contain_text("Audrey")
    await expect(answer.locator(".who .mark")).to_have_text("IA")
    await expect(answer.locator(".source").first).to_be_visible()
    assert await violations(stack_chat.page) == []


async def test_the_screen_reader_hears_the_answer_once_and_no_tokens(stack_chat: Chat) -> None:
    await stack_chat.page.evaluate("""() => {
        window.said = [];
        const live = document.querySelector("sales-copilot").shadowRoot.querySelector("[role=status]");
        new MutationObserver(() => window.said.push(live.textContent)).observe(live, {childList: true});
    }""")
    await stack_chat.say(CONTENT)
    await done(stack_chat, 1)
    said = await stack_chat.page.evaluate("window.said")
    assert said[0] == "Carole écrit…"
    assert len(said) == 2
    assert said[1].startswith("Carole : ")


async def test_after_a_reload_the_conversation_is_there_in_order(stack_chat: Chat) -> None:
    for count, message in enumerate((AUTOMATION, CONTENT), 1):
        await stack_chat.say(message)
        await done(stack_chat, count)
    await stack_chat.answers.first.get_by_role("button", name="Réponse utile").click()
    await expect(stack_chat.host.locator(".thanks").first).to_have_text("Merci pour ton retour !")
    before = await stack_chat.host.locator(".entry").all_text_contents()
    await stack_chat.page.reload()
    await stack_chat.open()
    await done(stack_chat, 2)
    assert [len(text) > 0 for text in before] == [True] * 4
    await expect(stack_chat.questions).to_have_text([AUTOMATION, CONTENT])
    useful = stack_chat.answers.first.get_by_role("button", name="Réponse utile")
    await expect(useful).to_have_attribute("aria-pressed", "true")
    assert list(await stack_chat.stored()) == ["local", "session", "cookies"]
    assert (await stack_chat.stored())["cookies"] == ""


async def test_a_reload_in_the_middle_of_an_answer_loses_nothing(stack_chat: Chat) -> None:
    await stack_chat.say(AUTOMATION)
    await expect(stack_chat.host.locator(".answer[data-agent=audrey]")).to_be_visible(timeout=PATIENCE)
    await stack_chat.page.reload()
    await stack_chat.open()
    await done(stack_chat, 1)
    await expect(stack_chat.questions).to_have_text([AUTOMATION])


async def test_a_second_tab_shows_the_same_conversation(
    stack_chat: Chat, context: BrowserContext, stack_page_url: str
) -> None:
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    second = await (await Chat(await context.new_page()).visit(stack_page_url)).open()
    await done(second, 1)
    await second.say(CONTENT)
    await done(second, 2)
    await expect(stack_chat.questions).to_have_text([AUTOMATION, CONTENT])
    await done(stack_chat, 2)


async def test_a_cut_stream_is_answered_without_asking_twice(stack_chat: Chat, simulator: SimulatorHandle) -> None:
    begun = '{"type":"item","content":"Bonj","metadata":{"nodeName":"Audrey"}}\n'
    await once(stack_chat.page, STREAM, lambda route: route.fulfill(body=begun, headers=CORS))
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    assert len(set(turn_ids(stack_chat.requests))) == 1
    await expect(stack_chat.questions).to_have_count(1)
    assert len(simulator.chats()) == 1


async def test_a_line_that_dies_in_the_middle_gives_the_stored_answer(
    stack_chat: Chat, simulator: SimulatorHandle
) -> None:
    """The server has heard the question, and its answer is on the way when the network goes."""
    page = stack_chat.page

    async def lose(route: Route) -> None:
        await page.request.post(route.request.url, data=route.request.post_data, headers=route.request.headers)
        await route.abort("connectionreset")

    await once(page, STREAM, lose)
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    await page.reload()
    await stack_chat.open()
    await done(stack_chat, 1)
    await expect(stack_chat.questions).to_have_text([AUTOMATION])
    assert len(simulator.chats()) == 1


async def test_a_stream_that_is_held_back_is_asked_for_whole(stack_chat: Chat) -> None:
    async def hold(route: Route) -> None:
        """Neither answers nor refuses."""

    await once(stack_chat.page, STREAM, hold)
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    assert len(set(turn_ids(stack_chat.requests))) == 1


async def test_a_stream_cut_for_good_says_so_and_keeps_what_came(stack_chat: Chat) -> None:
    begun = '{"type":"item","content":"Bonjour **Lé","metadata":{"nodeName":"Audrey"}}\n'
    await once(stack_chat.page, STREAM, lambda route: route.fulfill(body=begun, headers=CORS))
    await once(stack_chat.page, WHOLE, lambda route: route.abort("connectionreset"))
    answer = await stack_chat.say(AUTOMATION)
    await expect(stack_chat.failure).to_contain_text("coupée au milieu")
    await expect(answer.locator(".markdown")).to_have_text("Bonjour Lé")
    await stack_chat.failure.get_by_role("button", name="Réessayer").click()
    await done(stack_chat, 1)
    await expect(stack_chat.failure).to_have_count(0)
    assert len(set(turn_ids(stack_chat.requests))) == 1


async def test_too_many_messages_wait_and_then_send_the_same_turn(stack_chat: Chat) -> None:
    headers = CORS | {"Retry-After": "1", "Access-Control-Expose-Headers": "Retry-After"}
    await once(stack_chat.page, STREAM, lambda route: route.fulfill(status=429, headers=headers))
    await stack_chat.say(AUTOMATION)
    await stack_chat.failure.get_by_role("button", name="Réessayer", exact=True).click()
    await done(stack_chat, 1)
    assert len(set(turn_ids(stack_chat.requests))) == 1


async def test_an_expired_session_is_renewed_without_a_word(stack_chat: Chat) -> None:
    """A stream has begun with 200 when its session is refused; only the whole request can be answered with 401."""
    expired = final({"error": {"code": "invalid_session", "message": "interne"}})
    refusals = [401]

    async def refuse_once(route: Route) -> None:
        await (route.fulfill(status=refusals.pop(), headers=CORS) if refusals else route.fallback())

    await stack_chat.page.route(STREAM, lambda route: route.fulfill(body=expired, headers=CORS))
    await stack_chat.page.route(WHOLE, refuse_once)
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    paths = [request.url.rpartition("/")[2] for request in stack_chat.webhook_requests()]
    assert paths == ["session", "stream", "chat", "session", "chat"]
    await expect(stack_chat.failure).to_have_count(0)


async def test_a_stopped_answer_can_be_shown_whole(stack_chat: Chat) -> None:
    answer = await stack_chat.say(AUTOMATION)
    await stack_chat.stop_button.click()
    await expect(answer).to_contain_text("Tu as arrêté la réponse.")
    await answer.get_by_role("button", name="Afficher la réponse entière").click()
    await done(stack_chat, 1)
    assert len(set(turn_ids(stack_chat.requests))) == 1


async def test_an_answer_can_be_copied(stack_chat: Chat) -> None:
    answer = await stack_chat.say(CONTENT)
    await done(stack_chat, 1)
    await answer.get_by_role("button", name="Copier la réponse").click()
    await expect(stack_chat.host.locator(".thanks")).to_have_text("Réponse copiée")
    assert await stack_chat.page.evaluate("navigator.clipboard.readText()")


async def test_a_person_takes_over_and_an_address_can_be_left(stack_chat: Chat) -> None:
    answer = await stack_chat.say(PERSON)
    await expect(answer.locator(".who")).to_contain_text("L’équipe", timeout=PATIENCE)
    await expect(stack_chat.banner).to_contain_text("L’équipe est prévenue")
    form = stack_chat.host.locator(".contact")
    await form.get_by_role("textbox").fill("lea@")
    await form.get_by_role("button").click()
    await expect(form).to_contain_text("ne semble pas complète")
    await form.get_by_role("textbox").fill("lea@exemple.fr")
    await form.get_by_role("button").click()
    await expect(form).to_contain_text("On t’écrit à lea@exemple.fr")
    await stack_chat.say("Je suis là cet après-midi")
    await expect(stack_chat.host.locator(".delivered:visible")).to_be_visible(timeout=PATIENCE)
    assert await violations(stack_chat.page) == []


async def test_a_new_conversation_forgets_the_old_one_in_every_tab(
    stack_chat: Chat, context: BrowserContext, stack_page_url: str
) -> None:
    await stack_chat.say(AUTOMATION)
    await done(stack_chat, 1)
    second = await (await Chat(await context.new_page()).visit(stack_page_url)).open()
    await done(second, 1)
    await stack_chat.host.get_by_role("button", name="Nouvelle conversation").click()
    await stack_chat.host.get_by_role("button", name="Oui, recommencer").click()
    await expect(stack_chat.answers).to_have_count(0)
    await expect(second.answers).to_have_count(0)
    await stack_chat.page.reload()
    await stack_chat.open()
    await expect(stack_chat.host.locator(".suggestions")).to_be_visible()
