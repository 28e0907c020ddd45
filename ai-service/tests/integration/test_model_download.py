"""Models fetched from a server that stands in for their maker's."""

import hashlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ai_models import ModelsFolder
from ai_onnx import COCO_SIX, write_detector

from mosaic_ai import model_command
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.model_download import OfferedModel, chosen, offered_models, pull
from mosaic_ai.infrastructure.model_registry import FileModelRegistry, shipped_dir


class Maker:
    """Serves one file; counts how often; can break off, lead elsewhere or refuse."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked: list[str] = []
        self.cut_off = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/model.onnx")
                    self.end_headers()
                    return
                if self.path != "/model.onnx":
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(outer.content)))
                self.end_headers()
                half = len(outer.content) // 2
                self.wfile.write(outer.content[:half] if outer.cut_off else outer.content)

            def log_message(self, *_: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def offer(self, path: str = "/model.onnx", **more: str) -> OfferedModel:
        fields = {
            "name": "finder",
            "version": "3",
            "role": "detector",
            "file": "model.onnx",
            "url": self.url + path,
            "sha256": self.sha256,
            "licence": "MIT",
            "source": "its maker",
        }
        return OfferedModel.model_validate(fields | more)


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[Maker]:
    made = Maker(write_detector(tmp_path / "made.onnx", classes=COCO_SIX).read_bytes())
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> ModelsFolder:
    return ModelsFolder(tmp_path / "models")


def left_over(folder: ModelsFolder) -> list[str]:
    """Files of models, whole or not."""
    found = (path for path in folder.path.rglob("*") if path.is_file())
    return sorted(path.name for path in found if path.name != "registry.json")


@pytest.mark.parametrize("path", ["/model.onnx", "/moved"])
def test_pull_when_genuine_then_registered_once_and_not_fetched_again(
    maker: Maker, folder: ModelsFolder, path: str
) -> None:
    folder.add_ours("plate_locator", name="other")
    for _ in range(2):
        pull(maker.offer(path), folder.path)
    known = FileModelRegistry(shipped_dir(), folder.path)
    assert known.known().faults == []
    found = known.find("detector", "finder", "3")
    assert found.path.read_bytes() == maker.content
    assert (found.licence, found.sha256) == ("MIT", maker.sha256)
    assert known.find("plate_locator", "other", "1")
    assert maker.asked.count("/model.onnx") == 1


def test_pull_when_the_file_was_altered_then_fetched_again(
    maker: Maker, folder: ModelsFolder
) -> None:
    path = pull(maker.offer(), folder.path)
    path.write_bytes(b"x")
    assert pull(maker.offer(), folder.path).read_bytes() == maker.content


def test_pull_when_no_sha256_is_known_then_only_with_one_given(
    maker: Maker, folder: ModelsFolder
) -> None:
    with pytest.raises(ModelError, match="no SHA-256"):
        pull(maker.offer(sha256=""), folder.path)
    assert maker.asked == []
    pull(maker.offer(sha256=""), folder.path, sha256=maker.sha256.upper())
    assert FileModelRegistry(shipped_dir(), folder.path).find("detector", "finder", "3")


def _other_sha256(maker: Maker, _folder: ModelsFolder) -> tuple[OfferedModel, str]:
    return maker.offer(sha256="0" * 64), "model-checksum"


def _cut_off(maker: Maker, _folder: ModelsFolder) -> tuple[OfferedModel, str]:
    maker.cut_off = True
    return maker.offer(), "model-unusable"


def _not_there(maker: Maker, _folder: ModelsFolder) -> tuple[OfferedModel, str]:
    return maker.offer("/nothing"), "model-unusable"


def _nobody_answers(maker: Maker, _folder: ModelsFolder) -> tuple[OfferedModel, str]:
    maker.server.shutdown()
    maker.server.server_close()
    return maker.offer(), "model-unusable"


def _no_web_address(maker: Maker, _folder: ModelsFolder) -> tuple[OfferedModel, str]:
    return maker.offer(url="file:///etc/passwd"), "model-unusable"


def _damaged_registry(maker: Maker, folder: ModelsFolder) -> tuple[OfferedModel, str]:
    (folder.path / "registry.json").write_text("{")
    return maker.offer(), "model-unusable"


FAULTS = [_other_sha256, _cut_off, _not_there, _nobody_answers, _no_web_address, _damaged_registry]


@pytest.mark.parametrize("fault", FAULTS)
def test_pull_when_something_is_wrong_then_refused_and_nothing_is_left(
    maker: Maker,
    folder: ModelsFolder,
    fault: Callable[[Maker, ModelsFolder], tuple[OfferedModel, str]],
) -> None:
    offer, code = fault(maker, folder)
    with pytest.raises(ModelError) as refused:
        pull(offer, folder.path)
    assert refused.value.code == code
    assert left_over(folder) == []


def test_pull_when_another_sha256_is_given_than_the_known_one_then_refused(
    maker: Maker, folder: ModelsFolder
) -> None:
    with pytest.raises(ModelError, match=maker.sha256):
        pull(maker.offer(), folder.path, sha256="0" * 64)
    assert maker.asked == []


def test_pull_when_the_folder_cannot_be_written_then_told(
    maker: Maker, folder: ModelsFolder
) -> None:
    (folder.path / "finder-3").write_text("in its place")
    with pytest.raises(ModelError, match="cannot be written"):
        pull(maker.offer(), folder.path)


def test_offered_models_then_each_has_an_address_of_its_maker_and_is_found_by_name() -> None:
    offers = offered_models(shipped_dir())
    for offer in offers:
        assert offer.url.startswith("https://")
        assert offer.licence
        assert offer.data_policy
        assert chosen(offers, offer.name, offer.version) is offer
        assert chosen(offers, offer.name, None) is offer
    with pytest.raises(ModelError, match="yolov8n"):
        chosen(offers, "nobody", None)


def test_command_when_pulled_listed_and_verified_then_as_it_stands(
    maker: Maker,
    folder: ModelsFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MOSAIC_MODELS_DIR", str(folder.path))
    monkeypatch.setattr(model_command, "offered_models", lambda _: [maker.offer()])

    def run(*arguments: str) -> tuple[int, str]:
        status = model_command.main(arguments)
        told = capsys.readouterr()
        return status, told.out + told.err

    assert "offered   detector          finder 3" in run("list")[1]
    status, told = run("pull", "finder")
    assert status == 0
    assert "./mosaic models activate detector finder 3" in told
    rows = json.loads(run("list", "--json")[1])
    assert {row["name"]: row["state"] for row in rows}["finder"] == "present"
    assert run("verify", "finder") == (0, "detector          finder 3: ok\n")
    (folder.path / "finder-3" / "model.onnx").write_bytes(b"x")
    status, told = run("verify")
    assert status == 1
    assert "finder 3: model-checksum" in told
    assert "mosaic-plate-locator 2: ok" in told
    assert run("verify", "nobody")[0] == 1
    folder.write({"models": [{"name": "x"}]})
    assert run("verify", "pp-ocrv6")[0] == 1


def test_command_when_no_folder_is_named_then_told_and_the_configuration_file_may(
    maker: Maker,
    folder: ModelsFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("MOSAIC_MODELS_DIR", raising=False)
    monkeypatch.delenv("MOSAIC_AI_CONFIG", raising=False)
    monkeypatch.setattr(model_command, "offered_models", lambda _: [maker.offer()])
    assert model_command.main(["pull", "finder"]) == 1
    assert "MOSAIC_MODELS_DIR" in capsys.readouterr().err
    file = tmp_path / "ai.yml"
    file.write_text(f"models_dir: {folder.path}\n")
    monkeypatch.setenv("MOSAIC_AI_CONFIG", str(file))
    assert model_command.main(["pull", "finder"]) == 0
    assert left_over(folder) == ["model.onnx"]
