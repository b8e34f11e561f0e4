"""No secret in what is committed, nor in what an image is built from."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHAPES = re.compile(
    rb"\bsk-(?:or-|proj-|ant-)?[A-Za-z0-9_-]{24,}|\bsb_secret_[A-Za-z0-9_-]{20,}|\bxox[abp]-[0-9]{6,}[A-Za-z0-9-]{10,}"
    rb"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    rb"|\bgh[pousr]_[A-Za-z0-9]{30,}|\bAKIA[0-9A-Z]{16}\b"
)
SECRET = re.compile(r"(TOKEN|SECRET|PASSWORD|API_KEY|PRIVATE|CREDENTIAL)", re.IGNORECASE)
# Tests show such shapes to the guards; their values are made up.
MADE_UP = ("tests/", "eval/")


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name.decode() for name in listed.split(b"\0") if name]


def secrets_in(content: bytes) -> list[bytes]:
    return SHAPES.findall(content)


def secret_lines(dockerfile: str) -> list[str]:
    """Returns the lines that would leave a secret in a layer: ARG, ENV, a copied env file."""
    lines = [line for line in dockerfile.splitlines() if re.match(r"\s*(ARG|ENV)\b", line) and SECRET.search(line)]
    return lines + [
        line for line in dockerfile.splitlines() if re.match(r"\s*(COPY|ADD)\b.*(\.env|\bcredentials\b)", line)
    ]


def test_no_committed_file_holds_what_looks_like_a_secret() -> None:
    files = [file for file in committed() if file.is_file() and not str(file.relative_to(ROOT)).startswith(MADE_UP)]

    assert len(files) > 200
    assert [str(file.relative_to(ROOT)) for file in files if secrets_in(file.read_bytes())] == []


@pytest.mark.parametrize(
    "planted",
    [
        b"OPENAI_API_KEY=sk-proj-abcdefghijklmnopqrstuvwxyz0123", b'"token": "xoxb-123456789012-abcdefghijkl"',
        b"sb_secret_abcdefghijklmnopqrstuv", b"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJlLWhlcmU",
    ],
)  # fmt: skip
def test_the_look_out_sees_a_secret(planted: bytes) -> None:
    assert secrets_in(planted)


def test_credentials_are_committed_with_placeholders_only() -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for inner in value.values() for text in texts(inner)]
        return [value] if isinstance(value, str) else []

    files = sorted((ROOT / "n8n" / "credentials.example").glob("*.json"))
    values = [text for file in files for text in texts(json.loads(file.read_text())["data"])]
    literal = [text for text in values if "${" not in text and not text.startswith("=")]

    assert files
    assert any("${" in text for text in values)
    assert [text for text in literal if len(text) > 40 or secrets_in(text.encode())] == []


def test_a_flow_names_its_credentials_and_holds_none() -> None:
    for file in (ROOT / "n8n" / "workflows").glob("*.json"):
        text = file.read_text()
        assert not re.search(r"bearer\s+[A-Za-z0-9._-]{16,}", text, re.IGNORECASE), file.name
        for node in json.loads(text)["nodes"]:
            for credential in node.get("credentials", {}).values():
                assert set(credential) <= {"id", "name"}, (file.name, node["name"])


def test_no_image_layer_carries_a_secret() -> None:
    assert secret_lines((ROOT / "deploy" / "Dockerfile").read_text()) == []
    assert secret_lines("FROM x\nARG OPENAI_API_KEY\nENV SESSION_SECRET=a\nCOPY .env /app/") == [
        "ARG OPENAI_API_KEY",
        "ENV SESSION_SECRET=a",
        "COPY .env /app/",
    ]
