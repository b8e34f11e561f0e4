"""The list of messages: never twice, always in the server's order."""

from typing import Any

from tests.browser.pages import Lab

MERGE = """
const { merged, newTurn, patched } = await load("core/entries.js");
const { toRows } = await load("net/decode.js");
let entries = [];
for (const [step, value] of input) {
  if (step === "type") entries = [...entries, ...newTurn(...value)];
  if (step === "patch") entries = patched(entries, ...value);
  if (step === "rows") entries = merged(entries, toRows(value));
}
return entries.map(({ role, content, state, seq, feedback }) => ({ role, content, state, seq, feedback }));
"""


def row(seq: int | None, role: str, turn: str | None, content: str, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "turn_id": turn, "role": role, "content": content, **more}


async def merged(lab: Lab, *steps: list[Any]) -> list[dict[str, Any]]:
    return await lab.run(MERGE, list(steps))


def texts(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["content"] for entry in entries]


async def test_what_was_typed_is_not_shown_again_by_the_history(lab: Lab) -> None:
    rows = [row(1, "user", "t1", "Bonjour"), row(2, "assistant", "t1", "Oui ?", agent="audrey")]
    answered = ["patch", ["assistant:t1", {"content": "Oui ?", "state": "done", "agent": "audrey"}]]
    entries = await merged(lab, ["type", ["t1", "Bonjour"]], answered, ["rows", rows], ["rows", rows])
    assert texts(entries) == ["Bonjour", "Oui ?"]
    assert [entry["seq"] for entry in entries] == [1, 2]


async def test_messages_are_in_the_servers_order(lab: Lab) -> None:
    late = [row(5, "team", None, "c"), row(2, "user", "t", "a"), row(3, "assistant", "t", "b", agent="carole")]
    assert texts(await merged(lab, ["rows", late])) == ["a", "b", "c"]


async def test_what_the_server_has_not_numbered_comes_last(lab: Lab) -> None:
    rows = [row(7, "team", None, "Bonjour, ici Marine")]
    entries = await merged(lab, ["type", ["t1", "Merci"]], ["rows", rows])
    assert texts(entries)[:2] == ["Bonjour, ici Marine", "Merci"]


async def test_an_answer_stays_with_its_question_when_only_that_is_numbered(lab: Lab) -> None:
    rows = [row(1, "user", "t1", "Question"), row(2, "team", None, "Équipe")]
    entries = await merged(lab, ["type", ["t1", "Question"]], ["rows", rows])
    assert [entry["role"] for entry in entries] == ["user", "assistant", "team"]


async def test_an_answer_that_is_being_written_is_not_overtaken(lab: Lab) -> None:
    streaming = ["patch", ["assistant:t1", {"content": "Bonj", "state": "streaming"}]]
    rows = ["rows", [row(2, "assistant", "t1", "Bonjour à toi", agent="audrey")]]
    entries = await merged(lab, ["type", ["t1", "Salut"]], streaming, rows)
    assert (entries[-1]["content"], entries[-1]["state"]) == ("Bonj", "streaming")


async def test_a_failed_turn_is_healed_by_the_history(lab: Lab) -> None:
    failed = ["patch", ["assistant:t1", {"state": "failed"}]]
    rows = ["rows", [row(1, "user", "t1", "Salut"), row(2, "assistant", "t1", "Bonjour", agent="audrey")]]
    entries = await merged(lab, ["type", ["t1", "Salut"]], failed, rows)
    assert [entry["state"] for entry in entries] == ["done", "done"]


async def test_two_notices_without_turn_are_two_messages(lab: Lab) -> None:
    rows = [row(1, "notice", None, "Une personne arrive"), row(2, "notice", None, "Une personne arrive")]
    assert len(await merged(lab, ["rows", rows], ["rows", rows])) == 2


async def test_broken_rows_are_left_out(lab: Lab) -> None:
    rows = [None, 3, "x", {}, {"role": "root", "content": "x"}, row(1, "user", "t", ""), row(2, "user", "u", "ok")]
    assert texts(await merged(lab, ["rows", rows])) == ["ok"]
