"""The stages of `./mosaic test` in their order, and what each runs."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.checks import reports
from mosaic_cli.checks.check import Check

BIN = Path(sys.executable).parent
FRONTEND = "frontend"
TWO = ("-n", "2", "--dist", "loadfile")
THREE = ("-n", "3", "--dist", "loadfile")
"""Pytest workers: half of their time tests wait for frozen processes and brokers; for streams they wait more."""


@dataclass(frozen=True)
class Stage:
    """static: reads files only, so that two of its checks may run at once. parts: its tests want the real ones.

    needs_stack: runs against a fresh stack, which is brought up before and taken down after.
    needs_programs: wants the system packages and MediaMTX, and nothing running.
    """

    name: str
    what: str
    checks: Callable[[Path], list[Check]]
    static: bool = False
    parts: bool = False
    needs_stack: bool = False
    needs_programs: bool = False


def _format(root: Path) -> list[Check]:
    ruff = str(BIN / "ruff")
    return [
        Check("ruff format", (ruff, "format", "--check", "."), root),
        Check("ruff check", (ruff, "check", "--output-format", "concise", "."), root),
    ]


def _types(root: Path) -> list[Check]:
    mypy = str(BIN / "mypy")
    sources = [
        *(f"packages/{name}/src" for name in ("contracts", "evidence", "platform", "cli", "demo")),
        "streaming-service/src",
        "ai-service/src",
        "ai-service/training",
    ]
    return [
        Check("mypy backend", (mypy, "src"), root / "backend-django"),
        Check("mypy", (mypy, *sources), root),
        Check("tsc", ("npm", "run", "--silent", "typecheck"), root / FRONTEND),
    ]


def _frontend_lint(root: Path) -> list[Check]:
    return [Check("eslint and prettier", ("npm", "run", "--silent", "lint"), root / FRONTEND)]


def _layers(root: Path) -> list[Check]:
    return [Check("import-linter", (str(BIN / "lint-imports"), "--no-cache"), root)]


def _locks(root: Path) -> list[Check]:
    return [Check("locks", (sys.executable, "-m", "mosaic_cli.checks.locks", str(root)), root)]


def _schemas(root: Path) -> list[Check]:
    def document(name: str, *module: str) -> Check:
        return Check(name, (sys.executable, "-m", *module, "--check"), root)

    return [
        document("event schemas", "mosaic_contracts.schemas"),
        document("openapi backend", "mosaic_backend", "export_openapi"),
        document("openapi streaming", "mosaic_streaming.openapi"),
        document("openapi ai", "mosaic_ai.openapi"),
        Check("typescript types", ("npm", "run", "--silent", "generate:check"), root / FRONTEND),
    ]


def _pytest(name: str, folder: Path, *arguments: str, limit_s: float = 900) -> Check:
    command = (str(BIN / "pytest"), "-q", "--junit-xml={report}", *arguments)
    return Check(name, command, folder, report=reports.junit, limit_s=limit_s)


def _documents(root: Path) -> list[Check]:
    return [_pytest("pytest documents", root, "tests/docs", "tests/compose")]


def _packages(root: Path) -> list[Check]:
    return [_pytest("pytest packages", root, "packages", *TWO)]


def _backend(root: Path) -> list[Check]:
    return [_pytest("pytest backend", root / "backend-django", *TWO, limit_s=1800)]


def _streaming(root: Path) -> list[Check]:
    return [_pytest("pytest streaming", root, "streaming-service/tests", *THREE)]


def _ai(root: Path) -> list[Check]:
    apart = (f"--ignore={path}" for path in _wanting_torch(root))
    return [_pytest("pytest ai", root, "ai-service/tests", *TWO, *apart, limit_s=1800)]


def _ai_torch(root: Path) -> list[Check]:
    command = (sys.executable, "-m", "mosaic_cli.checks.torch_environment", str(root))
    arguments = ("-q", "--junit-xml={report}", *_wanting_torch(root))
    return [
        Check("pytest ai-torch", (*command, *arguments), root, report=reports.junit, limit_s=1800)
    ]


def _wanting_torch(root: Path) -> list[str]:
    """Tests that are run with PyTorch only; so those of the training are that say so."""
    training = sorted((root / "ai-service/tests/training").glob("test_*.py"))
    wanting = [path for path in training if 'importorskip("torch")' in path.read_text()]
    return ["ai-service/tests/torch", *(str(path.relative_to(root)) for path in wanting)]


def _frontend(root: Path) -> list[Check]:
    vitest = ("npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json")
    return [
        Check(
            "vitest",
            (*vitest, "--outputFile.json={report}"),
            root / FRONTEND,
            report=reports.vitest,
        )
    ]


def _playwright(name: str, root: Path, *projects: str) -> Check:
    """projects: of frontend/playwright.config.ts, which run at the same time."""
    chosen = (f"--project={project}" for project in projects)
    command = ("npx", "--no-install", "playwright", "test", "--reporter=line,json")
    return Check(
        name,
        (*command, *chosen),
        root / FRONTEND,
        {"PLAYWRIGHT_JSON_OUTPUT_NAME": "{report}"},
        report=reports.playwright,
        limit_s=1800,
    )


def _e2e(root: Path) -> list[Check]:
    return [
        _playwright("playwright lanes", root, "lane-faults", "lane-recordings"),
        _playwright("playwright alone", root, "alone"),
        _pytest("pytest e2e", root, "tests/e2e", "-p", "no:randomly", limit_s=2700),
    ]


def _compose(root: Path) -> list[Check]:
    return [
        _pytest("pytest compose", root, "tests/compose/running", "-p", "no:randomly", limit_s=2400)
    ]


STAGES = (
    Stage("format", "format and lint of the Python code", _format, static=True),
    Stage("types", "mypy strict and tsc", _types, static=True),
    Stage("frontend-lint", "eslint and prettier", _frontend_lint, static=True),
    Stage("layers", "who may import whom", _layers, static=True),
    Stage("locks", "lock files: hashed, in step, without addresses", _locks, static=True),
    Stage("schemas", "generated documents are up to date", _schemas, static=True),
    Stage("documents", "documents and container files against the code", _documents, static=True),
    Stage("packages", "contracts, evidence, platform, command line, demo", _packages, parts=True),
    Stage("backend", "unit, integration and API tests", _backend, parts=True),
    Stage("streaming", "unit, integration and API tests", _streaming, parts=True),
    Stage("ai", "unit, integration and API tests", _ai, parts=True),
    Stage("ai-torch", "other engines, in the environment of the torch extra", _ai_torch),
    Stage("frontend", "Vitest", _frontend),
    Stage("e2e", "a fresh stack, in Chromium and across services", _e2e, needs_stack=True),
    Stage(
        "compose",
        "docker-compose.yml, built and run on Podman",
        _compose,
        needs_programs=True,
    ),
)
