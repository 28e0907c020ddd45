"""`python -m mosaic_ai.model_command list|verify|pull`: the models on disk, without the service."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mosaic_ai.configuration_file import ConfigurationFileError, configuration_file, read_file
from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.model_download import chosen, offered_models, pull
from mosaic_ai.infrastructure.model_probe import probe
from mosaic_ai.infrastructure.model_registry import FileModelRegistry, shipped_dir


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where something is not as it should be."""
    asked = _parser().parse_args(arguments)
    try:
        folder = models_dir()
        if asked.command == "pull":
            return _pull(asked, folder)
        registry = FileModelRegistry(shipped_dir(), folder)
        known = registry.known()
        for fault in known.faults:
            sys.stderr.write(f"{fault}\n")
        if asked.command == "list":
            _list(known.files, as_json=asked.json)
            return 0
        return _verify(known.files, asked.name, asked.version) or int(bool(known.faults))
    except (ModelError, ConfigurationFileError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def models_dir() -> Path | None:
    """As the service would take it."""
    named = os.environ.get("MOSAIC_MODELS_DIR")
    if not named and (file := configuration_file()):
        named = read_file(file).get("models_dir")
    return Path(named) if named else None


def _list(files: Sequence[ModelFile], *, as_json: bool) -> None:
    offers = offered_models(shipped_dir())
    known = {(file.role, file.name, file.version) for file in files}
    rows: list[dict[str, object]] = [
        {
            "state": "present" if file.path.is_file() else "missing",
            "role": file.role,
            "name": file.name,
            "version": file.version,
            "sha256": file.sha256,
            "licence": file.licence,
            "source": file.source,
            "data_policy": file.data_policy,
            "measured": file.measured,
            "date": file.date,
        }
        for file in files
    ]
    rows += [
        {
            "state": "offered",
            "role": offer.role,
            "name": offer.name,
            "version": offer.version,
            "sha256": offer.sha256,
            "licence": offer.licence,
            "source": offer.url,
            "data_policy": offer.data_policy,
            "measured": offer.measured,
            "date": offer.date,
        }
        for offer in offers
        if (offer.role, offer.name, offer.version) not in known
    ]
    if as_json:
        sys.stdout.write(json.dumps(rows) + "\n")
        return
    for row in rows:
        named = f"{row['name']} {row['version']}"
        sha256 = str(row["sha256"])[:12] or "–"
        sys.stdout.write(
            f"{row['state']:<9} {row['role']:<17} {named:<42} {sha256:<12}  {row['licence']}\n"
        )


def _verify(files: Sequence[ModelFile], name: str | None, version: str | None) -> int:
    wanted = [
        file for file in files if name in (None, file.name) and version in (None, file.version)
    ]
    if not wanted:
        raise ModelError("no such model is known")
    status = 0
    for file in wanted:
        verdict = "ok"
        try:
            probe(file)
        except ModelError as error:
            verdict, status = f"{error.code}: {error.detail}", 1
        sys.stdout.write(f"{file.role:<17} {file.name} {file.version}: {verdict}\n")
    return status


def _pull(asked: argparse.Namespace, folder: Path | None) -> int:
    if folder is None:
        raise ModelError("MOSAIC_MODELS_DIR names no folder for it")
    offer = chosen(offered_models(shipped_dir()), asked.name, asked.version)
    path = pull(offer, folder, sha256=asked.sha256, url=asked.url)
    sys.stdout.write(
        f"{path}\n{offer.licence}; activate it by: "
        f"./mosaic models activate {offer.role} {offer.name} {offer.version}\n"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mosaic_ai.model_command")
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list")
    listing.add_argument("--json", action="store_true")
    verifying = commands.add_parser("verify")
    verifying.add_argument("name", nargs="?")
    verifying.add_argument("version", nargs="?")
    pulling = commands.add_parser("pull")
    pulling.add_argument("name")
    pulling.add_argument("--version")
    pulling.add_argument("--sha256")
    pulling.add_argument("--url")
    return parser


if __name__ == "__main__":
    sys.exit(main())
