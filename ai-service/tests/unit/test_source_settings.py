"""What MOSAIC_AI_SOURCES may say."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mosaic_ai.settings import Settings
from mosaic_ai.source_settings import sources_of

FILM = {"name": "film", "kind": "file", "path": "gate/film.mp4"}
WEBCAM = {"name": "webcam", "kind": "v4l2", "device": "/dev/video0"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("AMQP_URL", "BACKEND_URL", "STREAMING_URL", "EVIDENCE_URL"):
        monkeypatch.setenv(f"MOSAIC_{name}", "x://y")
    for name in ("SECRETS_DIR", "DATA_DIR", "AI_SOURCES_DIR"):
        monkeypatch.setenv(f"MOSAIC_{name}", str(tmp_path))
    return monkeypatch


def test_sources_when_unset_then_none(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("MOSAIC_AI_SOURCES_DIR")
    assert Settings().ai_sources == ()


@pytest.mark.parametrize("given", ["", " ", "[]"])
def test_sources_when_empty_then_none_and_no_folder(
    environment: pytest.MonkeyPatch, given: str
) -> None:
    environment.setenv("MOSAIC_AI_SOURCES", given)
    for name in ("SOURCES_DIR", "METRICS_FILE"):
        environment.setenv(f"MOSAIC_AI_{name}", "")
    settings = Settings()
    assert settings.ai_sources == ()
    assert settings.ai_sources_dir is settings.ai_metrics_file is None


@pytest.mark.parametrize("given", ["film.mp4", "{", '{"name": "film"}', "7", '["film"]', "null"])
def test_sources_when_no_list_then_the_start_is_refused_by_name(
    environment: pytest.MonkeyPatch, given: str
) -> None:
    environment.setenv("MOSAIC_AI_SOURCES", given)
    with pytest.raises(ValidationError, match="ai_sources"):
        Settings()


def test_sources_when_given_then_with_all_they_say(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = [{**FILM, "loop": False, "fps": 0.1, "width": 640}, {**WEBCAM, "fps": 30}]
    environment.setenv("MOSAIC_AI_SOURCES", json.dumps(given))
    settings = Settings()
    film, webcam = sources_of(settings.ai_sources, settings.ai_sources_dir)
    assert (film.location, film.root) == (Path("gate/film.mp4"), tmp_path)
    assert (film.loop, film.fps, film.width) == (False, 0.1, 640)
    assert (webcam.location, webcam.loop, webcam.fps, webcam.width) == (
        Path("/dev/video0"),
        True,
        30,
        None,
    )
    assert film.id != webcam.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "../secrets/key"},
        {"path": "a/../../b.mp4"},
        {"path": "/etc/passwd"},
        {"path": ""},
        {"path": "."},
        {"path": "a\0b"},
        {"path": None},
        {"device": "/dev/video0"},
        {"kind": "v4l2"},
        {"kind": "v4l2", "path": None, "device": "/dev/null"},
        {"kind": "v4l2", "path": None, "device": "/dev/video0/../null"},
        {"kind": "v4l2", "path": None, "device": "/dev/video"},
        {"kind": "rtsp", "path": "rtsp://10.0.0.7/"},
        {"fps": 0.05},
        {"fps": 31},
        {"fps": "fast"},
        {"width": 10},
        {"name": "a b"},
        {"name": ""},
        {"more": 1},
    ],
)
def test_sources_when_one_is_wrong_then_the_start_is_refused_by_name(
    environment: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    environment.setenv("MOSAIC_AI_SOURCES", json.dumps([{**FILM, **wrong}]))
    with pytest.raises(ValidationError, match="ai_sources"):
        Settings()


@pytest.mark.parametrize(
    "given", [[FILM, {**WEBCAM, "name": "film"}], [{**FILM, "name": f"f{n}"} for n in range(17)]]
)
def test_sources_when_they_do_not_fit_together_then_refused(
    environment: pytest.MonkeyPatch, given: list[dict[str, str]]
) -> None:
    environment.setenv("MOSAIC_AI_SOURCES", json.dumps(given))
    with pytest.raises(ValidationError):
        Settings()


def test_sources_when_a_file_has_no_folder_then_refused(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("MOSAIC_AI_SOURCES_DIR")
    environment.setenv("MOSAIC_AI_SOURCES", json.dumps([WEBCAM]))
    assert Settings().ai_sources
    environment.setenv("MOSAIC_AI_SOURCES", json.dumps([FILM]))
    with pytest.raises(ValidationError, match="MOSAIC_AI_SOURCES_DIR"):
        Settings()
