import json
import shlex
import subprocess
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from mosaic_cli.home import Home
from mosaic_cli.part import Part
from mosaic_cli.supervision.configuration import CONFIGURATION, ENVIRONMENTS, write_configuration
from mosaic_cli.supervision.daemon import Options


def _parsed(home: Home, part: Part, monkeypatch: pytest.MonkeyPatch) -> ServerOptions:
    home.make()
    write_configuration(home, [part], home.path)
    monkeypatch.setattr(Options, "environments", home.run / ENVIRONMENTS)
    options = Options()
    options.realize(["-c", str(home.run / CONFIGURATION)])
    return options


def test_configuration_when_values_hold_special_characters_then_they_arrive_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "PERCENT": "100%(ENV_HOME)s %d",
        "QUOTES": """a "b" 'c' \\ d, e=f; #g ;h""",
        "LINES": "one\ntwo",
        "EMPTY": "",
        "URL": "amqp://mosaic:p%40ss@127.0.0.1:1/mosaic",
    }
    part = Part("odd", ("/bin/echo", "a b", "%x", "it's"), environment=values, stop_signal="INT")
    options = _parsed(Home(tmp_path / "home"), part, monkeypatch)
    (program,) = options.process_group_configs[0].process_configs
    assert program.environment == values
    assert shlex.split(program.command)[-3:] == ["a b", "%x", "it's"]


def test_configuration_when_parsed_then_parts_restart_and_die_with_their_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = _parsed(Home(tmp_path / "home"), Part("one", ("/bin/true",)), monkeypatch)
    (program,) = options.process_group_configs[0].process_configs
    assert program.command.startswith("setpriv --pdeathsig TERM -- ")
    assert not program.autostart
    assert program.killasgroup
    assert program.redirect_stderr


def test_configuration_when_a_command_would_be_cut_off_then_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    with pytest.raises(ValueError, match="command of program:one"):
        write_configuration(home, [Part("one", ("/bin/echo", "a #b"))], home.path)


def test_configuration_when_written_then_only_its_owner_may_read_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    write_configuration(home, [Part("one", ("/bin/true",), environment={"A": "secret"})], home.path)
    assert json.loads((home.run / ENVIRONMENTS).read_text()) == {"one": {"A": "secret"}}
    for name in (CONFIGURATION, ENVIRONMENTS):
        assert (home.run / name).stat().st_mode & 0o777 == 0o600


def test_part_when_it_yields_then_it_runs_with_less_weight() -> None:
    def niceness(part: Part) -> int:
        return int(subprocess.check_output(part.argv(), text=True))

    ordinary = niceness(Part("one", ("/usr/bin/nice",)))
    assert niceness(Part("one", ("/usr/bin/nice",), yields=True)) == min(19, ordinary + 5)
