"""Words that visitors read: messages, titles, failures; and colours that can be read."""

from typing import Any

import pytest

from tests.browser.pages import Lab

FAILURES = """
const { failureFromReply, failureFromBody, retryAfterSeconds } = await load("net/failure.js");
const now = Date.parse("2026-11-20T10:00:00Z");
return {
  replies: input.replies.map(([status, header, body]) => {
    const { kind, retryAfter } = failureFromReply(status, header, body, now);
    return [kind, retryAfter];
  }),
  codes: input.codes.map((code) => failureFromBody({ error: { code } })?.kind),
  waits: input.waits.map((wait) => retryAfterSeconds(wait, now)),
};
"""


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("guide-kajabi.md", "Guide Kajabi"),
        ("sequence-email-bienvenue.md", "Séquence e-mail bienvenue"),
        ("systeme-io-demarrer.md", "Systeme.io démarrer"),
        ("tunnel-de-vente-pas-a-pas.md", "Tunnel de vente pas à pas"),
        ("rgpd-newsletter-bien-etre.md", "RGPD newsletter bien-être"),
        ("Déjà_un_titre.PDF", "Déjà un titre"),
        ("dossier/calendrier-editorial.md", "Calendrier éditorial"),
        ("sans-extension", "Sans extension"),
        ("a" * 200 + ".md", "A" + "a" * 78 + "…"),
    ],
)
async def test_a_file_name_becomes_a_title(lab: Lab, filename: str, title: str) -> None:
    assert await lab.run('return (await load("text/source_title.js")).sourceTitle(input)', filename) == title


async def test_every_language_has_every_word_with_the_same_places(lab: Lab) -> None:
    places: list[Any] = await lab.run("""
        const { messagesFor } = await load("messages.js");
        const places = (text) => (text.match(/\\{\\w+\\}/g) ?? []).sort().join();
        const fr = messagesFor("fr"), en = messagesFor("en-GB");
        return Object.keys(fr).filter((key) => !en[key] || places(fr[key]) !== places(en[key]));
    """)
    assert places == []


async def test_an_unknown_language_is_french_and_a_page_replaces_single_words(lab: Lab) -> None:
    words = await lab.run("""
        const { messagesFor } = await load("messages.js");
        const { send, retry, unknown } = messagesFor("xx", { send: "Go", retry: 3, unknown: "x" });
        return { send, retry, unknown: unknown ?? null };
    """)
    assert words == {"send": "Go", "retry": "Réessayer", "unknown": None}


async def test_failures_have_a_kind_and_a_waiting_time(lab: Lab) -> None:
    replies = [
        [429, "12", None],
        [429, None, {"error": {"retry_after": 9}}],
        [429, "40000", {"error": {"code": "budget_used_up"}}],
        *([status, None, None] for status in (429, 503, 500, 400, 413, 403, 401, 409, 404)),
        [503, "5", {"error": {"code": "crowded"}}],
    ]
    codes = ["rate_limited", "RATE_LIMIT", "origin_not_allowed", "message_too_long", "message_required", "boom", "429"]
    waits = ["12", "0", "", None, "soon", "Fri, 20 Nov 2026 10:00:30 GMT", "999999"]
    result = await lab.run(FAILURES, {"replies": replies, "codes": codes, "waits": waits})
    kinds = [kind for kind, _wait in result["replies"]]
    assert kinds == ["rate_limited"] * 2 + ["budget_used_up", "rate_limited"] + ["unavailable"] * 2 + [
        "invalid", "too_large", "forbidden", "expired", "busy", "unavailable", "crowded",
    ]  # fmt: skip
    assert [wait for _kind, wait in result["replies"][:4]] == [12, 9, None, 20]
    assert result["replies"][-1] == ["crowded", 5]
    assert result["codes"] == [
        "rate_limited", "rate_limited", "forbidden", "too_large", "invalid", "unavailable", "rate_limited",
    ]  # fmt: skip
    assert result["waits"] == [12, 1, None, None, None, 30, 3600]


async def test_any_accent_can_be_read(lab: Lab) -> None:
    worst = await lab.run("""
        const { accentColors, contrast, parseColor } = await load("color.js");
        const accents = ["#ffff00", "#000", "#fff", "#ff69b4", "#0af", "rebeccapurple", "rgb(120 200 80)", "#777"];
        return Math.min(...accents.flatMap((accent) => {
          const colors = accentColors(parseColor(accent));
          const of = (name) => parseColor(colors[name]);
          return [
            contrast(of("--_accent"), of("--_on-accent")),
            contrast(of("--_accent-text-light"), parseColor("#faf5f1")),
            contrast(of("--_accent-text-dark"), parseColor("#2b232d")),
          ];
        }));
    """)
    assert worst >= 4.5


async def test_a_slip_in_the_accent_keeps_the_default(lab: Lab) -> None:
    script = 'const { parseColor } = await load("color.js"); return input.map((text) => parseColor(text));'
    assert await lab.run(script, [None, "", "rouge", "url(https://evil.example/x)"]) == [None] * 4
