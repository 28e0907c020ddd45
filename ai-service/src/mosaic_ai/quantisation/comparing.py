"""What a detector loses against another of the same classes, whose findings count as the truth."""

import time
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.domain.ports import Detector
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.infrastructure.yolo_detector import CONFIDENCE

SAME_PLACE = 0.5
LEAST_TRUTHS = 10
"""A class with fewer says nothing."""


class Loss(NamedTuple):
    """mean_ap: of the classes, at IoU .5. recall, precision: at the threshold in use, all classes together."""

    truths: int
    mean_ap: float
    recall: float
    precision: float
    reference_ms: float
    other_ms: float


class _Found(NamedTuple):
    label: str
    confidence: float
    right: bool


def compare(reference: Detector, other: Detector, pictures: Iterable[Pixels]) -> Loss:
    """reference: at the threshold in use; other: one that reports unlikely findings too."""
    found: list[_Found] = []
    truths: dict[str, int] = {}
    spent = [0.0, 0.0]
    count = 0
    for pixels in pictures:
        everything = Box(0, 0, pixels.shape[1], pixels.shape[0])
        started = time.thread_time()
        true = reference.detect(pixels, everything)
        between = time.thread_time()
        seen = other.detect(pixels, everything)
        spent[0] += between - started
        spent[1] += time.thread_time() - between
        count += 1
        for each in true:
            truths[each.label] = truths.get(each.label, 0) + 1
        found += _matched(seen, true)
    total = sum(truths.values())
    sure = [each for each in found if each.confidence >= CONFIDENCE]
    right = sum(each.right for each in sure)
    counted = [label for label, number in truths.items() if number >= LEAST_TRUTHS]
    each_ap = [
        _ap([one for one in found if one.label == label], truths[label]) for label in counted
    ]
    return Loss(
        total,
        float(np.mean(each_ap)) if each_ap else float("nan"),
        right / max(1, total),
        right / max(1, len(sure)),
        1000 * spent[0] / max(1, count),
        1000 * spent[1] / max(1, count),
    )


def _matched(seen: list[Detection], true: list[Detection]) -> list[_Found]:
    left = list(true)
    result = []
    for each in sorted(seen, key=lambda one: -one.confidence):
        fitting = [
            one for one in left if one.label == each.label and iou(one.box, each.box) >= SAME_PLACE
        ]
        if fitting:
            left.remove(max(fitting, key=lambda one: iou(one.box, each.box)))
        result.append(_Found(each.label, each.confidence, bool(fitting)))
    return result


def _ap(found: list[_Found], truths: int) -> float:
    """Area under the precision-recall curve, precision made monotonous."""
    order = sorted(found, key=lambda one: -one.confidence)
    right = np.cumsum([one.right for one in order])
    precision = right / np.arange(1, len(order) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(np.concatenate([[0], right])) / truths
    return float((envelope * steps).sum())
