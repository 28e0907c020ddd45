"""supervisord's configuration from the parts.

Environments go into a JSON file beside the INI file: supervisord's own notation cannot hold every value.
"""

import json
import os
import re
import shlex
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from mosaic_cli.files import write_private
from mosaic_cli.home import Home
from mosaic_cli.part import Part

CONFIGURATION = "supervisord.conf"
ENVIRONMENTS = "environments.json"
LOG_BYTES = "5MB"
LOG_BACKUPS = 3
COMMENT = re.compile(r"\s[;#]|[\r\n]")


def write_configuration(home: Home, parts: Collection[Part], root: Path) -> None:
    """Both files, in the home's `run` folder."""
    write_private(home.run / CONFIGURATION, render(home, parts, root))
    write_private(home.run / ENVIRONMENTS, render_environments(parts))


def render(home: Home, parts: Iterable[Part], root: Path) -> str:
    """An INI file with one program a part."""
    sections = [
        _section("unix_http_server", {"file": str(home.socket), "chmod": "0600"}),
        _section(
            "supervisord",
            {
                "logfile": str(home.logs / "supervisord.log"),
                "logfile_maxbytes": LOG_BYTES,
                "logfile_backups": "1",
                "loglevel": "info",
                "pidfile": str(home.run / "supervisord.pid"),
                "nodaemon": "true",
                "silent": "true",
                "umask": "077",
                "directory": str(root),
                "childlogdir": str(home.logs),
            },
        ),
        _section(
            "rpcinterface:supervisor",
            {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
        ),
        *(_program(home, part, root) for part in parts),
    ]
    return "\n".join(sections)


def render_environments(parts: Iterable[Part]) -> str:
    """JSON, by part; it holds secrets."""
    return json.dumps({part.name: dict(part.environment) for part in parts})


def _program(home: Home, part: Part, root: Path) -> str:
    return _section(
        f"program:{part.name}",
        {
            "command": shlex.join(part.argv()),
            "directory": str(root),
            "umask": "077",
            "autostart": "false",
            "autorestart": "true",
            "startsecs": str(part.settled_s),
            "startretries": "1000000",
            "stopsignal": part.stop_signal,
            "stopwaitsecs": str(part.stop_s),
            # The group too: what a part started itself must not outlive it.
            "stopasgroup": "false",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": str(home.logs / f"{part.name}.log"),
            "stdout_logfile_maxbytes": LOG_BYTES,
            "stdout_logfile_backups": str(LOG_BACKUPS),
        },
    )


def _section(name: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        if COMMENT.search(value):
            raise ValueError(f"supervisord would cut {key} of {name} off: {value}")
    lines = [f"{key}={value.replace('%', '%%')}" for key, value in values.items()]
    return os.linesep.join([f"[{name}]", *lines, ""])
