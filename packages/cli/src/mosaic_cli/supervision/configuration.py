"""supervisord's configuration from the parts."""

import os
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from mosaic_cli.home import Home
from mosaic_cli.part import Part

LOG_BYTES = "5MB"
LOG_BACKUPS = 3


def render(home: Home, parts: Iterable[Part], root: Path) -> str:
    """An INI file with one program a part; it holds secrets."""
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


def _program(home: Home, part: Part, root: Path) -> str:
    return _section(
        f"program:{part.name}",
        {
            "command": shlex.join(part.argv()),
            "directory": str(root),
            "environment": _environment(part.environment),
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


def _environment(variables: Mapping[str, str]) -> str:
    quoted = []
    for name, value in variables.items():
        if "\n" in value:
            raise ValueError(f"{name} must be one line")
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        quoted.append(f'{name}="{escaped}"')
    return ",".join(quoted)


def _section(name: str, values: Mapping[str, str]) -> str:
    lines = [f"{key}={value.replace('%', '%%')}" for key, value in values.items() if value != ""]
    return os.linesep.join([f"[{name}]", *lines, ""])
