"""Are the committed OpenAPI documents what the services say: `python -m mosaic_cli.checks.openapi ROOT NAME`.

With `--write` they are made anew.
"""

import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from mosaic_cli.secret_files import ensure_secrets

FOLDERS = {"backend": "backend-django", "streaming": "streaming-service", "ai": "ai-service"}
COMMANDS = {
    "backend": (
        "mosaic_backend",
        "spectacular",
        "--format",
        "openapi-json",
        "--validate",
        "--fail-on-warn",
    ),
    "streaming": ("mosaic_streaming.openapi",),
    "ai": ("mosaic_ai.openapi",),
}
# Settings must be complete for a start; nobody connects to these.
NOWHERE = {
    "MOSAIC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "MOSAIC_REDIS_URL": "redis://127.0.0.1:1/0",
    "MOSAIC_AMQP_URL": "amqp://nobody@127.0.0.1:1/nothing",
    "MOSAIC_PUBLIC_URL": "http://127.0.0.1:1",
    "MOSAIC_BACKEND_URL": "http://127.0.0.1:1",
    "MOSAIC_STREAMING_URL": "http://127.0.0.1:1",
    "MOSAIC_AI_URL": "http://127.0.0.1:1",
}


def generated(root: Path, name: str) -> str:
    """The document as the service makes it now, in one fixed layout."""
    with tempfile.TemporaryDirectory(prefix="mosaic-openapi-") as folder:
        secrets = Path(folder) / "secrets"
        secrets.mkdir(mode=0o700)
        ensure_secrets(secrets)
        environment = {
            **_without_mosaic(),
            **NOWHERE,
            "MOSAIC_SECRETS_DIR": str(secrets),
            "MOSAIC_DATA_DIR": folder,
            "MOSAIC_RECORDINGS_DIR": folder,
            "MOSAIC_EVIDENCE_URL": f"file://{folder}",
        }
        done = subprocess.run(
            [sys.executable, "-m", *COMMANDS[name]],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.exit(f"{name} gave no document:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return json.dumps(json.loads(done.stdout), indent=2, sort_keys=True) + "\n"


def _without_mosaic() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MOSAIC_")}


def main(root: Path, name: str, *, write: bool) -> int:
    committed = root / FOLDERS[name] / "openapi.json"
    now = generated(root, name)
    before = committed.read_text() if committed.exists() else ""
    if write:
        committed.write_text(now)
        return 0
    if before and json.loads(before) == json.loads(now):
        return 0
    same_layout = json.dumps(json.loads(before or "{}"), indent=2, sort_keys=True) + "\n"
    change = difflib.unified_diff(
        same_layout.splitlines(), now.splitlines(), "committed", "generated", lineterm="", n=2
    )
    print("\n".join(list(change)[:60]))
    print(f"{committed} is not what the service says; add --write to this command to renew it")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], write="--write" in sys.argv))
