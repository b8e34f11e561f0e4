"""The closed and the open chat, without anything behind it."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.pages import Chat

AI = "intelligence artificielle"


async def test_nothing_is_asked_or_stored_before_the_visitor_opens_the_chat(chat: Chat) -> None:
    await chat.page.mouse.wheel(0, 3000)
    await chat.page.wait_for_load_state("networkidle")
    assert chat.webhook_requests() == []
    assert await chat.stored() == {"local": {}, "session": {}, "cookies": ""}
    origin = "/".join(chat.page.url.split("/")[:3])
    assert [request.url for request in chat.requests if not request.url.startswith(origin)] == []


async def test_a_chat_that_the_page_opens_asks_nothing_before_the_visitor_enters_it(chat: Chat) -> None:
    await chat.host.evaluate("element => element.setAttribute('open', '')")
    await expect(chat.panel).to_be_visible()
    await chat.page.wait_for_load_state("networkidle")
    assert chat.webhook_requests() == []
    async with chat.page.expect_request("**/webhook/chat/session"):
        await chat.field.focus()


async def test_only_the_beginning_of_an_endless_address_is_sent(chat: Chat) -> None:
    await chat.page.evaluate("history.pushState(null, '', '/' + 'a'.repeat(3000))")
    async with chat.page.expect_request("**/webhook/chat/session") as session:
        await chat.open()
    assert len((await session.value).post_data_json["page_url"]) == 2000


async def test_the_first_view_says_that_it_is_an_ai_and_that_a_person_can_be_asked_for(chat: Chat) -> None:
    await chat.open()
    await expect(chat.panel).to_contain_text(AI)
    await expect(chat.panel).to_contain_text("Tu peux demander une personne de l’équipe à tout moment.")
    for name, field in (("Audrey", "Automatisation & tunnels"), ("Carole", "Contenu & Instagram")):
        await expect(chat.host.locator(".expert", has_text=name)).to_contain_text(field)
    await expect(chat.host.locator(".expert .mark")).to_have_text(["IA", "IA"])


async def test_the_dialog_takes_the_focus_and_gives_it_back(chat: Chat) -> None:
    assert await chat.launcher.get_attribute("aria-haspopup") == "dialog"
    await chat.open()
    await expect(chat.panel).to_have_accessible_name("Chat avec Audrey et Carole")
    assert "Ton message" in await chat.focused()
    await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    assert "launcher" in await chat.focused()


async def test_a_visitor_can_do_everything_with_the_keyboard(chat: Chat) -> None:
    await chat.launcher.focus()
    await chat.page.keyboard.press("Enter")
    await chat.page.keyboard.type("Bonjour")
    await chat.page.keyboard.press("Enter")
    await expect(chat.questions).to_have_text(["Bonjour"])
    await chat.failure.wait_for()
    seen: list[str] = []
    for _ in range(8):
        await chat.page.keyboard.press("Shift+Tab")
        seen.append(await chat.focused())
    assert any("Fermer le chat" in stop for stop in seen)
    assert any(stop.startswith("button button quiet") for stop in seen)


async def test_enter_sends_and_shift_enter_breaks_the_line(chat: Chat) -> None:
    await chat.open()
    await chat.field.press_sequentially("Un")
    await chat.field.press("Shift+Enter")
    await chat.field.press_sequentially("deux")
    await chat.field.press("Enter")
    await expect(chat.questions).to_have_text(["Un\ndeux"], use_inner_text=True)
    await expect(chat.field).to_have_value("")


async def test_the_enter_of_an_input_method_sends_nothing(chat: Chat) -> None:
    await chat.open()
    await chat.field.fill("こんに")
    for init in ("{key: 'Enter', isComposing: true}", "{key: 'Enter', keyCode: 229}"):
        await chat.field.evaluate(f"field => field.dispatchEvent(new KeyboardEvent('keydown', {init}))")
    await expect(chat.questions).to_have_count(0)
    await expect(chat.field).to_have_value("こんに")


async def test_blank_messages_are_not_sent(chat: Chat) -> None:
    await chat.open()
    await chat.field.fill("  \n ")
    await chat.field.press("Enter")
    await expect(chat.send_button).to_be_disabled()
    await expect(chat.questions).to_have_count(0)


async def test_four_thousand_characters_are_sent_and_one_more_is_not(chat: Chat) -> None:
    await chat.open()
    counter = chat.host.locator(".counter")
    await chat.field.fill("a" * 3000)
    await expect(counter).to_be_hidden()
    await chat.field.fill("a" * 4001)
    await expect(counter).to_have_text("4001 / 4000 caractères : c’est trop long")
    await expect(chat.send_button).to_be_disabled()
    await chat.field.press("Enter")
    await expect(chat.questions).to_have_count(0)
    await chat.field.fill("a" * 4000)
    await expect(counter).to_have_text("4000 / 4000 caractères")
    await chat.field.press("Enter")
    await expect(chat.questions).to_have_count(1)


async def test_unsent_text_is_kept_while_the_chat_is_closed(chat: Chat) -> None:
    await chat.open()
    await chat.field.fill("Je n’ai pas fini")
    await chat.page.keyboard.press("Escape")
    await chat.open()
    await expect(chat.field).to_have_value("Je n’ai pas fini")


async def test_unsent_text_is_kept_when_the_page_changes_its_theme(chat: Chat) -> None:
    await chat.open()
    await chat.field.fill("Je n’ai pas fini")
    await chat.host.evaluate("element => element.setAttribute('theme', 'dark')")
    await expect(chat.host.locator("[data-theme=dark]")).to_have_count(1)
    await expect(chat.field).to_have_value("Je n’ai pas fini")
    await expect(chat.send_button).to_be_enabled()


async def test_a_question_that_did_not_get_through_is_there_after_a_reload(chat: Chat) -> None:
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.wait_for()
    await chat.page.reload()
    await chat.open()
    await expect(chat.field).to_have_value("Bonjour")


async def test_a_new_conversation_asks_first(chat: Chat) -> None:
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.wait_for()
    restart = chat.host.get_by_role("button", name="Nouvelle conversation")
    await restart.click()
    await chat.host.get_by_role("button", name="Annuler").click()
    await expect(chat.questions).to_have_count(1)
    await restart.click()
    await chat.host.get_by_role("button", name="Oui, recommencer").click()
    await expect(chat.questions).to_have_count(0)
    await expect(chat.host.locator(".suggestions")).to_be_visible()
    assert await chat.stored() == {"local": {}, "session": {}, "cookies": ""}


async def test_attributes_set_language_side_greeting_words_and_colour(chat: Chat) -> None:
    await chat.host.evaluate("""element => {
        const values = {lang: "en", position: "left", greeting: "Hi!", accent: "#0a7"};
        element.setAttribute("messages", '{"launcher": "Talk"}');
        for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    }""")
    await expect(chat.launcher).to_contain_text("Talk")
    await chat.open()
    await expect(chat.host.locator(".greeting")).to_have_text("Hi!")
    await expect(chat.panel).to_contain_text("artificial intelligence")
    box = await chat.panel.bounding_box()
    assert box is not None
    assert box["x"] < 100
    accent = "element => getComputedStyle(element.shadowRoot.querySelector('.root')).getPropertyValue('--_accent')"
    assert (await chat.host.evaluate(accent)).startswith("#0")


async def test_pictures_replace_the_portraits(chat: Chat) -> None:
    await chat.host.evaluate("element => element.setAttribute('avatar-audrey', 'demo/audrey.svg')")
    await chat.open()
    await expect(chat.host.locator(".expert[data-agent=audrey] img")).to_be_visible()
    await expect(chat.host.locator(".expert[data-agent=carole] svg")).to_be_visible()


@pytest.mark.parametrize("kind", ["classic", "module"])
async def test_one_script_tag_puts_the_chat_on_a_page(page: Page, base_url: str, kind: str) -> None:
    tag = f"""<script {"type=module" if kind == "module" else ""} src="{base_url}/dist/sales-copilot.js"
        data-webhook-url="http://127.0.0.1:9/webhook/chat" data-position="left" data-greeting="Coucou"></script>"""
    await page.route("**/own-site", lambda route: route.fulfill(body=f"<!doctype html>{tag}", content_type="text/html"))
    await page.goto(f"{base_url}/own-site")
    chat = await Chat(page).open()
    await expect(chat.host).to_have_count(1)
    await expect(chat.host.locator(".greeting")).to_have_text("Coucou")


async def test_the_page_is_told_what_happens(chat: Chat) -> None:
    await chat.page.evaluate("""() => {
        window.heard = [];
        for (const name of ["open", "close", "answer", "handoff", "failure"])
            document.addEventListener(`sales-copilot:${name}`, () => window.heard.push(name));
    }""")
    await chat.open()
    await chat.say("Bonjour")
    await chat.failure.wait_for()
    await chat.page.keyboard.press("Escape")
    assert await chat.page.evaluate("window.heard") == ["open", "failure", "close"]


async def test_on_a_phone_the_chat_fills_the_screen_and_the_page_stands_still(phone: Chat) -> None:
    await phone.page.emulate_media(reduced_motion="reduce")
    await phone.launcher.tap()
    await expect(phone.panel).to_have_attribute("aria-modal", "true")
    assert await phone.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    overflow = "getComputedStyle(document.documentElement).overflow"
    assert await phone.page.evaluate(overflow) == "hidden"
    await phone.host.get_by_role("button", name="Fermer le chat").tap()
    assert await phone.page.evaluate(overflow) != "hidden"


async def test_on_a_phone_every_target_is_44_pixels(phone: Chat) -> None:
    await phone.launcher.tap()
    await phone.say("Bonjour")
    await phone.failure.wait_for()
    sizes = await phone.host.evaluate("""element => [...element.shadowRoot.querySelectorAll("button, input, textarea")]
        .filter((target) => target.getClientRects().length)
        .map((target) => [target.textContent || target.ariaLabel, target.offsetWidth, target.offsetHeight])""")
    assert [size for size in sizes if min(size[1:]) < 44] == []


async def test_on_a_phone_the_tab_key_stays_in_the_chat(phone: Chat) -> None:
    await phone.launcher.tap()
    for _ in range(14):
        await phone.page.keyboard.press("Tab")
        assert await phone.page.evaluate("document.activeElement.localName") == "sales-copilot"


async def test_the_virtual_keyboard_leaves_the_composer_in_view(phone: Chat) -> None:
    await phone.launcher.tap()
    await phone.page.set_viewport_size({"width": 390, "height": 480})  # what the keyboard leaves
    box = await phone.field.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 480


async def test_less_motion_is_no_motion(chat: Chat) -> None:
    await chat.page.emulate_media(reduced_motion="reduce")
    await chat.open()
    names = "element => getComputedStyle(element.shadowRoot.querySelector('.panel')).animationName"
    assert await chat.host.evaluate(names) == "none"
