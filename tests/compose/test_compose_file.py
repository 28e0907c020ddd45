"""docker-compose.yml holds what the design asks of it."""

import re
from typing import Any

import pytest
import yaml

from .compose_file import (
    COMPOSE,
    ROOT,
    SERVICES,
    TEXT,
    environment,
    one_shot,
    required_variables,
    substituted,
    words,
)

every_service = pytest.mark.parametrize("name", SERVICES)
BUILDS = {name: service["build"] for name, service in SERVICES.items() if "build" in service}
CREDENTIALS = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY|_PASS\b")
VARIABLE = re.compile(r"MOSAIC_[A-Z0-9_]*[A-Z0-9]")


def bytes_of(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([kmg])", text).groups()  # type: ignore[union-attr]
    return int(number) << {"k": 10, "m": 20, "g": 30}[unit]


@every_service
def test_a_service_has_limits_and_a_restart_policy(name: str) -> None:
    service = SERVICES[name]
    assert bytes_of(service["mem_limit"]) >= 64 << 20
    assert 0 < float(service["cpus"]) <= 4
    assert service["restart"] in {"unless-stopped", "no"}


@pytest.mark.parametrize(
    ("name", "cpus", "memory"),
    [("ai", 2.0, "3g"), ("streaming", 1.5, "1g"), ("backend", 0.5, "1g"), ("mediamtx", 2.5, "2g")],
)
def test_the_limits_are_those_of_the_design(name: str, cpus: float, memory: str) -> None:
    assert (SERVICES[name]["cpus"], SERVICES[name]["mem_limit"]) == (cpus, memory)


@every_service
def test_a_service_has_a_health_check_unless_it_runs_once(name: str) -> None:
    service = SERVICES[name]
    check = service.get("healthcheck", {})
    if one_shot(service):
        assert check == {"disable": True}
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}
        assert len(check["test"]) > 1
        assert {"interval", "timeout", "retries"} <= set(check)


@every_service
def test_what_a_service_waits_for_can_be_waited_for(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        awaited = SERVICES[other]
        if how["condition"] == "service_completed_successfully":
            assert one_shot(awaited)
        elif how["condition"] == "service_healthy":
            assert "test" in awaited["healthcheck"]
        else:
            assert how["condition"] == "service_started"


def test_only_the_front_door_and_webrtc_media_are_published() -> None:
    published = {
        name: [substituted(port) for port in service["ports"]]
        for name, service in SERVICES.items()
        if service.get("ports")
    }
    assert published == {"haproxy": ["80:80", "443:443"], "mediamtx": ["8189:8189/udp"]}
    assert not any(service.get("network_mode") for service in SERVICES.values())


def test_the_networks_keep_the_parts_apart() -> None:
    assert set(COMPOSE["networks"]) == {"edge", "app", "media", "data"}
    inside = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert inside == {"app", "data"}
    members = {
        network: {name for name, service in SERVICES.items() if network in service["networks"]}
        for network in COMPOSE["networks"]
    }
    assert members["edge"] == {"haproxy", "mediamtx"}
    assert not members["data"] & {"haproxy", "web", "mediamtx"}
    for store in ("postgres", "redis", "rabbitmq"):
        assert SERVICES[store]["networks"] == ["data"]


@every_service
def test_addresses_name_services_that_can_be_reached(name: str) -> None:
    service = SERVICES[name]
    for text in environment(service).values():
        for host in re.findall(r"(?:://|@|^)([a-z]+):\d{2,5}\b", substituted(text)):
            assert host in SERVICES, text
            assert set(SERVICES[host]["networks"]) & set(service["networks"]), text


@every_service
def test_no_secret_stands_in_the_file(name: str) -> None:
    service = SERVICES[name]
    for variable, value in environment(service).items():
        if CREDENTIALS.search(variable) and not variable.endswith("_DIR"):
            assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value), variable
    for text in words(service):
        for password in re.findall(r"://[^:@/\s]*:([^@\s]*)@", substituted(text)):
            assert re.fullmatch(r"<[A-Z_]+>", password), "a password in an address"
    command = service.get("command", [])
    if "--requirepass" in command:
        assert required_variables(command[command.index("--requirepass") + 1])


def test_what_compose_demands_is_in_the_example_with_a_blank() -> None:
    example = (ROOT / ".env.example").read_text().splitlines()
    for variable in required_variables(TEXT):
        assert f"{variable}=" in example


def test_every_variable_is_documented() -> None:
    documented = VARIABLE.findall((ROOT / "docs/reference/configuration.md").read_text())
    assert set(VARIABLE.findall(TEXT)) - set(documented) == set()


@every_service
def test_images_are_pinned(name: str) -> None:
    image = substituted(SERVICES[name]["image"])
    tag = image.rpartition("/")[2].partition(":")[2]
    assert re.match(r"v?\d", tag), image


def test_every_image_of_ours_is_built_once() -> None:
    ours = {
        service["image"] for service in SERVICES.values() if service["image"].startswith("mosaic/")
    }
    assert sorted(SERVICES[name]["image"] for name in BUILDS) == sorted(ours)


@pytest.mark.parametrize("name", BUILDS)
def test_a_dockerfile_takes_its_bases_as_arguments(name: str) -> None:
    lines = (ROOT / BUILDS[name]["context"] / BUILDS[name]["dockerfile"]).read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("FROM "))
    arguments: dict[str, str] = {}
    for line in lines[:first]:
        if line.startswith("ARG "):
            key, _, default = line[4:].partition("=")
            arguments[key] = default
    stages: set[str] = set()
    for line in (line for line in lines if line.startswith("FROM ")):
        _, base, *alias = line.split()
        if base not in stages:
            found = re.fullmatch(r"\$\{(\w+)\}", base)
            assert found, f"{base} is no argument"
            assert re.search(r":v?\d", arguments[found[1]]), "the default is not pinned"
        stages.update(alias[1:])


@pytest.mark.parametrize("name", BUILDS)
def test_our_images_do_not_run_as_root(name: str) -> None:
    dockerfile = (ROOT / BUILDS[name]["dockerfile"]).read_text()
    users = re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE)
    assert users or SERVICES[name].get("user")
    assert not {"root", "0"} & {*users, str(SERVICES[name].get("user", ""))}
    for service in SERVICES.values():
        if service["image"] == SERVICES[name]["image"]:
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert "no-new-privileges:true" in service["security_opt"]


@every_service
def test_files_and_volumes_exist(name: str) -> None:
    made_by_init = {f"./.mosaic/compose/{name}" for name in ("secrets", "recording-keys", "tls")}
    for volume in SERVICES[name].get("volumes", []):
        source = substituted(volume).partition(":")[0]
        if source.startswith("./"):
            assert source in made_by_init or (ROOT / source).exists(), source
        else:
            assert source in COMPOSE["volumes"]


def test_the_keys_of_tls_are_read_by_the_front_door_and_written_by_their_own_service() -> None:
    having = {
        name: [volume for volume in service.get("volumes", []) if "certificates:" in volume]
        for name, service in SERVICES.items()
    }
    assert {name: volumes for name, volumes in having.items() if volumes} == {
        "haproxy": ["certificates:/certificates:ro"],
        "certificates": ["certificates:/certificates"],
    }
    assert SERVICES["haproxy"]["user"] == SERVICES["certificates"]["user"]


def mounts_of(source: str) -> dict[str, list[str]]:
    """How it is mounted, by the services that have it."""
    having = {
        name: [volume for volume in service.get("volumes", []) if volume.startswith(f"{source}:")]
        for name, service in SERVICES.items()
    }
    return {
        name: [volume.removeprefix(f"{source}:") for volume in v] for name, v in having.items() if v
    }


def test_the_keys_of_recordings_are_read_where_recordings_are_and_written_by_the_worker() -> None:
    assert mounts_of("./.mosaic/compose/recording-keys") == {
        "backend": ["/recording-keys:ro"],
        "backend-worker": ["/recording-keys"],
    }
    for name in ("backend", "backend-worker"):
        told = environment(SERVICES[name])
        assert substituted(told["MOSAIC_RECORDING_ENCRYPTION"]) == "0"
        assert told["MOSAIC_RECORDING_KEYS_DIR"] == "/recording-keys"
        # A service's own list stands in place of the common one.
        common = {volume.partition(":")[0] for volume in COMPOSE["x-backend"]["volumes"]}
        assert common <= {volume.partition(":")[0] for volume in SERVICES[name]["volumes"]}


def test_recordings_are_written_by_mediamtx_and_the_worker_alone_and_both_as_one_user() -> None:
    """The worker puts encrypted files in the place of MediaMTX's: in folders that MediaMTX made."""
    writers = {name for name, how in mounts_of("recordings").items() if how != ["/recordings:ro"]}
    assert writers == {"mediamtx", "mediamtx-config", "backend-worker"}
    assert len({SERVICES[name]["user"] for name in writers}) == 1
    base: dict[str, Any] = yaml.safe_load((ROOT / "mediamtx.yml").read_text())
    assert base["pathDefaults"]["recordDeleteAfter"] == "0s"


def test_mediamtx_settings_are_those_of_the_base_file() -> None:
    base: dict[str, Any] = yaml.safe_load((ROOT / "mediamtx.yml").read_text())
    known = {key.lower() for key in base}
    for variable in environment(SERVICES["mediamtx"]):
        group, _, rest = variable.removeprefix("MTX_").lower().partition("_")
        assert group in known, variable
        assert not rest or (group, rest) == ("pathdefaults", "recordpath"), variable
