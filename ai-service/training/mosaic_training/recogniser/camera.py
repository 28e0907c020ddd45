"""A camera in front of flat plates: perspective, resolution, blur, light, noise and JPEG, on the trainer's device.

Everything works on batches, float32 (count, 3, height, width), BGR 0..1; random numbers come from the generator
given.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from mosaic_training.recogniser.alphabet import INPUT_HEIGHT, INPUT_WIDTH
from mosaic_training.recogniser.flats import MARGIN_X, MARGIN_Y

LUMA = torch.tensor(
    [16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99], dtype=torch.float32,
).reshape(8, 8)  # fmt: skip
"""JPEG's example table for luminance (ITU-T T.81, annex K)."""
CHROMA = torch.tensor(
    [17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99] + [99] * 32, dtype=torch.float32,
).reshape(8, 8)  # fmt: skip
SMALLEST_PX = 11
"""Rows of the smallest crops."""
FASTEST_PX = 9.0


@dataclass
class Camera:
    """Takes batches of flat plates to the recogniser's input.

    groups: parts of a batch that share one resolution; they are made of plates of like proportions.
    strength: 0..1, of everything that spoils the picture.
    """

    generator: torch.Generator
    device: torch.device
    groups: int = 16
    strength: float = 1.0

    def take(self, flats: Tensor, proportions: Tensor) -> tuple[Tensor, Tensor]:
        """flats: uint8 (count, height, width, 3) BGR. Returns pictures and the order in which they now are."""
        order = torch.argsort(proportions)
        parts = torch.chunk(order, self.groups)
        means = torch.stack([proportions[part].mean() for part in parts]).tolist()
        pictures = []
        for part, proportion in zip(parts, means, strict=True):
            flat = flats[part].permute(0, 3, 1, 2).float() / 255
            native = self._seen(flat, proportions[part], proportion)
            native = self._light(self._blurred(native))
            if self._chance(0.8):
                native = self._jpeg(native)
            if self._chance(0.3):
                native = self._streamed(native)
            if self._chance(0.15):
                soft = functional.avg_pool2d(
                    functional.pad(native, (1, 1, 1, 1), mode="replicate"), 3, 1
                )
                native = (native + (native - soft) * self._number(0.3, 1.5)).clamp(0, 1)
            up = native.shape[-1] < INPUT_WIDTH
            pictures.append(
                functional.interpolate(
                    native,
                    size=(INPUT_HEIGHT, INPUT_WIDTH),
                    mode="bicubic" if up else "bilinear",
                    antialias=not up,
                    align_corners=False,
                ).clamp(0, 1)
            )
        return torch.cat(pictures), order

    def _seen(self, flat: Tensor, proportions: Tensor, proportion: float) -> Tensor:
        """The crop of a located plate at the camera's own resolution."""
        least = 20 if self.strength < 1 else SMALLEST_PX
        height = round(math.exp(self._number(math.log(least), math.log(90))))
        width = min(300, max(40, round(height * proportion * self._number(0.8, 1.15))))
        finer = max(1, min(4, math.ceil(256 / width)))
        homography = self._homographies(proportions)
        ys = (torch.arange(height * finer, device=self.device) + 0.5) / (height * finer)
        xs = (torch.arange(width * finer, device=self.device) + 0.5) / (width * finer)
        grid_y, grid_x = torch.meshgrid(ys, xs, indexing="ij")
        points = torch.stack([grid_x, grid_y, torch.ones_like(grid_x)], -1).reshape(-1, 3)
        mapped = torch.einsum("bij,nj->bni", homography, points)
        uv = mapped[..., :2] / mapped[..., 2:].clamp(min=0.2)
        u = MARGIN_X + uv[..., 0] * (1 - 2 * MARGIN_X)
        v = MARGIN_Y + uv[..., 1] * (1 - 2 * MARGIN_Y)
        grid = torch.stack([u * 2 - 1, v * 2 - 1], -1).reshape(
            len(flat), height * finer, width * finer, 2
        )
        seen = functional.grid_sample(
            flat, grid, mode="bilinear", padding_mode="reflection", align_corners=False
        )
        return functional.avg_pool2d(seen, finer) if finer > 1 else seen

    def _homographies(self, proportions: Tensor) -> Tensor:
        """From the crop, 0..1, to the plate, 0..1: (count, 3, 3)."""
        count = len(proportions)
        corners = torch.tensor(
            [[0, 0], [1, 0], [1, 1], [0, 1]], device=self.device, dtype=torch.float32
        )
        plane = (corners - 0.5)[None] * torch.stack(
            [proportions, torch.ones_like(proportions)], -1
        )[:, None]
        straightened = (self._uniform(count) < 0.4).float() * 0.8
        turn = self._normal(count) * math.radians(5) * (1 - straightened)
        shear_y = self._normal(count) * 0.07 * (1 - straightened)
        shear_x = self._normal(count) * 0.1
        narrow = 1 - self._uniform(count) * 0.35
        x = plane[..., 0] * narrow[:, None] + plane[..., 1] * shear_x[:, None]
        y = plane[..., 1] + plane[..., 0] * shear_y[:, None]
        yaw, pitch = self._normal(count) * 0.05, self._normal(count) * 0.04
        depth = (
            1
            + plane[..., 0] / proportions[:, None] * yaw[:, None] * 2
            + plane[..., 1] * pitch[:, None]
        )
        x, y = x / depth, y / depth
        cos, sin = torch.cos(turn)[:, None], torch.sin(turn)[:, None]
        turned = torch.stack([x * cos - y * sin, x * sin + y * cos], -1)
        least, most = turned.amin(1), turned.amax(1)
        size = most - least
        off = self._normal(count * 4).reshape(count, 4) * torch.tensor(
            [0.022, 0.065, 0.022, 0.065], device=self.device
        )
        off = off + torch.tensor([0.01, 0.02, 0.01, 0.03], device=self.device)
        off = off.clamp(-0.12, 0.2)
        start, end = least - off[:, :2] * size, most + off[:, 2:] * size
        source = (turned - start[:, None]) / (end - start)[:, None]
        return _homography(source, corners.expand(count, 4, 2))

    def _blurred(self, pictures: Tensor) -> Tensor:
        count, _, height, width = pictures.shape
        radius = 5
        span = torch.arange(-radius, radius + 1, device=self.device, dtype=torch.float32)
        sigma = (self._uniform(count) ** 2 * 1.15 * self.strength + 0.05).reshape(-1, 1, 1)
        length = torch.where(
            self._uniform(count) < 0.25,
            self._uniform(count) * FASTEST_PX,
            torch.zeros(count, device=self.device),
        )
        angle = self._uniform(count) * math.pi
        dy, dx = span[None, :, None], span[None, None, :]
        along = dx * torch.cos(angle).reshape(-1, 1, 1) + dy * torch.sin(angle).reshape(-1, 1, 1)
        across = dy * torch.cos(angle).reshape(-1, 1, 1) - dx * torch.sin(angle).reshape(-1, 1, 1)
        wide = (sigma**2 + (length.reshape(-1, 1, 1) ** 2) / 12).sqrt()
        kernel = torch.exp(-(along**2) / (2 * wide**2) - across**2 / (2 * sigma**2))
        kernel = kernel / kernel.sum((1, 2), keepdim=True)
        weights = kernel[:, None].repeat_interleave(3, 0)
        padded = functional.pad(pictures, (radius,) * 4, mode="replicate").reshape(
            1, count * 3, height + 2 * radius, width + 2 * radius
        )
        return functional.conv2d(padded, weights, groups=count * 3).reshape(count, 3, height, width)

    def _light(self, pictures: Tensor) -> Tensor:
        count, _, height, width = pictures.shape
        one = (count, 1, 1, 1)
        gamma = torch.exp(self._normal(count) * 0.28).reshape(one)
        gain = torch.where(
            self._uniform(count) < 0.2,
            self._uniform(count) * 0.5 + 0.12,
            torch.exp(self._normal(count) * 0.25),
        ).reshape(one)
        cast = 1 + self._normal(count * 3).reshape(count, 3, 1, 1) * 0.08
        contrast = torch.exp(self._normal(count) * 0.2 - 0.05).reshape(one)
        mean = pictures.mean((1, 2, 3), keepdim=True)
        lit = ((pictures - mean) * contrast + mean).clamp(0, 1) ** gamma * gain * cast
        ys = torch.linspace(0, 1, height, device=self.device).reshape(1, 1, height, 1)
        xs = torch.linspace(0, 1, width, device=self.device).reshape(1, 1, 1, width)
        centre_x, centre_y = self._uniform(count).reshape(one), self._uniform(count).reshape(one)
        spread = (self._uniform(count) * 0.4 + 0.08).reshape(one)
        glow = torch.exp(-((xs - centre_x) ** 2 + ((ys - centre_y) * 0.6) ** 2) / (2 * spread**2))
        lit = lit + glow * ((self._uniform(count) < 0.12).float() * self._uniform(count)).reshape(
            one
        )
        haze = ((self._uniform(count) < 0.1).float() * self._uniform(count) * 0.4).reshape(one)
        lit = lit * (1 - haze) + haze * 0.75
        noise = torch.randn(lit.shape, generator=self.generator, device=self.device)
        fine = (self._uniform(count) ** 2 * 0.075 * self.strength).reshape(one)
        lit = lit + noise * fine
        if self._chance(0.3):
            lit = (
                lit
                + functional.avg_pool2d(
                    functional.pad(noise.roll(1, 0), (1, 1, 1, 1), mode="replicate"), 3, 1
                )
                * fine
                * 1.5
            )
        grey = (self._uniform(count) < 0.2).reshape(one)
        luma = (
            lit * torch.tensor([0.114, 0.587, 0.299], device=self.device).reshape(1, 3, 1, 1)
        ).sum(1, keepdim=True)
        lit = torch.where(grey, luma.expand_as(lit), lit)
        return lit.clamp(0, 1)

    def _jpeg(self, pictures: Tensor) -> Tensor:
        """Quantised in blocks of 8 with chroma of half the resolution, as in JPEG and in key frames."""
        count, _, height, width = pictures.shape
        before_x, before_y = int(self._number(0, 16)), int(self._number(0, 16))
        after_x, after_y = -(width + before_x) % 16, -(height + before_y) % 16
        blue, green, red = functional.pad(
            pictures * 255, (before_x, after_x, before_y, after_y), mode="replicate"
        ).unbind(1)
        y = 0.114 * blue + 0.587 * green + 0.299 * red
        cb, cr = (blue - y) * 0.564, (red - y) * 0.713
        quality = torch.exp(self._uniform(count) * math.log(95 / 15)) * 15
        scale = (
            torch.where(quality < 50, 50 / quality, 2 - quality / 50)
            .clamp(min=0.02)
            .reshape(-1, 1, 1, 1, 1)
        )
        y = self._quantised(y - 128, LUMA, scale) + 128
        small = torch.stack([cb, cr], 1)
        small = functional.avg_pool2d(small, 2)
        cb, cr = (self._quantised(each, CHROMA, scale) for each in small.unbind(1))
        chroma = functional.interpolate(
            torch.stack([cb, cr], 1), scale_factor=2.0, mode="bilinear", align_corners=False
        )
        cb, cr = chroma.unbind(1)
        blue, red = y + cb / 0.564, y + cr / 0.713
        green = (y - 0.114 * blue - 0.299 * red) / 0.587
        whole = torch.stack([blue, green, red], 1) / 255
        return whole[:, :, before_y : before_y + height, before_x : before_x + width].clamp(0, 1)

    def _streamed(self, pictures: Tensor) -> Tensor:
        """As H.264 at a low rate: flat quantising in blocks of 4, then smoothed over the blocks' edges."""
        count, channels, height, width = pictures.shape
        off_y, off_x = int(self._number(0, 4)), int(self._number(0, 4))
        padded = functional.pad(
            pictures,
            (off_x, -(width + off_x) % 4, off_y, -(height + off_y) % 4),
            mode="replicate",
        )
        basis = _dct(self.device, 4)
        rows, columns = padded.shape[2:]
        blocks = padded.reshape(count, channels, rows // 4, 4, columns // 4, 4).transpose(3, 4)
        steps = torch.exp(self._uniform(count) * math.log(8)).reshape(-1, 1, 1, 1, 1, 1) * (8 / 255)
        coarse = torch.round(basis @ blocks @ basis.T / steps) * steps
        whole = (basis.T @ coarse @ basis).transpose(3, 4).reshape(padded.shape)
        soft = functional.avg_pool2d(functional.pad(whole, (1, 1, 1, 1), mode="replicate"), 3, 1)
        share = self._uniform(count).reshape(-1, 1, 1, 1) * 0.6
        mixed = whole + (soft - whole) * share
        return mixed[:, :, off_y : off_y + height, off_x : off_x + width].clamp(0, 1)

    def _quantised(self, plane: Tensor, table: Tensor, scale: Tensor) -> Tensor:
        count, height, width = plane.shape
        basis = _dct(self.device)
        blocks = plane.reshape(count, height // 8, 8, width // 8, 8).permute(0, 1, 3, 2, 4)
        steps = (table.to(self.device) * scale).clamp(min=1)
        coefficients = torch.round(basis @ blocks @ basis.T / steps) * steps
        return (basis.T @ coefficients @ basis).permute(0, 1, 3, 2, 4).reshape(count, height, width)

    def _uniform(self, count: int) -> Tensor:
        return torch.rand(count, generator=self.generator, device=self.device)

    def _normal(self, count: int) -> Tensor:
        return torch.randn(count, generator=self.generator, device=self.device)

    def _number(self, least: float, most: float) -> float:
        return least + (most - least) * self._host()

    def _chance(self, share: float) -> bool:
        return self._host() < share

    def _host(self) -> float:
        """A number that decides on shapes: from the host, so that the device need not be waited for."""
        return float(torch.rand((), generator=self.host))

    def __post_init__(self) -> None:
        self.host = torch.Generator().manual_seed(self.generator.initial_seed())


def _dct(device: torch.device, points: int = 8) -> Tensor:
    """The DCT-II, orthonormal."""
    k = torch.arange(points, device=device, dtype=torch.float32)
    basis = torch.cos((2 * k[None] + 1) * k[:, None] * math.pi / (2 * points))
    basis = basis * math.sqrt(2 / points)
    basis[0] *= math.sqrt(0.5)
    return basis


def _homography(source: Tensor, target: Tensor) -> Tensor:
    """(count, 3, 3) that takes four points to four others: the direct linear transform with h33 = 1."""
    count = len(source)
    x, y = source[..., 0], source[..., 1]
    u, v = target[..., 0], target[..., 1]
    one, zero = torch.ones_like(x), torch.zeros_like(x)
    upper = torch.stack([x, y, one, zero, zero, zero, -u * x, -u * y], -1)
    lower = torch.stack([zero, zero, zero, x, y, one, -v * x, -v * y], -1)
    # Without the check of the result, for which the host would wait.
    solved, _ = torch.linalg.solve_ex(torch.cat([upper, lower], 1), torch.cat([u, v], 1))
    return torch.cat([solved, torch.ones(count, 1, device=source.device)], 1).reshape(count, 3, 3)
