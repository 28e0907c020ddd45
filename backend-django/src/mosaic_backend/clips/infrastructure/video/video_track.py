"""What the `moov` of a recording tells of its video: codec, size, and what a decoder needs first."""

from dataclasses import dataclass
from struct import error as struct_error
from struct import unpack_from

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError, leaves

_H264 = frozenset({b"avc1", b"avc3"})
_H265 = frozenset({b"hvc1", b"hev1"})
START_CODE = b"\0\0\0\1"


@dataclass(frozen=True)
class VideoTrack:
    """codec: as in RFC 6381, empty where it is none that browsers play.

    parameter_sets: of H.264 and H.265, each behind a start code. length_size: of the bytes that tell how long a
    unit of a sample is. default_*: of samples that do not say themselves.
    """

    id: int
    timescale: int
    codec: str = ""
    width: int = 0
    height: int = 0
    parameter_sets: bytes = b""
    length_size: int = 4
    default_duration: int = 0
    default_size: int = 0
    default_flags: int = 0

    @property
    def is_h265(self) -> bool:
        return self.codec.startswith(("hvc1", "hev1"))


def video_track(moov: bytes) -> VideoTrack | None:
    """The first one with pictures; None: there is only sound. Raises DamagedFileError."""
    try:
        return _video_track(moov)
    except (struct_error, IndexError) as error:
        raise DamagedFileError from error


def _video_track(moov: bytes) -> VideoTrack | None:
    track, timescale, handler = 0, 0, b""
    found: VideoTrack | None = None
    defaults: dict[int, tuple[int, int, int]] = {}
    for kind, start, end in leaves(moov, 8, len(moov)):
        if kind == b"trak":
            track, timescale, handler = 0, 0, b""
        elif kind == b"tkhd":
            (track,) = unpack_from(">I", moov, start + (12 if moov[start] == 0 else 20))
        elif kind == b"mdhd":
            (timescale,) = unpack_from(">I", moov, start + (12 if moov[start] == 0 else 20))
        elif kind == b"hdlr":
            handler = moov[start + 8 : start + 12]
        elif kind == b"stsd" and handler == b"vide" and found is None and timescale:
            found = _entry(moov[start:end], track, timescale)
        elif kind == b"trex":
            of, _, duration, size, flags = unpack_from(">IIIII", moov, start + 4)
            defaults[of] = (duration, size, flags)
    if found is None:
        return None
    duration, size, flags = defaults.get(found.id, (0, 0, 0))
    told = {"default_duration": duration, "default_size": size, "default_flags": flags}
    return VideoTrack(**{**vars(found), **told})


def _entry(stsd: bytes, track: int, timescale: int) -> VideoTrack:
    size, kind = unpack_from(">I4s", stsd, 8)
    width, height = unpack_from(">HH", stsd, 40)
    plain = VideoTrack(track, timescale, "", width, height)
    for box, start, end in leaves(stsd, 8 + 86, min(8 + size, len(stsd))):
        content = stsd[start:end]
        if box == b"avcC" and kind in _H264:
            codec = f"{kind.decode()}.{content[1]:02x}{content[2]:02x}{content[3]:02x}"
            sets, length = _h264_sets(content), (content[4] & 3) + 1
            return VideoTrack(track, timescale, codec, width, height, sets, length)
        if box == b"hvcC" and kind in _H265:
            codec = f"{kind.decode()}.{_h265_profile(content)}"
            sets, length = _h265_sets(content), (content[21] & 3) + 1
            return VideoTrack(track, timescale, codec, width, height, sets, length)
    return plain


def _h264_sets(avcc: bytes) -> bytes:
    """ISO/IEC 14496-15, 5.3.3.1."""
    at, sets = 5, b""
    for mask in (0x1F, 0xFF):
        count, at = avcc[at] & mask, at + 1
        taken, at = _sets(avcc, at, count)
        sets += taken
    return sets


def _h265_sets(hvcc: bytes) -> bytes:
    """ISO/IEC 14496-15, 8.3.3.1."""
    at, sets = 23, b""
    for _ in range(hvcc[22]):
        (count,) = unpack_from(">H", hvcc, at + 1)
        taken, at = _sets(hvcc, at + 3, count)
        sets += taken
    return sets


def _sets(box: bytes, at: int, count: int) -> tuple[bytes, int]:
    sets = b""
    for _ in range(count):
        (length,) = unpack_from(">H", box, at)
        sets += START_CODE + box[at + 2 : at + 2 + length]
        at += 2 + length
    return sets, at


def _h265_profile(hvcc: bytes) -> str:
    """ISO/IEC 14496-15, annex E.3."""
    space = ("", "A", "B", "C")[hvcc[1] >> 6]
    (compatible,) = unpack_from(">I", hvcc, 2)
    turned = int(f"{compatible:032b}"[::-1], 2)
    tier = "H" if hvcc[1] & 0x20 else "L"
    constraints = hvcc[6:12].rstrip(b"\0")
    said = "".join(f".{byte:x}" for byte in constraints)
    return f"{space}{hvcc[1] & 0x1F}.{turned:x}.{tier}{hvcc[12]}{said}"
