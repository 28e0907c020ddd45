"""The clients of docs/guide/partner-api.md, made as the page says."""

import importlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs/guide/partner-api.md"
DOCUMENT = ROOT / "backend-django/openapi-partner.json"
FRONTEND = ROOT / "frontend"
PACKAGE = "mosaic_partner_client"


def example(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return str(block)


@contextmanager
def python_client(folder: Path) -> Iterator[None]:
    """The package can be imported. Raises AssertionError for what the generator complains about."""
    file = ConfigFile.load_from_path(ROOT / "docs/examples/partner-client.yml")
    file.post_hooks = []  # they only make it prettier
    config = Config.from_sources(file, MetaType.NONE, DOCUMENT, "utf-8", True, folder / PACKAGE)
    complaints = openapi_python_client.generate(config=config)
    assert not complaints, [(each.header, each.detail) for each in complaints]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
            del sys.modules[name]


def operation(tag: str, name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.api.{tag}.{name}")


@contextmanager
def typescript_client(*sources: tuple[str, str]) -> Iterator[Path]:
    """A folder with the example as `client.js`, and the sources compiled; where node finds the packages."""
    with tempfile.TemporaryDirectory(dir=FRONTEND / "node_modules", prefix=".partner-") as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"type": "module"}')
        (folder / "client.ts").write_text(example("typescript"))
        for file, text in sources:
            (folder / file).write_text(text)
        _npx("openapi-typescript", str(DOCUMENT), "-o", str(folder / "partner.d.ts"))
        _npx(
            *("tsc", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext"),
            *("--moduleResolution", "bundler", "--types", "node"),
            *(str(path) for path in folder.glob("*.ts")),
        )
        yield folder


def _npx(*command: str) -> None:
    done = subprocess.run(
        ["npx", "--no-install", *command],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
