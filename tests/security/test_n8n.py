"""n8n itself, with a flow that tries what no flow may do."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import pytest

from dev import ports, publication
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.n8n_hardening import EXCLUDED_NODES
from dev.settings import Settings
from dev.workflow_file import to_text
from tests.security import probes

AT_ONCE = 4
BLOCKED = "SsrfBlockedIpError"


@pytest.fixture(scope="module")
def n8n(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("n8n")
    flows = folder / "workflows"
    flows.mkdir()
    (flows / "probe.json").write_text(to_text(probes.probe_flow()))
    free = ports.free_for_a_stack()
    settings = dev_settings.load(folder / ".env", data_dir=folder / "data", workflows_dir=flows, **free)
    cap = {"N8N_CONCURRENCY_PRODUCTION_LIMIT": str(AT_ONCE)}
    with dev_stack.start(settings, only=("n8n",), n8n_env=cap):
        assert publication.refused(settings) == []
        yield settings


@pytest.fixture(scope="module")
def client(n8n: Settings) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=n8n.n8n_url, trust_env=False, timeout=30) as http:
        yield http


def fetch(client: httpx.Client, url: str) -> dict[str, Any]:
    return client.post("/webhook/probe-fetch", json={"url": url}).json()


def test_a_flow_reaches_this_machine_where_functions_and_database_listen(client: httpx.Client) -> None:
    with probes.listening("127.0.0.1") as listener:
        assert fetch(client, listener.url) == {"error": None, "data": "here"}


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
        "http://100.64.0.1/", "http://0.0.0.0/", "http://127.0.0.2/", "http://[::1]/", "http://[fd00::1]/",
        "http://[::ffff:169.254.169.254]/", "http://2852039166/", "http://0xa9fea9fe/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_a_flow_reaches_no_other_private_address(client: httpx.Client, url: str) -> None:
    assert BLOCKED in json.dumps(fetch(client, url)["error"])


def test_a_redirect_does_not_lead_into_the_private_network(client: httpx.Client) -> None:
    with probes.listening("127.0.0.2") as hidden, probes.listening("127.0.0.1") as listener:
        answer = fetch(client, f"{listener.url}/to/{hidden.url}")

        assert len(listener.seen) == 1
        assert hidden.seen == []
        assert BLOCKED in json.dumps(answer["error"])


@pytest.mark.parametrize("index", range(len(probes.ESCAPES)), ids=probes.ESCAPES)
def test_an_expression_sees_nothing_of_the_process(n8n: Settings, client: httpx.Client, index: int) -> None:
    answer = client.post(f"/webhook/probe-escape-{index}", json={})

    assert n8n.n8n_encryption_key not in answer.text
    assert not any(word in answer.text for word in ("N8N_", "uid=", "v24.", "[object process]", "[object Module]"))


def test_expressions_do_work_here(client: httpx.Client) -> None:
    """Otherwise the test above would pass on a flow that is not there."""
    answers = [client.post(f"/webhook/probe-escape-{index}", json={}) for index in range(len(probes.ESCAPES))]

    assert all(answer.status_code != 404 for answer in answers)


def test_more_flows_than_the_cap_wait_in_line_and_all_answer(client: httpx.Client) -> None:
    with probes.listening("127.0.0.1", seconds=0.5) as slow, ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: fetch(client, slow.url), range(12)))

        assert [answer["data"] for answer in answers] == ["here"] * 12
        assert 2 <= slow.most <= AT_ONCE


def test_a_body_over_the_payload_limit_is_refused(client: httpx.Client) -> None:
    large = client.post("/webhook/probe-fetch", json={"url": "a" * 1_200_000})

    assert large.status_code in (413, 500), large.text[:300]  # n8n's own words for it outside the chat are a 500
    assert "SsrfBlocked" not in large.text
    assert '"data"' not in large.text


def test_the_public_api_is_off_and_the_editor_asks_who_you_are(client: httpx.Client) -> None:
    for path in ("/api/v1/workflows", "/api/v1/credentials", "/api/v1/docs/"):
        answer = client.get(path, headers={"X-N8N-API-KEY": "x"})
        # n8n 2.40 keeps the routes and refuses every key
        refused = answer.status_code in (401, 404) or "text/html" in answer.headers["content-type"]
        assert refused, (path, answer.text[:200])
        assert "swagger" not in answer.text.lower()
    for path in ("/rest/workflows", "/rest/credentials", "/rest/executions", "/types/nodes.json"):
        assert client.get(path).status_code == 401, path


def test_excluded_nodes_do_not_exist(n8n: Settings) -> None:
    login = {"emailOrLdapLoginId": n8n.n8n_owner_email, "password": n8n.n8n_owner_password}
    with httpx.Client(base_url=n8n.n8n_url, trust_env=False, timeout=60) as editor:
        editor.post("/rest/login", json=login).raise_for_status()
        known = {one["name"] for one in editor.get("/types/nodes.json").raise_for_status().json()}

    assert {"n8n-nodes-base.httpRequest", "n8n-nodes-base.webhook"} <= known
    assert not known & set(EXCLUDED_NODES)


def test_what_succeeded_is_not_kept(n8n: Settings, client: httpx.Client) -> None:
    with probes.listening("127.0.0.1") as listener:
        fetch(client, f"{listener.url}/gone-47113")
    with closing(sqlite3.connect(f"file:{publication.store(n8n)}?mode=ro", uri=True)) as store:
        kept = "select status from execution_entity where status = 'success' and deletedAt is null"

        assert store.execute(kept).fetchall() == []
