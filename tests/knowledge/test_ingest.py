import pytest

from functions.knowledge import ingest
from functions.shared.settings import Settings


@pytest.fixture
def folder(tmp_path):
    for path, text in {
        "audrey/tunnel.md": "# Tunnel\n\nLe tunnel de vente amène des prospects jusqu'à la commande, pas à pas.",
        "divers/reel.txt": "Le reel instagram commence par une accroche visuelle, écrite et parlée, toujours.",
        "README.md": "lis-moi",
        ".cache/x.md": "caché",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


async def run(app, folder, owner=None) -> int:
    return await ingest.ingest_folder(folder, owner, app.state.settings)


async def test_a_folder_is_ingested_with_the_owners_of_its_sub_folders(app, folder, sql):
    assert await run(app, folder) == 0
    rows = sql.execute("select filename, agent_owner, chosen from public.documents order by filename").fetchall()
    assert rows == [("reel.txt", "carole", {}), ("tunnel.md", "audrey", {"agent_owner": "audrey"})]


async def test_the_option_decides_for_all(app, folder, sql):
    await run(app, folder, "carole")
    assert sql.execute("select distinct agent_owner from public.documents").fetchall() == [("carole",)]


async def test_a_second_run_changes_nothing(app, folder, capsys):
    await run(app, folder)
    capsys.readouterr()
    await run(app, folder)
    assert "2 unchanged" in capsys.readouterr().out


async def test_a_refused_file_is_named_and_stops_nothing(app, folder, sql, capsys):
    (folder / "vide.md").write_text("", encoding="utf-8")
    (folder / "gros.txt").write_bytes(b"x" * 20_000_001)
    (folder / "image.png").write_bytes(b"x")
    assert await run(app, folder) == 1
    printed = capsys.readouterr().out
    assert "vide.md" in printed
    assert "gros.txt" in printed
    assert "image.png : Format inconnu" in printed
    assert sql.execute("select count(*) from public.documents").fetchone() == (2,)


async def test_a_file_named_like_an_earlier_one_does_not_replace_it(app, folder, sql, capsys):
    (folder / "shared").mkdir()
    (folder / "shared/tunnel.md").write_text(
        "# Autre\n\nUn tout autre texte, pour les deux expertes.", encoding="utf-8"
    )
    assert await run(app, folder) == 1
    assert "shared/tunnel.md : audrey/tunnel.md porte le même nom" in capsys.readouterr().out
    assert sql.execute("select title from public.documents where filename = 'tunnel.md'").fetchall() == [("Tunnel",)]


async def test_the_cost_is_estimated_before_and_told_after(app, base, folder, simulator_url, simulator, capsys):
    token = base.settings.functions_token
    paid = base.settings.model_copy(update={"openai_api_key": token, "openai_base_url": f"{simulator_url}/openai/v1"})
    (folder / "vide.md").write_text("", encoding="utf-8")
    await ingest.ingest_folder(folder, None, paid)
    printed = capsys.readouterr().out
    assert "tokens à vectoriser avec text-embedding-3-small" in printed
    assert "coût des vecteurs : 0.0000 $" in printed


def test_the_command_reads_its_arguments(folder, base, monkeypatch, sql):
    monkeypatch.setattr(ingest, "get_settings", lambda: base.settings)
    assert ingest.main([str(folder), "--owner", "shared"]) == 0
    with pytest.raises(SystemExit):
        ingest.main([str(folder / "absent")])
    with pytest.raises(SystemExit):
        ingest.main([str(folder), "--owner", "melanie"])


def test_the_settings_come_from_the_environment():
    assert isinstance(ingest.get_settings(), Settings)
