"""A door breaks what passes as it was told, and is sound again at once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bench.chaos.faults import ANSWERS, CONNECTION_FAULTS, DAMAGE, FAULTS
from bench.chaos.proxy import Proxy, Trap
from dev import ports

BODY = b'{"said": "' + b"x" * 200 + b'"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
ERRORS = {
    "refused": httpx.ConnectError,
    "connect_stall": httpx.ConnectTimeout,
    "stall_before_headers": httpx.ReadTimeout,
    "reset_after_headers": httpx.ReadError,
    "cut_in_body": httpx.RemoteProtocolError,
    "stall_in_body": httpx.ReadTimeout,
}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Proxy]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD + BODY)
        await writer.drain()
        writer.close()

    behind = await asyncio.start_server(answer, "127.0.0.1", 0)
    one = Proxy("door", ports.free(), behind.sockets[0].getsockname()[1], tmp_path)
    await one.open()
    yield one
    await one.heal()
    await one.close()
    behind.close()


async def get(door: Proxy) -> httpx.Response:
    async with httpx.AsyncClient(timeout=1) as client:
        return await client.get(f"http://127.0.0.1:{door.port}/some/path")


def test_there_are_at_least_sixteen_faults_and_none_is_listed_twice() -> None:
    assert len(FAULTS) == len(set(FAULTS)) == len(CONNECTION_FAULTS) + len(DAMAGE) + len(ANSWERS) >= 16


async def test_a_sound_door_passes_everything_on(door: Proxy) -> None:
    assert (await get(door)).content == BODY


@pytest.mark.parametrize("fault", ERRORS)
async def test_a_client_sees_the_fault_and_after_the_healing_the_answer(door: Proxy, fault: str) -> None:
    await door.break_with(fault)
    with pytest.raises(ERRORS[fault]):
        await get(door)

    await door.heal()
    assert (await get(door)).content == BODY


@pytest.mark.parametrize("fault", ANSWERS)
async def test_another_answer_stands_in_for_the_dependencys_own(door: Proxy, fault: str) -> None:
    await door.break_with(fault)
    response = await get(door)

    assert response.status_code == ANSWERS[fault][0]
    assert response.text == ANSWERS[fault][2]
    assert ("retry-after" in response.headers) == (response.status_code == 429)


@pytest.mark.parametrize("fault", ["slow_headers", "slow_drip"])
async def test_a_slow_answer_arrives_whole_and_late(door: Proxy, fault: str) -> None:
    await door.break_with(fault)
    start = asyncio.get_running_loop().time()

    assert (await get(door)).content == BODY
    assert asyncio.get_running_loop().time() - start > 0.5


async def test_a_wrong_content_type_covers_the_true_answer(door: Proxy) -> None:
    await door.break_with("wrong_content_type")
    response = await get(door)

    assert (response.headers["content-type"], response.content) == ("text/html", BODY)


async def test_a_failing_name_is_marked_for_the_resolvers(door: Proxy) -> None:
    await door.break_with("dns_failure")
    assert door.unresolved.exists()

    await door.heal()
    assert not door.unresolved.exists()


@pytest.mark.parametrize("moment", ["before", "during", "in_answer", "after"])
async def test_a_trap_springs_once_at_its_moment(door: Proxy, moment: str) -> None:
    sprung: list[str] = []

    async def spring() -> None:
        sprung.append(moment)

    door.trap = Trap("/path", moment, spring)  # type: ignore[arg-type]
    for _ in range(2):
        assert (await get(door)).content == BODY
    assert sprung == [moment]
