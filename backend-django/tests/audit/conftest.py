from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mosaic_backend.audit.infrastructure.head_file import HeadFile


@pytest.fixture(autouse=True)
def heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "HeadFile":
    """A file of each test's own: what others wrote tells of chains that are gone."""
    from mosaic_backend.audit import bootstrap
    from mosaic_backend.audit.infrastructure.head_file import HeadFile
    from mosaic_backend.config.environment import environment
    from mosaic_platform.keys import load_private_key

    key = load_private_key(environment().secrets_dir / "audit-head.pem")
    file = HeadFile(tmp_path / "heads.jsonl", key)
    monkeypatch.setattr(bootstrap, "head_file", lambda: file)
    return file
