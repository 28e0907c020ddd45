"""What the network is asked for in each cell, and how wrong it is."""

from typing import NamedTuple

import torch
from torch import Tensor

from mosaic_training.locator.net import STRIDE

CORE = 0.35
"""Cells with at least this heat learn the box and the corners."""
PLATE, IGNORED = 1, 2


class Truth(NamedTuple):
    """corners: (n, k, 4, 2) px; boxes: (n, k, 4) px, cut at the picture's edges; states: (n, k), 0 for none."""

    corners: Tensor
    boxes: Tensor
    states: Tensor


class Losses(NamedTuple):
    presence: Tensor
    box: Tensor
    corners: Tensor
    overlap: Tensor

    def total(self) -> Tensor:
        return self.presence + 1.5 * self.box + 1.0 * self.corners


class _Cells(NamedTuple):
    """Per cell: heat 0..1, whether it must answer yes, whether it is excused, the number of its plate."""

    heat: Tensor
    positive: Tensor
    excused: Tensor
    plate: Tensor


def losses(output: Tensor, truth: Truth) -> Losses:
    rows, columns = output.shape[2:]
    x = (torch.arange(columns, device=output.device) + 0.5) * STRIDE
    y = (torch.arange(rows, device=output.device) + 0.5) * STRIDE
    cells = _assign(truth, x, y)
    box = _of_cell(truth.boxes, cells.plate)
    corners = _of_cell(truth.corners.flatten(2), cells.plate)
    weight = torch.where(cells.heat > CORE, cells.heat, 0.0)
    share = weight.sum().clamp(min=1)

    overlap, distance = _generalised_iou(_boxes(output, x, y), box)
    box_loss = ((1 - distance) * weight).sum() / share
    corner_loss = (_corner_error(output, x, y, corners, box) * weight).sum() / share
    presence = _presence(output[:, 0], cells, overlap.detach())
    mean = (overlap.detach() * weight).sum() / share
    return Losses(presence, box_loss, corner_loss, mean)


def _assign(truth: Truth, x: Tensor, y: Tensor) -> _Cells:
    """A hump of heat in the middle of each plate, as in CenterNet (Zhou et al. 2019)."""
    left, top, right, bottom = (truth.boxes[:, :, side, None, None] for side in range(4))
    states = truth.states[:, :, None, None]
    width, height = right - left, bottom - top
    away_x = x[None, None, None, :] - (left + right) / 2
    away_y = y[None, None, :, None] - (top + bottom) / 2
    reach_x, reach_y = (width * 0.13).clamp(min=3.0), (height * 0.17).clamp(min=3.0)
    heat = torch.exp(-((away_x / reach_x) ** 2 + (away_y / reach_y) ** 2) / 2)
    near_x = away_x.abs() <= (width * 0.04).clamp(min=STRIDE / 2)
    near_y = away_y.abs() <= (height * 0.06).clamp(min=STRIDE / 2)
    heat = torch.where(near_x & near_y, 1.0, heat) * (states == PLATE)
    inside_x = (x[None, None, None, :] > left - 4) & (x[None, None, None, :] < right + 4)
    inside_y = (y[None, None, :, None] > top - 4) & (y[None, None, :, None] < bottom + 4)
    excused = (inside_x & inside_y & (states == IGNORED)).any(1)
    best, plate = heat.max(1)
    return _Cells(best, best >= 0.999, excused, plate)


def _of_cell(values: Tensor, plate: Tensor) -> Tensor:
    """(n, k, c) values of plates and (n, h, w) numbers of plates, to (n, c, h, w)."""
    count, rows, columns = plate.shape
    index = plate.flatten(1)[..., None].expand(-1, -1, values.shape[2])
    return values.gather(1, index).transpose(1, 2).reshape(count, -1, rows, columns)


def _boxes(output: Tensor, x: Tensor, y: Tensor) -> Tensor:
    left, top, right, bottom = torch.exp(output[:, 1:5].clamp(-4, 5)).mul(STRIDE).unbind(1)
    across, down = x[None, None, :], y[None, :, None]
    return torch.stack([across - left, down - top, across + right, down + bottom], 1)


def _generalised_iou(box: Tensor, true: Tensor) -> tuple[Tensor, Tensor]:
    """Overlap and Rezatofighi's generalised one, per cell."""
    low, high = torch.maximum(box[:, :2], true[:, :2]), torch.minimum(box[:, 2:], true[:, 2:])
    common = (high - low).clamp(min=0).prod(1)
    area = (box[:, 2:] - box[:, :2]).prod(1) + (true[:, 2:] - true[:, :2]).prod(1) - common + 1e-6
    low, high = torch.minimum(box[:, :2], true[:, :2]), torch.maximum(box[:, 2:], true[:, 2:])
    hull = (high - low).prod(1) + 1e-6
    overlap = common / area
    return overlap, overlap - (hull - area) / hull


def _corner_error(output: Tensor, x: Tensor, y: Tensor, corners: Tensor, box: Tensor) -> Tensor:
    """Smooth L1 in shares of the plate's size, mean over the four corners."""
    across = output[:, 5::2] * STRIDE + x[None, None, None, :] - corners[:, 0::2]
    down = output[:, 6::2] * STRIDE + y[None, None, :, None] - corners[:, 1::2]
    size = (box[:, 2:] - box[:, :2]).clamp(min=4)
    error = torch.cat([across / size[:, :1], down / size[:, 1:]], 1).abs()
    smooth = 0.05
    return torch.where(error < smooth, error**2 / (2 * smooth), error - smooth / 2).mean(1)


def _presence(logit: Tensor, cells: _Cells, overlap: Tensor) -> Tensor:
    """Focal loss; a cell in the middle of a plate shall be as sure as its box is good."""
    probability = logit.sigmoid()
    yes = torch.nn.functional.logsigmoid(logit)
    no = torch.nn.functional.logsigmoid(-logit)
    quality = overlap.clamp(min=0.1).sqrt()
    wanted = -(quality * yes + (1 - quality) * no) * (quality - probability) ** 2
    unwanted = -((1 - cells.heat) ** 4) * probability**2 * no
    excused = cells.excused & (cells.heat <= 0.01)
    total = torch.where(cells.positive, wanted, torch.where(excused, 0.0, unwanted)).sum()
    return total / cells.positive.sum().clamp(min=1)
