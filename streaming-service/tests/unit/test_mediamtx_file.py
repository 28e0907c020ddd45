"""What is rendered is read as what was meant."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_streaming.infrastructure.mediamtx_file import MediaMtxFile

from .test_paths import IDS

BASE = {"api": True, "pathDefaults": {"sourceOnDemand": True, "record": False}}
NAME = str(IDS[0])


def made(folder: Path, base: object = BASE) -> MediaMtxFile:
    (folder / "base.yml").write_text(yaml.safe_dump(base))
    return MediaMtxFile(folder / "mediamtx.yml", folder / "base.yml", Path("/recordings"))


def read(folder: Path) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((folder / "mediamtx.yml").read_text())
    return found


# A control character is refused with the address; a lone surrogate is no text.
sources = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@settings(deadline=None)  # files on a busy machine
@given(sources)
def test_path_when_rendered_then_read_as_the_same(
    tmp_path_factory: pytest.TempPathFactory, source: str
) -> None:
    folder = tmp_path_factory.mktemp("file")
    assert made(folder).write({NAME: {"source": source, "n": 1}}, again=False)
    assert read(folder)["paths"] == {NAME: {"source": source, "n": 1}}


def test_path_when_a_setting_is_every_paths_then_left_out_and_one_that_is_not_stays(
    tmp_path: Path,
) -> None:
    path = {"source": "rtsp://10.0.0.1/a", "sourceOnDemand": True, "record": True}
    made(tmp_path).write({NAME: path}, again=False)
    assert read(tmp_path)["paths"] == {NAME: {"source": "rtsp://10.0.0.1/a", "record": True}}


def test_file_when_nothing_changed_then_not_written_but_again_when_asked(tmp_path: Path) -> None:
    file = made(tmp_path)
    paths = {NAME: {"source": "rtsp://10.0.0.1/a"}}
    assert file.write(paths, again=False)
    assert not file.write(dict(paths), again=False)
    assert file.write(paths, again=True)
    assert file.write({}, again=False)
    assert read(tmp_path)["paths"] == {}


def test_file_when_the_base_has_paths_then_those_that_are_no_cameras_stay(tmp_path: Path) -> None:
    own = {"door": {"source": "publisher"}, str(IDS[1]): {"source": "rtsp://10.0.0.9/old"}}
    made(tmp_path, BASE | {"paths": own}).write({NAME: {"source": "rtsp://a/b"}}, again=False)
    assert read(tmp_path)["paths"] == {
        "door": {"source": "publisher"},
        NAME: {"source": "rtsp://a/b"},
    }
