import httpx
import pytest

from functions.knowledge.app import app as alone
from tests.knowledge.files import encrypted_pdf, pdf

TEXT = "# Guide Kajabi\n\n## Relier Stripe\n\nRelie Stripe puis teste un achat avec un code promotionnel.\n"
JSON_KIND = "application/problem+json"


async def add(client: httpx.AsyncClient, filename: str = "guide-kajabi.md", text: str = TEXT, **choice: object) -> dict:
    answer = await client.post("/knowledge/documents", json={"filename": filename, "text": text, **choice})
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(sql, table: str = "document_chunks") -> int:
    return sql.execute(f"select count(*) from public.{table}").fetchone()[0]


async def test_a_text_becomes_passages(client, sql):
    done = await add(client)
    assert (done["status"], done["agent_owner"], done["decided_by"]) == ("created", "audrey", "rule")
    assert (done["chunks"], done["embedded"], done["embedding_cost_usd"]) == (1, 1, 0)
    assert "kajabi" in done["reason"]
    assert sql.execute("select heading_path, agent_owner from public.document_chunks").fetchone() == (
        "Guide Kajabi > Relier Stripe", "audrey",
    )  # fmt: skip


async def test_the_same_text_again_does_nothing(client, sql):
    await add(client)
    before = sql.execute("select updated_at from public.documents").fetchone()
    done = await add(client)
    assert (done["status"], done["embedded"]) == ("unchanged", 0)
    assert sql.execute("select updated_at from public.documents").fetchone() == before


async def test_a_changed_text_embeds_only_what_changed(client):
    parts = [
        f"## Partie {number}\n\n" + f"Un conseil numéro {number} assez long pour rester seul. " * 6
        for number in range(4)
    ]
    await add(client, text="# G\n\n" + "\n\n".join(parts))
    parts[2] += " Et une phrase de plus."
    done = await add(client, text="# G\n\n" + "\n\n".join(parts))
    assert (done["status"], done["chunks"], done["embedded"]) == ("updated", 4, 1)


async def test_a_persons_choice_wins_and_lasts(client, sql):
    done = await add(client, agent_owner="carole", tags=["Vente", "vente"], category="Guides", priority=3)
    assert (done["agent_owner"], done["decided_by"], done["tags"]) == ("carole", "person", ["vente"])
    again = await add(client, text=TEXT + "\nUne ligne de plus.")
    assert (again["agent_owner"], again["category"], again["priority"]) == ("carole", "Guides", 3)
    assert sql.execute("select distinct agent_owner from public.document_chunks").fetchall() == [("carole",)]


async def test_changing_only_the_owner_embeds_nothing(client):
    await add(client)
    done = await add(client, agent_owner="shared")
    assert (done["status"], done["agent_owner"], done["embedded"]) == ("updated", "shared", 0)


async def test_an_edited_rule_is_followed_at_the_next_ingestion(client, sql):
    text = "# Note\n\nLe sarrasin et le quinoa se cuisinent en dix minutes, sans sel et sans beurre."
    assert (await add(client, "note.md", text))["agent_owner"] == "shared"
    sql.execute("insert into public.ownership_rules values ('sarrasin', 'content', 'carole', 'cuisine', 10)")
    try:
        done = await add(client, "note.md", text)
    finally:
        sql.execute("delete from public.ownership_rules where pattern = 'sarrasin'")
    assert (done["status"], done["agent_owner"], done["tags"]) == ("updated", "carole", ["cuisine"])


async def test_a_file_is_uploaded_with_choices(client):
    files = {"file": ("Guide.pdf", pdf("Le tunnel de vente se construit pas à pas."), "application/pdf")}
    data = {"agent_owner": "audrey", "priority": "2", "tags": "vente, tunnel", "category": ""}
    answer = await client.post("/knowledge/documents", files=files, data=data)
    done = answer.json()
    assert answer.status_code == 200, done
    assert (done["filename"], done["tags"], done["priority"], done["category"]) == (
        "Guide.pdf",
        ["vente", "tunnel"],
        2,
        None,
    )


async def test_text_and_file_doors_give_the_same_result(client, sql):
    await add(client)
    by_text = sql.execute("select id, content, embedding::text from public.document_chunks").fetchall()
    await client.delete("/knowledge/documents/guide-kajabi.md")
    await client.post("/knowledge/documents", files={"file": ("guide-kajabi.md", TEXT.encode())})
    assert sql.execute("select id, content, embedding::text from public.document_chunks").fetchall() == by_text


async def test_documents_are_listed_and_removed(client, sql):
    done = await add(client)
    await add(client, "reel.md", "# Reel\n\nUn reel instagram commence par une accroche forte, toujours.")
    listed = (await client.get("/knowledge/documents")).json()
    assert [(one["filename"], one["agent_owner"], one["chunks"]) for one in listed] == [
        ("guide-kajabi.md", "audrey", 1), ("reel.md", "carole", 1),
    ]  # fmt: skip
    removed = await client.delete(f"/knowledge/documents/{done['document_id']}")
    assert removed.json() == {"document_id": done["document_id"], "filename": "guide-kajabi.md", "chunks": 1}
    assert count(sql) == 1
    assert (await client.delete("/knowledge/documents/guide-kajabi.md")).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"filename": "a.md"}, 422),
        ({"text": "x"}, 422),
        ({"filename": "a.md", "text": "x", "url": "http://a.fr"}, 422),
        ({"filename": "a.md", "text": ""}, 422),
        ({"filename": "a.md", "text": "x", "owner": "audrey"}, 422),
        ({"filename": "a.md", "text": "x", "agent_owner": "melanie"}, 422),
        ({"filename": "a.md", "text": "x", "priority": 9}, 422),
        ({"filename": "../a.md", "text": "x"}, 422),
        ({"filename": "a.xyz", "text": "x"}, 415),
        ({"filename": "a.md", "text": "<script>x</script>"}, 415),
        ({"filename": "a.md", "text": "\n \n"}, 415),
        ({"url": "http://127.0.0.1/"}, 422),
        ({"url": "http://169.254.169.254/latest"}, 422),
        ({"url": "ftp://example.org/a"}, 422),
    ],
)
async def test_a_bad_request_stores_nothing_and_explains_in_french(client, sql, body, status):
    answer = await client.post("/knowledge/documents", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, JSON_KIND)
    assert answer.json()["detail"]
    assert (count(sql), count(sql, "documents"), count(sql, "pending_embeddings")) == (0, 0, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(client, body):
    answer = await client.post("/knowledge/documents", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, JSON_KIND)


@pytest.mark.parametrize(
    ("files", "data", "status"),
    [
        ({"file": ("a.pdf", encrypted_pdf("x"))}, {}, 415),
        ({"file": ("a.md", b"\x00\x01\x02" * 100)}, {}, 415),
        ({"file": ("a.md", TEXT.encode())}, {"owner": "audrey"}, 422),
        ({"file": ("a.md", TEXT.encode())}, {"priority": "beaucoup"}, 422),
        ({"note": (None, "x")}, {}, 422),
    ],
)
async def test_a_bad_form_stores_nothing(client, sql, files, data, status):
    answer = await client.post("/knowledge/documents", files=files, data=data)
    assert (answer.status_code, answer.headers["content-type"]) == (status, JSON_KIND)
    assert count(sql, "documents") == 0


async def test_two_files_at_once_are_refused(client):
    files = [("file", ("a.md", b"a")), ("file", ("b.md", b"b"))]
    assert 400 <= (await client.post("/knowledge/documents", files=files)).status_code < 500


async def test_a_body_over_the_limit_is_refused_before_it_is_read(client, sql):
    answer = await client.post("/knowledge/documents", files={"file": ("a.txt", b"x" * 21_000_000)})
    assert answer.status_code == 413
    assert count(sql, "documents") == 0


async def test_nobody_passes_without_the_token(client):
    for method, path in (
        ("POST", "/knowledge/documents"),
        ("GET", "/knowledge/documents"),
        ("DELETE", "/knowledge/documents/a"),
    ):
        answer = await client.request(method, path, headers={"Authorization": "Bearer wrong"})
        assert answer.status_code == 401


def test_the_function_also_runs_alone():
    assert "/knowledge/documents" in alone.openapi()["paths"]
