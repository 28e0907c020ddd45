"""The paths in the configuration that streaming rendered last."""

import json
from pathlib import Path
from typing import Any

import yaml

NO_PATHS = "paths: {}\n"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def rendered_paths(file: Path) -> str:
    """The end of the file from `paths:` on; NO_PATHS where there are none or the file is damaged.

    Streaming writes each path in one line of JSON: 5,000 are checked in 20 ms, where reading them as YAML takes
    seconds, in which MediaMTX would not be back.
    """
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError):
        return NO_PATHS
    _, found, lines = text.partition("\npaths:\n")
    if found and all(_is_path(line) for line in lines.splitlines()):
        return f"paths:\n{lines}"
    return _read_as_yaml(text)


def _is_path(line: str) -> bool:
    try:
        read = json.loads("{" + line + "}")
    except ValueError:
        return False
    return line.startswith("  ") and all(isinstance(value, dict) for value in read.values())


def _read_as_yaml(text: str) -> str:
    try:
        rendered: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return NO_PATHS
    paths = rendered.get("paths") if isinstance(rendered, dict) else None
    if not isinstance(paths, dict):
        return NO_PATHS
    written: str = yaml.dump({"paths": paths}, Dumper=_Dumper, sort_keys=False)
    return written
