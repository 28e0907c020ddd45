"""Settings from a YAML file, under those of the environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mosaic_ai.settings import read_settings

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "ai.yml"


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Named by the environment, which holds what must be set besides."""
    for name in list(os.environ):
        if name.startswith("MOSAIC_AI") or name == "MOSAIC_MODELS_DIR":
            monkeypatch.delenv(name)
    for name in ("AMQP_URL", "BACKEND_URL", "STREAMING_URL", "EVIDENCE_URL"):
        monkeypatch.setenv(f"MOSAIC_{name}", "x://y")
    for name in ("SECRETS_DIR", "DATA_DIR"):
        monkeypatch.setenv(f"MOSAIC_{name}", str(tmp_path))
    path = tmp_path / "ai.yml"
    monkeypatch.setenv("MOSAIC_AI_CONFIG", str(path))
    return path


def test_settings_when_only_the_file_tells_then_as_the_file_says(file: Path) -> None:
    file.write_text("ai_threads: 7\nai_plate_countries: [gb, 'no']\nmodels_dir: /srv/models\n")
    settings = read_settings()
    assert settings.ai_threads == 7
    assert settings.ai_plate_countries == ("GB", "NO")
    assert settings.models_dir == Path("/srv/models")
    assert settings.log_level == "INFO"


def test_settings_when_the_environment_tells_too_then_it_goes_first(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("ai_threads: 7\nai_port: 9000\nbackend_url: http://file\n")
    monkeypatch.setenv("MOSAIC_AI_THREADS", "3")
    settings = read_settings()
    assert (settings.ai_threads, settings.ai_port) == (3, 9000)
    assert settings.backend_url == "x://y"


def test_settings_when_the_file_tells_what_must_be_told_then_no_variable_is_needed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOSAIC_BACKEND_URL")
    file.write_text("backend_url: http://backend:8000\n")
    assert read_settings().backend_url == "http://backend:8000"


def test_settings_when_no_file_is_named_then_those_of_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_AI_CONFIG", "")
    assert read_settings().ai_threads is None
    file.write_text("# nothing\n")
    monkeypatch.setenv("MOSAIC_AI_CONFIG", str(file))
    assert read_settings().ai_threads is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("ai_thread: 7\n", "ai_thread: there is no such setting"),
        ("MOSAIC_AI_THREADS: 7\n", "MOSAIC_AI_THREADS: there is no such setting"),
        ("ai_threads: many\n", "ai_threads: Input should be a valid integer"),
        ("ai_threads: 0\n", "ai_threads: Input should be greater than or equal to 1"),
        ("ai_threads: [1]\n", "ai_threads: Input should be a valid integer"),
        ("ai_plate_countries: ZZ\n", "ai_plate_countries: Value error, no plate formats"),
        ("ai_plate_countries: [GB, NO]\n", "ai_plate_countries/1: Input should be a valid string"),
        ("ai_threads: 1\nai_threads: 2\n", "line 2: ai_threads stands there twice"),
        ("ai_threads: {\n", "line 2: "),
        ("- ai_threads\n", "keys and values are wanted"),
        ("7: 7\n", "keys and values are wanted"),
        ("!!python/object/apply:os.getcwd []\n", "line 1: "),
        ("\udcff", "no UTF-8"),
        ("[" * 20_000, "ai.yml"),
    ],
)
def test_start_when_the_file_is_wrong_then_ended_with_file_key_and_reason(
    file: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(SystemExit) as ended:
        read_settings()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{file}: ")
    assert told in said


def test_start_when_a_variable_is_wrong_then_named_though_the_file_tells_it_too(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("ai_threads: 7\n")
    monkeypatch.setenv("MOSAIC_AI_THREADS", "many")
    with pytest.raises(SystemExit):
        read_settings()
    assert capsys.readouterr().err.startswith("MOSAIC_AI_THREADS: ")


def test_service_when_the_file_is_missing_then_ended_before_it_starts(file: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "mosaic_ai"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.strip() == f"{file}: No such file or directory"


def test_example_then_every_key_is_a_setting(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSAIC_AI_CONFIG", str(EXAMPLE))
    settings = read_settings()
    for key in yaml.safe_load(EXAMPLE.read_text()):
        assert getattr(settings, key)
    assert settings.ai_plate_countries == ("GB", "IE", "FR")
