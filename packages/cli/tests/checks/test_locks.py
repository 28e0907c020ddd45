"""Lock files that carry addresses, lack hashes or are out of step are told."""

import json
import subprocess
from pathlib import Path

import pytest

from mosaic_cli.checks.locks import npm_lock_problems, problems, python_lock_problems
from mosaic_cli.repository import ROOT

PYPROJECT = (
    '[project]\nname = "x"\ndependencies = ["mosaic-contracts", "Foo_Bar==1.2", "other>=3"]\n'
)
HASH = "    --hash=sha256:" + "0" * 64
GOOD = f"# made by\nfoo-bar==1.2 \\\n{HASH}\nother==3.1 ; sys_platform == 'linux' \\\n{HASH} \\\n{HASH}\n"


def lock(folder: Path, content: str) -> list[str]:
    (folder / "pyproject.toml").write_text(PYPROJECT)
    path = folder / "requirements.lock"
    path.write_text(content)
    return list(python_lock_problems(path))


def test_python_lock_when_in_order_then_nothing_is_told(tmp_path: Path) -> None:
    assert lock(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD.replace("1.2", "1.3"), "locked at 1.3"),
        (GOOD.replace("other==3.1", "another==3.1"), "other is asked for"),
        (GOOD + "bare==1.0\n", "bare has no hash"),
        (GOOD + "loose>=1.0 \\\n" + HASH + "\n", "is not pinned"),
        ("--index-url https://somewhere.invalid/simple\n" + GOOD, "carries an address"),
        (GOOD + "direct @ https://somewhere.invalid/x.whl\n", "carries an address"),
    ],
)
def test_python_lock_when_something_is_wrong_then_told(
    tmp_path: Path, content: str, told: str
) -> None:
    assert any(told in problem for problem in lock(tmp_path, content))


def test_lock_with_extras_when_it_lacks_what_they_ask_for_then_told(tmp_path: Path) -> None:
    extras = '[project.optional-dependencies]\ntorch = ["large==2.0"]\nopenvino = []\n'
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + extras)
    path = tmp_path / "requirements-torch.lock"
    path.write_text(GOOD)
    assert [problem.split(" is ")[0] for problem in python_lock_problems(path)] == ["large"]
    path.write_text(f"{GOOD}large==2.0 \\\n{HASH}\n")
    assert list(python_lock_problems(path)) == []


def npm(folder: Path, entry: dict[str, str], asked: str = "1.0.0") -> list[str]:
    (folder / "package.json").write_text(json.dumps({"dependencies": {"a": asked}}))
    path = folder / "package-lock.json"
    packages = {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": entry}
    path.write_text(json.dumps({"packages": packages}))
    return list(npm_lock_problems(path))


def test_npm_lock_when_in_order_then_nothing_is_told(tmp_path: Path) -> None:
    assert npm(tmp_path, {"version": "1.0.0", "integrity": "sha512-x"}) == []


@pytest.mark.parametrize(
    ("entry", "asked", "told"),
    [
        ({"integrity": "sha512-x", "resolved": "https://x.invalid/a.tgz"}, "1.0.0", "an address"),
        ({"version": "1.0.0"}, "1.0.0", "no integrity"),
        ({"integrity": "sha512-x"}, "1.0.1", "differ from package.json"),
    ],
)
def test_npm_lock_when_something_is_wrong_then_told(
    tmp_path: Path, entry: dict[str, str], asked: str, told: str
) -> None:
    assert any(told in problem for problem in npm(tmp_path, entry, asked))


def test_repository_when_a_lock_is_missing_or_of_an_unwanted_kind_then_told(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "go.mod").write_text("module x\n")
    (tmp_path / "uv.lock").write_text("")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    told = "\n".join(problems(tmp_path))
    assert "no go.sum" in told
    assert "uv.lock" in told
    assert "no requirements.lock" in told


def test_this_repository_has_its_locks_in_order() -> None:
    assert list(problems(ROOT)) == []
