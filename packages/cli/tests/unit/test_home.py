import os
from pathlib import Path

import pytest

from mosaic_cli.home import SOCKET_LIMIT, Home


def test_home_when_its_path_is_long_then_the_socket_still_fits(tmp_path: Path) -> None:
    home = Home(tmp_path / ("long" * 40))
    assert len(os.fsencode(home.socket)) <= SOCKET_LIMIT
    assert home.identity in str(home.socket)


def test_home_when_another_one_then_has_another_identity(tmp_path: Path) -> None:
    assert Home(tmp_path / "a").identity != Home(tmp_path / "b").identity
    assert Home(tmp_path / "a").identity == Home(tmp_path / "a").identity


def test_home_when_named_relatively_then_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOSAIC_HOME", "somewhere")
    assert Home.here().path == tmp_path / "somewhere"


def test_home_when_made_then_others_cannot_list_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    assert home.path.stat().st_mode & 0o077 == 0o011
    for folder in (home.secrets, home.logs, home.run):
        assert folder.stat().st_mode & 0o777 == 0o700
