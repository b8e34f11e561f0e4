"""The stream of a turn, however the network cuts it."""

import json
from typing import Any

from tests.browser.pages import Lab

ANSWER = {"response": "Voilà l’été ☀️", "agent": "audrey", "sources": [], "upsell": None, "next_action": None}

SPLIT = """
const { LineSplitter } = await load("net/ndjson.js");
const bytes = new TextEncoder().encode(input);
const pieces = (...cuts) => [0, ...cuts].map((from, index) => bytes.slice(from, cuts[index] ?? bytes.length));
const read = (list) => {
  const splitter = new LineSplitter();
  return [...list.flatMap((piece) => splitter.push(piece)), ...splitter.end()].join("|");
};
const whole = read([bytes]);
const different = [...bytes.keys()].filter((cut) => read(pieces(cut)) !== whole);
const single = read([...bytes].map((byte) => Uint8Array.of(byte)));
return { whole, different, single };
"""

READ = """
const { TurnReader, readTurn } = await load("net/turn_reader.js");
const bytes = new TextEncoder().encode(input.text);
const sizes = input.sizes ?? [bytes.length];
const outcomes = [];
for (const size of sizes) {
  const body = new ReadableStream({ start(controller) {
    for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
    if (input.breaks) controller.error(new TypeError("network")); else controller.close();
  }});
  const reader = new TurnReader();
  const seen = [];
  const outcome = await readTurn(new Response(body), reader, () => seen.push(reader.text), () => {})
    .then((answer) => ({ answer }), (failure) => ({ kind: failure.kind, retryAfter: failure.retryAfter }));
  outcomes.push({ ...outcome, agent: reader.agent, text: reader.text, seen });
}
return outcomes;
"""


ASK = """
const { TurnAsker } = await load("core/ask_turn.js");
const asked = [];
const client = {
  stream: async () => { asked.push("stream"); return new Response(input); },
  ask: async () => { asked.push("whole"); return "answer"; },
};
const outcome = await new TurnAsker(client).ask({}, () => {}, new AbortController().signal).catch(({ kind }) => kind);
return [asked, outcome];
"""


def line(kind: str, node: str, content: Any = "") -> str:
    return json.dumps({"type": kind, "content": content, "metadata": {"nodeName": node}}, ensure_ascii=False) + "\n"


def tokens(text: str, node: str = "Audrey") -> str:
    return line("begin", node) + "".join(line("item", node, char) for char in text) + line("end", node)


def final(value: Any = ANSWER) -> str:
    return line("item", "Répondre au widget", json.dumps(value))


async def read(lab: Lab, text: str, **more: Any) -> dict[str, Any]:
    return (await lab.run(READ, {"text": text, **more}))[0]


async def test_lines_are_the_same_wherever_the_bytes_are_split(lab: Lab) -> None:
    result = await lab.run(SPLIT, tokens("Été 👩‍👩‍👧 où ça ?") + final())
    assert result["different"] == []
    assert result["single"] == result["whole"]


async def test_an_answer_is_read_at_every_chunk_size(lab: Lab) -> None:
    text = tokens("Été ☀️ ça va 👍🏽") + final()
    outcomes = await lab.run(READ, {"text": text, "sizes": list(range(1, 200))})
    assert {outcome["answer"]["response"] for outcome in outcomes} == {ANSWER["response"]}
    assert {outcome["text"] for outcome in outcomes} == {"Été ☀️ ça va 👍🏽"}


async def test_who_answers_is_known_before_the_first_token(lab: Lab) -> None:
    outcome = await read(lab, line("begin", "Carole"))
    assert outcome["agent"] == "carole"
    assert outcome["text"] == ""


async def test_the_last_chunk_is_the_answer_whatever_was_streamed(lab: Lab) -> None:
    outcome = await read(lab, tokens("autre chose") + final())
    assert outcome["answer"]["response"] == ANSWER["response"]


async def test_a_last_line_without_its_newline_counts(lab: Lab) -> None:
    outcome = await read(lab, final().rstrip("\n"))
    assert outcome["answer"]["response"] == ANSWER["response"]


async def test_error_chunks_and_unknown_lines_are_passed_over(lab: Lab) -> None:
    noise = "\n: comment\nnull\n[1]\n{broken\n" + line("keepalive", "") + line("new-type", "X", "?")
    leak = line("error", "Audrey", "SECRET at /srv/key.js:12")
    outcome = await read(lab, noise + tokens("Bon") + leak + noise + final())
    assert outcome["answer"]["response"] == ANSWER["response"]
    assert all("SECRET" not in text for text in outcome["seen"])


async def test_a_node_that_is_tried_again_starts_its_text_again(lab: Lab) -> None:
    outcome = await read(lab, tokens("Premier es") + tokens("Deuxième"))
    assert outcome["text"] == "Deuxième"


async def test_a_stream_without_the_final_object_was_cut(lab: Lab) -> None:
    assert (await read(lab, tokens("Bonj")))["kind"] == "cut"
    assert (await read(lab, ""))["kind"] == "cut"
    assert (await read(lab, tokens("Bonj"), breaks=True))["kind"] == "cut"


async def test_an_error_object_in_the_last_chunk_is_a_failure_of_its_kind(lab: Lab) -> None:
    error = {"error": {"code": "rate_limited", "message": "interne", "retry_after": 7}}
    outcome = await read(lab, final(error))
    assert (outcome["kind"], outcome["retryAfter"]) == ("rate_limited", 7)


async def test_a_final_object_of_another_shape_is_no_answer(lab: Lab) -> None:
    for value in ({"response": 3, "agent": "audrey"}, {"response": "x", "agent": "root"}, [], "text", None):
        assert (await read(lab, final(value)))["kind"] == "cut"


async def test_a_session_that_expired_in_the_stream_is_asked_for_whole(lab: Lab) -> None:
    """The 401 of the whole request renews the session; a stream has only its last chunk to say so."""
    expired = final({"error": {"code": "invalid_session", "message": "interne"}})
    assert await lab.run(ASK, expired) == [["stream", "whole"], "answer"]


async def test_a_refused_message_is_not_asked_again(lab: Lab) -> None:
    refused = final({"error": {"code": "message_too_long", "message": "interne"}})
    assert await lab.run(ASK, refused) == [["stream"], "too_large"]
