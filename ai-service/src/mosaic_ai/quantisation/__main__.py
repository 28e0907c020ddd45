"""`python -m mosaic_ai.quantisation make|compare`: static int8 models (extra `torch`), and what they lose."""

import argparse
import sys
from pathlib import Path

from mosaic_ai.domain.ports import PlateLocator
from mosaic_ai.infrastructure.model_registry import FileModelRegistry, shipped_dir
from mosaic_ai.infrastructure.onnx_plate_locator import OnnxPlateLocator
from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector
from mosaic_ai.quantisation.blobs import blobs
from mosaic_ai.quantisation.comparing import compare
from mosaic_ai.quantisation.pictures import pictures

SURELY_A_PLATE = 0.6
UNLIKELY = 0.02
"""Findings from here on make the curve of precision against recall."""


def main() -> None:
    arguments = _arguments()
    chosen = pictures(
        arguments.pictures,
        per_clip=arguments.per_clip,
        offset=arguments.offset,
        every=arguments.every,
    )
    if arguments.command == "compare":
        reference = OnnxYoloDetector(arguments.model, version="reference")
        other = OnnxYoloDetector(arguments.other, version="other", confidence=UNLIKELY)
        for name, value in compare(reference, other, chosen)._asdict().items():
            sys.stdout.write(f"{name:14} {value:.4f}\n")
        return
    from mosaic_ai.quantisation.making import make_int8

    make_int8(
        arguments.model,
        arguments.target,
        blobs(arguments.kind, open_session(arguments.model), chosen, _locator),
        float_layers=arguments.float_layers,
        convolutions_only=arguments.convolutions_only,
    )
    sys.stdout.write(f"{arguments.target} {arguments.target.stat().st_size} bytes\n")


def _locator() -> PlateLocator:
    selection = FileModelRegistry(shipped_dir(), None).default()
    return OnnxPlateLocator(
        selection.plate_locator.path,
        version=selection.plate_locator.version,
        confidence=SURELY_A_PLATE,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mosaic_ai.quantisation")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="a static int8 model of a float one")
    make.add_argument("model", type=Path)
    make.add_argument("target", type=Path)
    make.add_argument("--kind", choices=("detector", "locator", "recogniser"), required=True)
    make.add_argument("--float-layers", type=int, default=1, help="last convolutions left in float")
    make.add_argument("--convolutions-only", action="store_true")
    compared = commands.add_parser("compare", help="a detector with another as the truth")
    compared.add_argument("model", type=Path)
    compared.add_argument("other", type=Path)
    for each in (make, compared):
        each.add_argument("--pictures", type=Path, nargs="+", required=True, help="folders")
        each.add_argument("--per-clip", type=int, default=10, help="key frames of each clip there")
        each.add_argument("--every", type=int, default=2)
        each.add_argument("--offset", type=int, default=int(each is compared))
    return parser.parse_args()


if __name__ == "__main__":
    main()
