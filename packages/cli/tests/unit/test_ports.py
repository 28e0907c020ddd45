import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mosaic_cli import ports
from mosaic_cli.ports import (
    LOOPBACK,
    PREFERRED_HTTP,
    PortTakenError,
    choose_http_port,
    free_ports,
    is_free,
    keep_ports,
    load_ports,
)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server.getsockname()[1]


def test_ports_when_kept_and_free_then_stay_the_same(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first, _ = keep_ports(file, ["a", "b", "c"])
    second, moved = keep_ports(file, ["a", "b", "c"])
    assert first == second
    assert moved == []
    assert len(set(first.values())) == 3
    assert file.stat().st_mode & 0o777 == 0o600


def test_ports_when_one_was_taken_meanwhile_then_only_that_one_moves(
    tmp_path: Path, taken_port: int
) -> None:
    file = tmp_path / "ports.json"
    first, _ = keep_ports(file, ["a", "b"])
    file.write_text(f'{{"a": {taken_port}, "b": {first["b"]}}}')
    second, moved = keep_ports(file, ["a", "b"])
    assert moved == ["a"]
    assert second["b"] == first["b"]
    assert second["a"] != taken_port
    assert load_ports(file) == second


def test_ports_when_the_file_is_damaged_then_new_ones_are_chosen(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    file.write_text("{not json")
    chosen, _ = keep_ports(file, ["a"])
    assert is_free(chosen["a"])


def test_http_port_when_asked_for_and_taken_then_is_refused_by_name(taken_port: int) -> None:
    with pytest.raises(PortTakenError, match=str(taken_port)):
        choose_http_port(None, str(taken_port), LOOPBACK)


@pytest.mark.parametrize("asked", ["0", "65536", "-1", "http", "8080 "])
def test_http_port_when_it_is_no_port_then_is_refused(asked: str) -> None:
    with pytest.raises(PortTakenError, match="MOSAIC_HTTP_PORT"):
        choose_http_port(None, asked, LOOPBACK)


def test_http_port_when_the_kept_one_is_taken_then_another_is_named(taken_port: int) -> None:
    port, remark = choose_http_port(taken_port, None, LOOPBACK)
    assert port != taken_port
    assert str(taken_port) in remark
    assert str(port) in remark


def test_http_port_when_asked_for_and_free_then_is_taken_silently() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        free = server.getsockname()[1]
    assert choose_http_port(PREFERRED_HTTP, str(free), LOOPBACK) == (free, "")


def test_is_free_when_only_udp_is_taken_then_is_not_free() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((LOOPBACK, 0))
        assert not is_free(server.getsockname()[1])


def test_free_ports_when_asked_again_and_again_then_each_once_and_none_of_outgoing_connections() -> (
    None
):
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = [port for _ in range(20) for port in free_ports(10)]
    assert len(set(ports)) == 200
    assert max(ports) < lowest


def test_passing_ports_when_another_process_lives_then_those_that_it_was_given_are_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = "from mosaic_cli.ports import free_ports; print(*free_ports(20), flush=True); input()"
    other = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    given = sorted(map(int, other.stdout.readline().split()))
    assert len(given) == 20
    # As if there were no others: nobody listens on any of them.
    monkeypatch.setattr(ports, "PASSING", given)
    monkeypatch.setattr(ports, "_given", set())
    try:
        with pytest.raises(PortTakenError):
            free_ports(1)
    finally:
        other.communicate("\n", timeout=30)
    monkeypatch.setattr(ports, "_given", set())
    assert sorted(free_ports(20)) == given
