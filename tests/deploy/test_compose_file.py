"""docker-compose.yml, read as text: it cannot be started on a machine without a Docker engine."""

import re
import shutil
import subprocess
from typing import Any

import pytest

from dev.node import NODE, require
from tests.deploy.compose import FILE, ONE_SHOT, QUEUE, ROOT, document, interpolate, services

KEYS = {
    "image", "build", "command", "entrypoint", "environment", "ports", "volumes", "tmpfs", "networks", "network_mode",
    "depends_on", "healthcheck", "restart", "read_only", "cap_drop", "security_opt", "logging", "user", "deploy",
    "profiles", "shm_size", "stop_grace_period",
}  # fmt: skip
OWN_IMAGES = {"sales-copilot-functions", "sales-copilot-tools", "sales-copilot-proxy"}
USERS_OF_OWN_IMAGES = {"sales-copilot-functions": "10001:10001", "sales-copilot-tools": "10001:10001"}

every_service = pytest.mark.parametrize("name", list(services()))


def service(name: str) -> dict[str, Any]:
    return services()[name]


def test_the_parts_of_the_product_are_there():
    running = {"proxy", "n8n", "functions", "supabase", "postgrest", "postgres"}
    assert set(services()) == running | ONE_SHOT | QUEUE


@every_service
def test_a_service_has_known_keys_only(name: str):
    assert set(service(name)) <= KEYS


@every_service
def test_commands_are_lists_of_texts(name: str):
    """An unquoted `a ? b : c` is a mapping in YAML."""
    commands = [service(name).get(key, []) for key in ("command", "entrypoint")]
    commands.append(service(name).get("healthcheck", {}).get("test", []))
    assert all(isinstance(word, str) for words in commands for word in words)


@every_service
def test_variables_are_texts(name: str):
    """Compose takes `true` for an error and 1e3 for a number."""
    assert all(isinstance(value, str) for value in service(name).get("environment", {}).values())


@every_service
def test_networks_volumes_and_dependencies_are_declared(name: str):
    declared = document()
    assert set(service(name).get("networks", [])) <= set(declared["networks"])
    assert set(service(name).get("depends_on", {})) <= set(services())
    for mount in service(name).get("volumes", []):
        source = mount.split(":")[0]
        assert (ROOT / source).exists() if source.startswith("./") else source in declared["volumes"], mount


@every_service
def test_a_container_can_do_nothing_to_its_image_or_its_host(name: str):
    assert service(name)["read_only"] is True
    assert service(name)["cap_drop"] == ["ALL"]
    assert service(name)["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "devices"} & set(service(name))
    assert not any("docker.sock" in mount for mount in service(name).get("volumes", []))


@every_service
def test_nobody_is_root(name: str):
    user = service(name).get("user") or USERS_OF_OWN_IMAGES[service(name)["image"]]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


@every_service
def test_files_of_the_repository_are_mounted_read_only(name: str):
    mounts = [mount for mount in service(name).get("volumes", []) if mount.startswith("./")]
    assert all(mount.endswith(":ro") for mount in mounts)


@every_service
def test_an_image_is_our_own_or_pinned_to_a_version(name: str):
    image = service(name)["image"]
    if image in OWN_IMAGES:
        assert service(name)["build"]["dockerfile"] == "deploy/Dockerfile"
        assert image == f"sales-copilot-{service(name)['build']['target']}"
    else:
        assert re.search(r":v?\d+\.\d+\.\d+", image)


def test_only_the_proxy_publishes_ports_and_the_editor_stays_on_the_loopback():
    assert [name for name in services() if "ports" in service(name)] == ["proxy"]
    published = [interpolate(port, {}) for port in service("proxy")["ports"]]
    assert published == ["80:8080", "443:8443", "127.0.0.1:5678:5678"]


def test_the_databases_have_no_way_out_and_nobody_but_n8n_stands_behind_the_proxy():
    assert document()["networks"]["data"]["internal"] is True
    assert {name for name in services() if "front" in service(name).get("networks", [])} == {
        "proxy", "n8n", "n8n-worker", "n8n-webhook"
    }  # fmt: skip
    for name in ("postgres", "postgrest", "redis"):
        assert service(name)["networks"] == ["data"]


def test_everything_that_stays_up_has_a_health_check():
    """PostgREST's image has no shell: the door in front of it asks it."""
    without = {name for name in services() if "healthcheck" not in service(name)}
    assert without == ONE_SHOT | {"postgrest"}
    assert service("supabase")["healthcheck"]["test"][-1].endswith(":54321/ready")
    assert "handle /ready" in (ROOT / "deploy" / "proxy" / "supabase.Caddyfile").read_text()


def test_the_health_check_of_n8n_is_valid_javascript_and_fails_where_nobody_answers():
    test = service("n8n")["healthcheck"]["test"]
    assert test[:3] == ["CMD", "node", "-e"]
    script = test[3].replace(":5678/", ":9/")
    checked = subprocess.run([require(NODE), "-e", script], check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (1, "")


def test_jobs_run_once_and_the_rest_comes_back():
    assert {name for name in services() if service(name)["restart"] == "no"} == ONE_SHOT
    assert {service(name)["restart"] for name in set(services()) - ONE_SHOT} == {"unless-stopped"}


@every_service
def test_a_dependency_is_waited_for_in_the_way_that_fits_it(name: str):
    for other, how in service(name).get("depends_on", {}).items():
        fitting = {"service_completed_successfully"} if other in ONE_SHOT else {"service_healthy"}
        if "healthcheck" not in service(other) and other not in ONE_SHOT:
            fitting = {"service_started"}
        assert how["condition"] in fitting, other


@every_service
def test_a_service_without_profile_needs_none_that_has_one(name: str):
    if service(name).get("profiles"):
        return
    for other, how in service(name).get("depends_on", {}).items():
        assert not service(other).get("profiles") or how["required"] is False


def test_nothing_starts_before_the_migrations():
    def needs(name: str) -> set[str]:
        direct = set(service(name).get("depends_on", {}))
        return direct | {deeper for other in direct for deeper in needs(other)}

    for name in set(services()) - {"postgres", "migrate", "redis"}:
        assert "migrate" in needs(name), name
    assert "import" in needs("n8n")
    assert needs("proxy") > {"n8n", "functions"}


def test_the_queue_is_a_profile_with_two_workers():
    assert {name for name in services() if service(name).get("profiles") == ["queue"]} == QUEUE
    assert interpolate(service("n8n-worker")["deploy"]["replicas"], {}) == "2"
    assert service("n8n-worker")["command"] == ["worker"]
    assert service("n8n-webhook")["command"] == ["webhook"]
    assert service("n8n-webhook")["environment"] == service("n8n")["environment"]


def test_a_worker_has_its_own_limit_because_the_environment_wins_over_the_flag():
    own = {"N8N_CONCURRENCY_PRODUCTION_LIMIT": "20"}
    assert service("n8n-worker")["environment"] == service("n8n")["environment"] | own


def test_no_secret_is_written_in_the_file():
    secret = re.compile(r"(PASSWORD|TOKEN|SECRET|KEY|HASH)$")
    for name in services():
        for variable, value in service(name).get("environment", {}).items():
            if secret.search(variable):
                assert re.fullmatch(r"\$\{[A-Z0-9_]+(:[?-][^}]*)?\}", value), variable


def test_nobody_gets_a_secret_that_it_does_not_use():
    editor = {"FUNCTIONS_TOKEN", "SUPABASE_SERVICE_ROLE_KEY", "POSTGRES_PASSWORD", "OPENROUTER_API_KEY"}
    assert not editor & set(service("n8n")["environment"])
    functions = {"N8N_ENCRYPTION_KEY", "POSTGRES_PASSWORD", "SUPABASE_JWT_SECRET", "N8N_DB_PASSWORD"}
    assert not functions & set(service("functions")["environment"])


def test_compose_itself_accepts_the_file_where_its_client_is_installed():
    version = ["docker", "compose", "version"]
    if not shutil.which("docker") or subprocess.run(version, check=False, capture_output=True).returncode:
        return  # the tests above have looked at the same things
    given = dict.fromkeys(re.findall(r"\$\{([A-Z0-9_]+):\?", FILE.read_text()), "x")
    profiles = ["--profile", "queue", "--profile", "demo"]
    command = ["docker", "compose", "--env-file", "/dev/null", "-f", str(FILE), *profiles, "config", "--quiet"]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"} | given
    checked = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["import", "n8n", "n8n-worker", "n8n-webhook"])
def test_every_hook_of_n8n_and_what_it_requires_is_mounted(name: str):
    mounts = [volume.split(":") for volume in service(name)["volumes"] if volume.endswith(":ro")]
    folders = {target: source for source, target, _ in mounts}
    settings = service(name)["environment"]
    preloaded = settings["NODE_OPTIONS"].split("--require ")[1:]
    for hook in [*settings["EXTERNAL_HOOK_FILES"].split(":"), *preloaded]:
        folder, _, file = hook.rpartition("/")
        source = ROOT / folders[folder]
        required = re.findall(r"require\('\./([\w.-]+)'\)", (source / file).read_text(encoding="utf-8"))
        assert all((source / name).exists() for name in required), required
