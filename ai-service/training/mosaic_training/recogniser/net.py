"""The recogniser's network: a small residual trunk, then attention from slots to places."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from mosaic_training.recogniser.alphabet import INPUT_HEIGHT, INPUT_WIDTH, NONE, SLOTS

WIDTHS = (32, 64, 96, 160)
MODEL = 128
HEADS = 4
ROWS, COLUMNS = INPUT_HEIGHT // 8, INPUT_WIDTH // 8


def conv(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two convolutions through half the channels, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(conv(channels, channels // 2), conv(channels // 2, channels))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.inner(x)


class Attention(nn.Module):
    """Multi-head attention of (batch, queries, MODEL) to (batch, places, MODEL)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(MODEL, MODEL), nn.Linear(MODEL, MODEL)
        self.value, self.out = nn.Linear(MODEL, MODEL), nn.Linear(MODEL, MODEL)

    def forward(self, queries: Tensor, places: Tensor) -> Tensor:
        batch, count = queries.shape[0], queries.shape[1]
        q, k, v = (
            each.reshape(batch, -1, HEADS, MODEL // HEADS).transpose(1, 2)
            for each in (self.query(queries), self.key(places), self.value(places))
        )
        mixed = functional.scaled_dot_product_attention(q, k, v)
        return self.out(mixed.transpose(1, 2).reshape(batch, count, MODEL))


def feed_forward() -> nn.Sequential:
    return nn.Sequential(nn.Linear(MODEL, 2 * MODEL), nn.ReLU(), nn.Linear(2 * MODEL, MODEL))


class Encoder(nn.Module):
    """Places look at each other."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.LayerNorm(MODEL), nn.LayerNorm(MODEL)
        self.attention, self.rest = Attention(), feed_forward()

    def forward(self, x: Tensor) -> Tensor:
        normed = self.first(x)
        x = x + self.attention(normed, normed)
        return x + self.rest(self.second(x))


class Decoder(nn.Module):
    """Slots look at each other, then at the places."""

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(MODEL) for _ in range(3)])
        self.among, self.towards, self.rest = Attention(), Attention(), feed_forward()

    def forward(self, slots: Tensor, places: Tensor) -> Tensor:
        normed = self.norms[0](slots)
        slots = slots + self.among(normed, normed)
        slots = slots + self.towards(self.norms[1](slots), places)
        return slots + self.rest(self.norms[2](slots))


class PlateNet(nn.Module):
    """Input (batch, 3, 64, 160), BGR 0..1; output logits (batch, SLOTS, 37), the last column: no character.

    `with_columns` gives besides what the places say column by column, (batch, COLUMNS, 37), for training by CTC:
    it teaches the places characters long before the slots find them.
    """

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.trunk = nn.Sequential(
            conv(3, a, 3, 2),
            conv(a, b, 3, 2), Residual(b),
            conv(b, c), Residual(c),
            conv(c, d, 3, 2), Residual(d), Residual(d),
            nn.Conv2d(d, MODEL, 1),
        )  # fmt: skip
        self.places = nn.Parameter(torch.randn(1, ROWS * COLUMNS, MODEL) * 0.02)
        self.slots = nn.Parameter(torch.randn(1, SLOTS, MODEL) * 0.5)
        self.encoders = nn.ModuleList([Encoder() for _ in range(2)])
        self.normed = nn.LayerNorm(MODEL)
        self.decoders = nn.ModuleList([Decoder() for _ in range(2)])
        self.last, self.head = nn.LayerNorm(MODEL), nn.Linear(MODEL, NONE + 1)
        self.columns = nn.Linear(ROWS * MODEL // 4, NONE + 1)
        self.narrow = nn.Linear(MODEL, MODEL // 4)

    def forward(self, pictures: Tensor) -> Tensor:
        return self._slots(self._places(pictures))

    def with_columns(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        places = self._places(pictures)
        narrow = self.narrow(places).reshape(-1, ROWS, COLUMNS, MODEL // 4)
        columns = self.columns(narrow.permute(0, 2, 1, 3).flatten(2))
        return self._slots(places), columns

    def _places(self, pictures: Tensor) -> Tensor:
        places: Tensor = self.trunk((pictures - 0.5) * 4).flatten(2).transpose(1, 2) + self.places
        for encoder in self.encoders:
            places = encoder(places)
        return self.normed(places)

    def _slots(self, places: Tensor) -> Tensor:
        slots = self.slots.expand(places.shape[0], -1, -1)
        for decoder in self.decoders:
            slots = decoder(slots, places)
        return self.head(self.last(slots))
