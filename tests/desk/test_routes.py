"""The two routes, over HTTP."""

import httpx
import pytest

from tests.desk.rows import Page, gap, message, opened, waiting

TEAM = {"waiting": [waiting()], "open": opened()}
GAPS = {"gaps": [gap("Comment déclarer la TVA ?")], "since_days": 30}


@pytest.mark.parametrize(("path", "body"), [("/desk/team", TEAM), ("/desk/gaps", GAPS)])
async def test_a_page_is_html(client: httpx.AsyncClient, path: str, body: object) -> None:
    response = await client.post(path, json=body)

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert Page(response.text).one("h1")


@pytest.mark.parametrize("path", ["/desk/team", "/desk/gaps"])
async def test_without_the_token_nothing_is_drawn(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path, json=TEAM, headers={"Authorization": "Bearer no"})).status_code == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/desk/team", TEAM | {"unknown": 1}),
        ("/desk/team", TEAM | {"outcome": "<script>"}),
        ("/desk/team", {"open": None}),
        ("/desk/gaps", GAPS | {"unknown": 1}),
        ("/desk/gaps", GAPS | {"gaps": [gap("x") | {"reasons": []}]}),
        ("/desk/gaps", GAPS | {"gaps": [gap("x")] * 501}),
    ],
)
async def test_what_is_not_in_the_contract_is_refused(client: httpx.AsyncClient, path: str, body: object) -> None:
    response = await client.post(path, json=body)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_column_more_in_the_database_does_not_take_the_page_away(client: httpx.AsyncClient) -> None:
    rows = {"waiting": [waiting(new=1)], "open": opened(message(new=1), new=1)}

    assert (await client.post("/desk/team", json=rows)).status_code == 200


async def test_a_conversation_of_any_length_is_drawn(client: httpx.AsyncClient) -> None:
    rows = {"waiting": [], "open": opened(*[message(content="é" * 4000)] * 100)}

    response = await client.post("/desk/team", json=rows)

    assert response.status_code == 200
    assert len(Page(response.text).all("li", "message")) == 100
