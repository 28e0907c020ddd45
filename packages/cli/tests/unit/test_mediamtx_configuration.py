from pathlib import Path

import pytest
import yaml

from mosaic_cli.components.mediamtx import PORTS, MediaMTX
from mosaic_cli.repository import ROOT


def _component(tmp_path: Path) -> MediaMTX:
    return MediaMTX(
        binary=Path("/nonexistent/mediamtx"),
        folder=tmp_path / "mediamtx",
        template=ROOT / "mediamtx.yml",
        recordings=tmp_path / "recordings",
        ports={name: 20000 + number for number, name in enumerate(PORTS)},
        jwks_url="http://127.0.0.1:1/internal/jwks.json",
    )


def test_base_configuration_when_written_then_listens_on_loopback_only(tmp_path: Path) -> None:
    component = _component(tmp_path)
    component.part().prepare()
    base = yaml.safe_load(component.base_config.read_text())
    enabled = {"api", "metrics", "playback", "rtsp", "hls", "webrtc"}
    assert {base[f"{name}Address"].split(":")[0] for name in enabled} == {"127.0.0.1"}
    assert base["webrtcLocalUDPAddress"].startswith("127.0.0.1:")
    assert not any(base[name] for name in ("rtmp", "srt", "moq"))
    assert "paths" not in base
    assert base["authMethod"] == "jwt"
    assert str(tmp_path / "recordings") in base["pathDefaults"]["recordPath"]
    for file in (component.base_config, component.config):
        assert file.stat().st_mode & 0o777 == 0o600


def test_configuration_when_streaming_rendered_paths_before_then_they_are_kept(
    tmp_path: Path,
) -> None:
    component = _component(tmp_path)
    component.part().prepare()
    rendered = yaml.safe_load(component.config.read_text())
    rendered["paths"] = {"0192": {"source": "rtsp://192.0.2.1/live"}}
    component.config.write_text(yaml.safe_dump(rendered))
    component.part().prepare()
    assert yaml.safe_load(component.config.read_text())["paths"] == rendered["paths"]


def test_configuration_when_streaming_rendered_a_path_a_line_then_kept_as_they_are(
    tmp_path: Path,
) -> None:
    component = _component(tmp_path)
    component.part().prepare()
    line = '  "0192": {"source": "rtsp://192.0.2.1/a#: b", "record": false}\n'
    component.config.write_text("api: true\npaths:\n" + line)
    component.part().prepare()
    assert component.config.read_text().endswith("\npaths:\n" + line)
    written = yaml.safe_load(component.config.read_text())
    assert written["paths"] == {"0192": {"source": "rtsp://192.0.2.1/a#: b", "record": False}}
    assert written["apiAddress"].startswith("127.0.0.1:")


@pytest.mark.parametrize("damaged", ['  "0192": {"source": "rt', "  x", '  "a": 1'])
def test_configuration_when_a_path_broke_off_then_starts_with_what_can_be_read(
    tmp_path: Path, damaged: str
) -> None:
    component = _component(tmp_path)
    component.part().prepare()
    component.config.write_text("api: true\npaths:\n" + damaged)
    component.part().prepare()
    paths = yaml.safe_load(component.config.read_text())["paths"]
    assert "0192" not in paths


def test_configuration_when_the_rendered_file_is_damaged_then_starts_without_paths(
    tmp_path: Path,
) -> None:
    component = _component(tmp_path)
    component.part().prepare()
    component.config.write_text("paths: [unfinished")
    component.part().prepare()
    assert yaml.safe_load(component.config.read_text())["paths"] == {}
