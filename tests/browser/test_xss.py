"""Whatever a visitor, a model, a file name, an offer or the team writes is only ever text."""

from typing import Any

from tests.browser.pages import Chat, Lab
from tests.browser.payloads import ADDRESSES, ALL

ALLOWED_TAGS = {
    *("a", "abbr", "br", "code", "div", "em", "h3", "i", "li", "ol", "p", "pre", "section", "span", "strong", "ul"),
    *("button", "path", "rect", "svg"),
}

SHOW = """
const { Conversation } = await load("core/conversation.js");
const { messagesFor, translator } = await load("messages.js");
const { toRows } = await load("net/decode.js");
const { Thread } = await load("ui/thread.js");
const options = { messages: messagesFor("fr"), greeting: input.greeting ?? null };
const conversation = new Conversation("http://127.0.0.1:9/webhook/chat");
const thread = new Thread({ conversation, options, t: translator(options.messages), announce: () => {} }, () => {});
document.body.replaceChildren(thread.node);
conversation.merge(toRows(input.rows), { status: "bot", aiNotice: input.aiNotice ?? "" });
thread.update();
for (const element of thread.node.querySelectorAll("a, summary, [tabindex]")) {
  element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  element.focus();
}
await new Promise((resolve) => setTimeout(resolve, 300));
const elements = [...thread.node.querySelectorAll("*")];
return {
  tags: [...new Set(elements.map(({ localName }) => localName))],
  handlers: elements.flatMap((element) => element.getAttributeNames())
    .filter((name) => /^(on|style$|srcdoc$)/.test(name)),
  loads: elements.filter((element) => element.hasAttribute("src") || element.hasAttribute("data")).length,
  links: [...thread.node.querySelectorAll("a")].map((link) => [link.protocol, link.host, link.rel, link.target]),
  text: thread.node.textContent,
  executed: window.__executed ?? null,
};
"""


def row(seq: int, role: str, content: str, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "turn_id": f"turn-{seq}", "role": role, "content": content, **more}


async def show(lab: Lab, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Shows the rows and checks what holds for every place."""
    lab.requests.clear()
    result = await lab.run(SHOW, {"rows": rows, **more})
    foreign = [url for url in lab.requests if "/src/" not in url]
    assert (result["executed"], lab.dialogs, lab.errors, foreign) == (None, [], [], [])
    assert set(result["tags"]) <= ALLOWED_TAGS, set(result["tags"]) - ALLOWED_TAGS
    assert (result["handlers"], result["loads"]) == ([], 0)
    for protocol, _host, rel, target in result["links"]:
        assert protocol in ("http:", "https:")
        assert (rel, target) == ("noopener noreferrer nofollow", "_blank")
    return result


def test_there_are_at_least_sixty_payloads() -> None:
    assert len(set(ALL)) >= 60


async def test_a_visitors_message_is_text(lab: Lab) -> None:
    result = await show(lab, [row(n, "user", payload) for n, payload in enumerate(ALL, 1)])
    assert all(payload.replace("\r", "") in result["text"] for payload in ALL)
    assert result["links"] == []


async def test_an_answer_is_markdown_from_the_allow_list(lab: Lab) -> None:
    await show(lab, [row(n, "assistant", payload, agent="audrey") for n, payload in enumerate(ALL, 1)])


async def test_a_teams_reply_is_markdown_from_the_allow_list(lab: Lab) -> None:
    await show(lab, [row(n, "team", payload) for n, payload in enumerate(ALL, 1)])


async def test_a_notice_is_text(lab: Lab) -> None:
    await show(lab, [row(n, "notice", payload) for n, payload in enumerate(ALL, 1)])


async def test_a_source_title_is_text(lab: Lab) -> None:
    rows = [row(n, "assistant", "Oui", agent="carole", sources=[payload]) for n, payload in enumerate(ALL, 1)]
    result = await show(lab, rows)
    assert result["links"] == []


async def test_an_offer_is_text(lab: Lab) -> None:
    offers = [{"offer": payload, "text": payload, "url": "https://exemple.fr/"} for payload in ALL]
    rows = [row(n, "assistant", "Oui", agent="audrey", upsell=offer) for n, offer in enumerate(offers, 1)]
    result = await show(lab, rows)
    assert {host for _protocol, host, _rel, _target in result["links"]} == {"exemple.fr"}


async def test_an_offer_leads_to_the_web_only(lab: Lab) -> None:
    offers = [{"offer": "Offre", "text": "", "url": address} for address in [*ADDRESSES, *ALL]]
    rows = [row(n, "assistant", "Oui", agent="audrey", upsell=offer) for n, offer in enumerate(offers, 1)]
    await show(lab, rows)
    only_bad = await show(lab, [r for r in rows if r["upsell"]["url"] in ADDRESSES])
    assert only_bad["links"] == []


async def test_greeting_and_ai_notice_are_text(lab: Lab) -> None:
    for payload in ALL[:12]:
        result = await show(lab, [], greeting=payload, aiNotice=payload)
        assert payload in result["text"]


async def test_what_is_typed_into_the_real_widget_is_text(chat: Chat) -> None:
    await chat.open()
    chat.requests.clear()
    for payload in ALL[::6]:
        await chat.field.fill(payload)
        await chat.field.press("Enter")
        await chat.failure.last.wait_for()
    assert await chat.page.evaluate("window.__executed ?? null") is None
    assert [request.url for request in chat.requests if "/webhook/chat" not in request.url] == []
