from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.infrastructure.playlist import media_playlist, variant_uri

LOW_LATENCY = """#EXTM3U
#EXT-X-VERSION:10
#EXT-X-TARGETDURATION:1
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.50000,CAN-SKIP-UNTIL=6.00000
#EXT-X-PART-INF:PART-TARGET=0.20000
#EXT-X-MEDIA-SEQUENCE:4
#EXT-X-MAP:URI="init.mp4?session=s"
#EXT-X-GAP
#EXTINF:1.00000,
gap.mp4
#EXTINF:1.00000,
seg5.mp4
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T00:49:04.88Z
#EXT-X-PART:DURATION=0.20000,URI="part10.mp4",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="part11.mp4"
#EXTINF:1.00000,
seg6.mp4
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T00:49:05.88Z
#EXT-X-PART:DURATION=0.20000,URI="part15.mp4",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part16.mp4"
"""

MASTER = """#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=100,CODECS="avc1.42c01f"
low.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=900,CODECS="avc1.42c01f"
high.m3u8?session=x
"""


def test_media_playlist_when_low_latency_then_parts_times_and_the_growing_segment() -> None:
    playlist = media_playlist(LOW_LATENCY)
    assert playlist.can_block_reload
    assert playlist.segments[-1].init_uri == "init.mp4?session=s"
    assert [segment.sequence for segment in playlist.segments] == [5, 6, 7]
    newest = playlist.segments[-1]
    assert newest.uri is None
    assert newest.starts_at == datetime(2026, 11, 21, 0, 49, 5, 880000, UTC)
    assert newest.parts[0].uri == "part15.mp4"
    assert newest.parts[0].independent
    assert playlist.typical_duration_s == 1.0


def test_variant_when_multivariant_then_the_best_and_else_none() -> None:
    assert variant_uri(MASTER) == "high.m3u8?session=x"
    assert variant_uri(LOW_LATENCY) is None


@pytest.mark.parametrize("text", ["", "<html>", "#EXTM3U\n" + "#EXTINF:1,\na\n" * 9000])
def test_playlist_when_no_playlist_or_too_long_then_source_error(text: str) -> None:
    with pytest.raises(SourceError):
        media_playlist(text)


@given(st.lists(st.sampled_from([*LOW_LATENCY.splitlines(), "#EXTINF:x,", "#EXT-X-PART:", "?"])))
def test_playlist_when_lines_are_shuffled_then_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(["#EXTM3U", *lines])
    try:
        media_playlist(text)
        variant_uri(text)
    except SourceError:
        pass
