"""`./mosaic config` against a backend that answers as the real one does."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx
from typer.testing import CliRunner

from mosaic_cli.configuration import config

URL = "http://127.0.0.1:8150"
PLAN = {
    "applied": False,
    "nothing_to_do": False,
    "counts": {"create": 1, "change": 1, "delete": 0, "unchanged": 2},
    "lines": [
        {"kind": "site", "key": "Yard", "action": "create", "before": None, "after": {}},
        {
            "kind": "camera",
            "key": "gate",
            "action": "change",
            "before": {"name": "A"},
            "after": {"name": "B"},
        },
    ],
    "digest": "d1",
}


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.MockRouter]:
    monkeypatch.setenv("MOSAIC_HOME", str(tmp_path))
    accounts = {"admin": {"username": "admin", "password": "secret"}}
    (tmp_path / "credentials.json").write_text(json.dumps({"url": URL, "accounts": accounts}))
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        signing_in = router.post("/api/v1/auth/token").respond(
            json={"access": "token"}, headers={"Set-Cookie": "mosaic_refresh=r1; Path=/api/v1/auth"}
        )
        signing_out = router.post("/api/v1/auth/logout").respond(204)
        yield router
        for call in signing_out.calls:
            assert call.request.headers["Cookie"] == "mosaic_refresh=r1"
        assert signing_out.call_count == signing_in.call_count


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "site.yaml"
    path.write_text("mosaic: 1\n")
    return path


def run(*arguments: str, answer: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(config, arguments, input=answer)
    return result.exit_code, result.output


def test_apply_when_confirmed_then_just_the_shown_plan_is_applied(backend, file):
    backend.post("/api/v1/config/plan").respond(json=PLAN)
    applying = backend.post("/api/v1/config/apply").respond(json=PLAN | {"applied": True})
    code, output = run("apply", str(file), answer="y\n")
    assert code == 0
    assert "+ site Yard" in output
    assert 'name: "A" → "B"' in output
    request = applying.calls.last.request
    assert dict(request.url.params) == {"prune": "false", "expected": "d1"}
    assert request.headers["Content-Type"] == "application/yaml"
    assert request.headers["Authorization"] == "Bearer token"


def test_apply_when_not_confirmed_then_nothing_is_sent(backend, file):
    backend.post("/api/v1/config/plan").respond(json=PLAN)
    applying = backend.post("/api/v1/config/apply").respond(json=PLAN)
    assert run("apply", str(file), answer="n\n")[0] == 1
    assert not applying.called


def test_apply_when_nothing_differs_then_said_and_nothing_is_sent(backend, file):
    counts = {"create": 0, "change": 0, "delete": 0, "unchanged": 4}
    same = PLAN | {"nothing_to_do": True, "lines": [], "counts": counts}
    backend.post("/api/v1/config/plan").respond(json=same)
    applying = backend.post("/api/v1/config/apply").respond(json=same)
    assert run("apply", str(file), "--yes") == (0, "nothing to do\n")
    assert not applying.called


def test_apply_when_the_file_has_faults_then_every_one_is_shown(backend, file):
    faults = [{"pointer": f"/rows/{n}/name", "code": "config", "detail": "bad"} for n in (2, 9)]
    backend.post("/api/v1/config/plan").respond(
        400, json={"detail": "2 places are not acceptable.", "errors": faults}
    )
    code, output = run("apply", str(file), "--yes")
    assert code == 1
    assert "/rows/2/name: bad" in output
    assert "/rows/9/name: bad" in output


def test_export_when_to_a_file_then_private_and_told_of_credentials(backend, tmp_path):
    exporting = backend.get("/api/v1/config").respond(text="key\n")
    target = tmp_path / "cameras.csv"
    code, output = run("export", str(target), "--with-credentials")
    assert (code, target.read_text()) == (0, "key\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "plain text" in output
    assert dict(exporting.calls.last.request.url.params) == {
        "format": "csv",
        "with_credentials": "true",
    }


def test_plan_when_shown_then_nothing_is_applied_and_prune_is_passed_on(backend, file):
    planning = backend.post("/api/v1/config/plan").respond(json=PLAN)
    applying = backend.post("/api/v1/config/apply").respond(json=PLAN)
    code, output = run("plan", str(file), "--prune")
    assert code == 0
    assert 'name: "A" → "B"' in output
    assert "plan: 1 create, 1 change" in output
    assert dict(planning.calls.last.request.url.params) == {"prune": "true"}
    assert not applying.called
    planning.respond(400, json={"detail": "1 place is not acceptable.", "errors": []})
    assert run("plan", str(file))[0] == 1
