"""The import job's pure parts decide as those of the stack without Docker do."""

import itertools
import json
import subprocess
from typing import Any

import pytest

from dev import addresses, credentials, import_plan, workflow_file
from dev.node import NODE, require
from tests.deploy.compose import ROOT

IMPORT = ROOT / "deploy" / "import"


def run(module: str, expression: str, **given: Any) -> Any:
    """Evaluates an expression over a module's exports `m` and the given data `d`."""
    url = (IMPORT / module).as_uri()
    given_text = "const d = JSON.parse(process.argv[1])"
    script = f"import * as m from '{url}'; {given_text}; console.log(JSON.stringify({expression}))"
    command = [require(NODE), "--input-type=module", "-e", script, json.dumps(given)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_the_rule_is_the_one_of_the_stack_without_docker_in_every_case():
    prints = ["a", "b", "c"]
    known = [None, *({"file": file, "running": running} for file in prints for running in prints)]
    cases = [list(case) for case in itertools.product(prints, [None, *prints], known)]
    expected = [
        import_plan.decide(file, running, import_plan.Known(**known) if known else None)
        for file, running, known in cases
    ]
    assert set(expected) == {"same", "write", "conflict", "deleted", "edited"}
    assert run("plan.mjs", "d.cases.map(([f, r, k]) => m.decide(f, r ?? undefined, k))", cases=cases) == expected


def test_an_interrupted_or_forced_import_is_done_again():
    imported = {"workflows": {}, "credentials": {}, "pending": ["b"]}
    given = {"files": {"a": "1", "b": "1"}, "running": {"a": "2", "b": "2"}, "imported": imported}
    assert run("plan.mjs", "m.plan(d.files, d.running, d.imported)", **given) == {"a": "conflict", "b": "write"}
    assert run("plan.mjs", "m.plan(d.files, d.running, d.imported, ['a'])", **given) == {"a": "write", "b": "write"}


def test_a_forced_import_names_its_flows_and_one_means_all():
    values = [None, "", "0", "false", "1", "true", " chat-turn ", "notify-team,chat-turn"]
    ids = ["chat-turn", "notify-team"]
    found = run("plan.mjs", "d.values.map((value) => m.forced(value ?? undefined, d.ids))", values=values, ids=ids)
    assert found == [[], [], [], [], ids, ids, ["chat-turn"], ["notify-team", "chat-turn"]]


def test_a_misspelt_flow_is_refused():
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run("plan.mjs", "m.forced('chat-turn,notify', d.ids)", ids=["chat-turn", "notify-team"])
    assert "no flow is called notify; there are chat-turn, notify-team" in refused.value.stderr


def test_an_exported_flow_is_the_committed_file():
    for file in (ROOT / "n8n" / "workflows").glob("*.json"):
        text = file.read_text(encoding="utf-8")
        assert run("forms.mjs", "m.toText(d.flow)", flow=json.loads(text)) + "\n" == text, file.name


def test_only_what_was_written_or_equal_is_remembered():
    decisions = {"a": "write", "b": "edited", "c": "same"}
    files, running = {"a": "1", "b": "2", "c": "3"}, {"a": "x", "b": "y", "c": "z"}
    imported = import_plan.Imported(workflows={"b": import_plan.Known(file="2", running="2")}, pending=["a"])
    expected = import_plan.after(decisions, files, running, imported).model_dump()  # type: ignore[arg-type]
    after = run("plan.mjs", "m.after(d.decisions, d.files, d.running, d.imported)",
                decisions=decisions, files=files, running=running, imported=imported.model_dump())  # fmt: skip
    for key in ("workflows", "pending"):
        assert after[key] == expected[key]


def test_flows_are_compared_in_the_form_in_which_they_are_committed():
    noisy = {
        "id": "x", "name": "X", "nodes": [{"id": "1", "credentials": {"t": {"id": "c", "name": "C", "more": 1}}},
        {"id": "2", "credentials": {}}], "connections": {}, "settings": {}, "versionId": "v", "active": True,
        "nodeGroups": [], "description": None, "updatedAt": "now",
    }  # fmt: skip
    assert run("forms.mjs", "m.normalise(d.flow)", flow=noisy) == workflow_file.normalise(noisy)


def test_the_order_of_keys_makes_no_difference():
    one, other = {"a": 1, "b": {"c": [1, 2], "d": None}}, {"b": {"d": None, "c": [1, 2]}, "a": 1}
    assert run("forms.mjs", "m.fingerprint(d.one) === m.fingerprint(d.other)", one=one, other=other)
    assert not run("forms.mjs", "m.fingerprint([1, 2]) === m.fingerprint([2, 1])")


def test_every_address_on_the_canvas_becomes_the_stacks_and_back():
    here = {
        "functions": "http://functions:8000",
        "n8n": "http://n8n:5678",
        "supabase": "https://project.supabase.co",
    }
    flows = [json.loads(file.read_text()) for file in sorted((ROOT / "n8n" / "workflows").glob("*.json"))]
    there = run("forms.mjs", "m.localise(d.flows, d.here)", flows=flows, here=here)
    text = json.dumps(there)
    assert addresses.COMMITTED_FUNCTIONS_URL not in text
    assert addresses.COMMITTED_SUPABASE_URL not in text
    assert addresses.COMMITTED_N8N_URL not in text
    assert "http://functions:8000/orchestrate" in text
    assert "http://n8n:5678/webhook/chat" in text
    assert run("forms.mjs", "m.generalise(d.there, d.here)", there=there, here=here) == flows


def test_a_port_that_only_begins_like_ours_is_left_alone():
    here = {"functions": "http://functions:8000", "supabase": "http://supabase:54321"}
    assert run("forms.mjs", "m.localise('http://127.0.0.1:80001', d.here)", here=here) == "http://127.0.0.1:80001"
    assert run("forms.mjs", "m.localise('http://127.0.0.1:8000', d.here)", here=here) == "http://functions:8000"


def test_the_committed_addresses_are_those_of_the_stack_without_docker():
    text = (IMPORT / "forms.mjs").read_text()
    assert f"'{addresses.COMMITTED_FUNCTIONS_URL}'" in text
    assert f"'{addresses.COMMITTED_SUPABASE_URL}'" in text
    assert f"'{addresses.COMMITTED_N8N_URL}'" in text


def test_addresses_remembered_before_a_new_one_was_added_still_translate_back():
    there, here = "http://functions:8000 undefined", {"functions": "http://functions:8000"}
    assert run("forms.mjs", "m.generalise(d.there, d.here)", there=there, here=here) == (
        f"{addresses.COMMITTED_FUNCTIONS_URL} undefined"
    )


def test_credentials_are_filled_as_in_the_stack_without_docker():
    templates = credentials.read_folder(ROOT / "n8n" / "credentials.example")
    filling = {"FUNCTIONS_TOKEN": "tok$&en", "FUNCTIONS_URL": "http://functions:8000", "SUPABASE_HEADERS": '{"a": "k"}'}
    expected = [credentials.fill(template, filling) for template in templates]
    filled = run("forms.mjs", "d.templates.map((t) => m.fill(t, d.filling))", templates=templates, filling=filling)
    assert filled == expected


def test_a_hosted_secret_key_is_no_bearer_token():
    for key in ("sb_secret_x", "eyJ.a.b"):
        headers = run("forms.mjs", "m.supabaseHeaders(d.key)", key=key)
        assert json.loads(headers) == json.loads(credentials.supabase_headers(key))


def test_a_credential_goes_in_when_its_value_changes_and_an_unconfigured_one_only_once():
    templates = [{"id": "a", "data": {"t": "${TOKEN}"}}, {"id": "b", "data": {"t": "${SLACK}"}}]
    ids = "m.due(d.templates, d.known ?? {}, d.filling).map((one) => one.id)"
    first = run("forms.mjs", ids, templates=templates, filling={"TOKEN": "1"})
    assert first == ["a", "b"]
    print_of_a = run("forms.mjs", "m.fingerprint(m.fill(d.a, {TOKEN: '1'}))", a=templates[0])
    known = {"a": print_of_a, "b": "whatever it was"}
    assert run("forms.mjs", ids, templates=templates, known=known, filling={"TOKEN": "1"}) == []
    assert run("forms.mjs", ids, templates=templates, known=known, filling={"TOKEN": "2"}) == ["a"]
    assert run("forms.mjs", ids, templates=templates, known=known, filling={"TOKEN": "1", "SLACK": "s"}) == ["b"]


def test_every_message_needs_a_session_here_and_the_repository_keeps_its_own_rule() -> None:
    here = {"functions": "http://functions:8000", "supabase": "http://supabase:54321"}
    flow = {"jsonOutput": '{"session_obligatoire": false}'}

    local = run("forms.mjs", "m.localise(d.flow, d.here)", flow=flow, here=here)

    assert local == {"jsonOutput": '{"session_obligatoire": true}'}
    assert run("forms.mjs", "m.generalise(d.flow, d.here)", flow=local, here=here) == flow
