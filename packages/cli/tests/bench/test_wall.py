"""What the figure of the wall says of what the page saw."""

import pytest

from mosaic_cli.bench.video.wall import wall_figure

H2 = {"playing": 16, "protocols": ["h2"], "waited_ms": [1.0, 3.0, 5.0]}
H1 = {"playing": 5, "protocols": ["http/1.1"], "waited_ms": [100.0, 200.0, 300.0]}


def test_wall_when_every_tile_plays_by_http_2_then_met_and_the_other_is_told() -> None:
    found = wall_figure([H2, H1])
    assert (found.value, found.met, found.goal) == (16.0, True, ">= 16")
    assert "16 play, a request waits 3 ms" in found.how
    assert "HTTP/1.1: 5 play, a request waits 200 ms" in found.how


@pytest.mark.parametrize(
    ("seen", "value"),
    [
        (H2 | {"playing": 15}, 15.0),
        (H2 | {"protocols": ["h2", "http/1.1"]}, None),
        ({"error": "no page"}, None),
    ],
)
def test_wall_when_a_tile_stands_or_another_protocol_was_spoken_then_missed(
    seen: dict[str, object], value: float | None
) -> None:
    found = wall_figure([seen, {"error": "gone"}])
    assert (found.value, found.met) == (value, False)
    assert "failed: gone" in found.how
