"""Compares a view with the reference: how it lies against it, and what of it is no longer there."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels

Grey = NDArray[np.float32]
Matrix = NDArray[np.float64]

TILES = (16, 9)
TEXTURE = 2.0
"""Standard deviation of a tile's structure from which on it can be compared."""
ALIKE = 0.45
"""Correlation from which on a tile shows what the reference does; others' are about 0, spread by 0.1."""
LOST_STRUCTURE = 0.35
"""A tile with less than this share of the reference's structure shows nothing."""
OVERLAP = 0.35
"""So much of the reference must be in the picture for a placement to count."""
BETTER = 0.12
"""By how much another placement must be likelier than none."""
KNOWN = 0.4
VERY_ALIKE, STILL_THERE = 0.8, 0.12
"""Where so large a share of the tiles is so much alike it is the same view, whatever stands before the rest."""
FEATURES = 1500
LEAST_INLIERS = 12


class Placement(NamedTuple):
    """How the view lies against the reference: reference pixel → pixel of the view (2x3)."""

    matrix: Matrix
    likeness: float


class _Tiles(NamedTuple):
    """Of each tile of the reference: how alike, the view's share of its structure, whether it can be told."""

    correlation: Grey
    structure: Grey
    counted: NDArray[np.bool_]


class Compared(NamedTuple):
    """matrix: None where the two have nothing in common."""

    matrix: Matrix | None
    likeness: float
    obstructed: float
    replaced: float


def compared(reference: Pixels, still: Pixels, single: Sequence[Pixels]) -> Compared:
    """All of one size, grey. still: what stands still; single: the pictures that it was made of, which must agree.

    A tile is there when any of them shows it: who stands before it for some seconds does not take it away.
    """
    ours, theirs = _structure(reference), _structure(still)
    best = _best(ours, theirs, reference, still)
    known = best.likeness >= KNOWN or _still_there(ours, theirs, best.matrix)
    views = [theirs, *map(_structure, single)]
    if not known and views[1:]:
        each = (
            _best(ours, view, reference, grey)
            for view, grey in ((views[1], single[0]), (views[-1], single[-1]))
        )
        best = max(each, key=lambda placement: placement.likeness)
        known = best.likeness >= KNOWN
    matrix = best.matrix if known else np.eye(2, 3)
    found = [_correlations(ours, view, matrix) for view in views]
    correlation = np.max([each.correlation for each in found], axis=0)
    nothing = np.all([each.structure < LOST_STRUCTURE for each in found], axis=0)
    counted = found[0].counted
    gone = counted & (correlation < ALIKE)
    total = max(1, int(counted.sum()))
    return Compared(
        best.matrix if known else None,
        float(np.median(correlation[counted])) if counted.any() else 0.0,
        float((gone & nothing).sum()) / total,
        float((gone & ~nothing).sum()) / total,
    )


def _still_there(ours: Grey, theirs: Grey, matrix: Matrix) -> bool:
    correlation, _, counted = _correlations(ours, theirs, matrix)
    return (
        float((correlation[counted] >= VERY_ALIKE).mean()) >= STILL_THERE
        if counted.any()
        else False
    )


def _structure(grey: Pixels) -> Grey:
    """What stays of a scene by any light: local contrast, evened out, without what is finer than noise."""
    smooth = np.asarray(cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.2), np.float32)
    around = cv2.GaussianBlur(smooth, (0, 0), 8)
    return np.asarray(smooth - around, np.float32)


def _best(ours: Grey, theirs: Grey, reference: Pixels, view: Pixels) -> Placement:
    """No movement, unless another placement is clearly likelier."""
    still = _placed(ours, theirs, np.eye(2, 3))
    if still.likeness > 0.75:
        # Nothing can be better by much; only a small movement must not go unseen.
        others = [_placed(ours, theirs, matrix) for matrix in _by_phase(ours, theirs)]
    else:
        candidates = [*_by_phase(ours, theirs), *_by_features(reference, view)]
        others = [_placed(ours, theirs, matrix) for matrix in candidates]
    likeliest = max(others, key=lambda each: each.likeness, default=still)
    better = likeliest.likeness > still.likeness + BETTER
    return likeliest if better else still


def _placed(ours: Grey, theirs: Grey, matrix: Matrix) -> Placement:
    correlation, _, counted = _correlations(ours, theirs, matrix)
    if counted.sum() < OVERLAP * max(1, _textured(ours).sum()):
        return Placement(matrix, 0.0)
    return Placement(matrix, float(np.median(correlation[counted])))


def _by_phase(ours: Grey, theirs: Grey) -> Iterator[Matrix]:
    window = cv2.createHanningWindow((ours.shape[1], ours.shape[0]), cv2.CV_32F)
    limit = 25.0
    a, b = np.clip(ours, -limit, limit), np.clip(theirs, -limit, limit)
    (x, y), _ = cv2.phaseCorrelate(a, b, window)
    yield np.array([[1, 0, x], [0, 1, y]], np.float64)


def _by_features(reference: Pixels, view: Pixels) -> Iterator[Matrix]:
    """Movement, rotation and scale by ORB features, fitted against outliers."""
    finder = cv2.ORB.create(FEATURES, fastThreshold=8)
    even = cv2.createCLAHE(3.0, (8, 8))
    ours, our_marks = finder.detectAndCompute(even.apply(reference), np.empty(0))
    theirs, their_marks = finder.detectAndCompute(even.apply(view), np.empty(0))
    if len(ours) < LEAST_INLIERS or len(theirs) < LEAST_INLIERS:
        return
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(our_marks, their_marks)
    if len(pairs) < LEAST_INLIERS:
        return
    source = np.array([ours[pair.queryIdx].pt for pair in pairs], np.float32)
    target = np.array([theirs[pair.trainIdx].pt for pair in pairs], np.float32)
    matrix, inliers = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=3.0
    )
    if matrix is not None and int(inliers.sum()) >= LEAST_INLIERS:
        yield np.asarray(matrix, np.float64)


def _correlations(ours: Grey, theirs: Grey, matrix: Matrix) -> _Tiles:
    height, width = ours.shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(theirs, matrix, (width, height), flags=flags)
    inside = cv2.warpAffine(np.ones_like(theirs), matrix, (width, height), flags=flags)
    a, b = _cells(ours), _cells(np.asarray(moved, np.float32))
    whole = _cells(np.asarray(inside, np.float32)).mean(axis=-1) > 0.98
    a = a - a.mean(axis=-1, keepdims=True)
    b = b - b.mean(axis=-1, keepdims=True)
    spread_a, spread_b = a.std(axis=-1), b.std(axis=-1)
    product = (a * b).mean(axis=-1)
    correlation = product / np.maximum(spread_a * spread_b, 0.05)
    counted = whole & (spread_a > TEXTURE)
    return _Tiles(
        np.asarray(correlation, np.float32),
        np.asarray(spread_b / np.maximum(spread_a, 1e-3), np.float32),
        np.asarray(counted, np.bool_),
    )


def _textured(structure: Grey) -> NDArray[np.bool_]:
    return np.asarray(_cells(structure).std(axis=-1) > TEXTURE, np.bool_)


def _cells(grey: Grey) -> Grey:
    """(rows, columns, pixels of a tile)."""
    rows, columns = TILES[1], TILES[0]
    high, wide = grey.shape[0] // rows, grey.shape[1] // columns
    cut = grey[: high * rows, : wide * columns]
    cells = cut.reshape(rows, high, columns, wide).swapaxes(1, 2)
    return np.ascontiguousarray(cells).reshape(rows, columns, high * wide)
