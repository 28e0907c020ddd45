"""The H.264 decoder's configuration in an MP4 (ISO/IEC 14496-15): one that serves two encoders.

What was encoded anew has parameter sets of its own. They get ids that the camera's do not have, and stand beside
them in the one `avcC`; so every picture names its own, and nothing has to be told in between.
"""

from dataclasses import dataclass
from struct import error as struct_error
from struct import pack, unpack_from

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.fmp4_samples import children
from mosaic_backend.clips.infrastructure.video.mp4_tables import box

_ENTRY_AT = 16  # in stsd: its header, version, and the number of entries
_VISUAL = 86  # a VisualSampleEntry up to its boxes
PROFILES = {66: "baseline", 77: "main", 100: "high"}


@dataclass(frozen=True)
class AvcConfig:
    """profile, compatibility, level: of all sets together; tail: what High profiles add."""

    profile: int
    compatibility: int
    level: int
    length_size: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    tail: bytes

    @property
    def used_ids(self) -> set[int]:
        return {_golomb(one[4:]) for one in self.sps} | {_golomb(one[1:]) for one in self.pps}

    def with_sets_of(self, other: "AvcConfig") -> "AvcConfig":
        return AvcConfig(
            self.profile,
            self.compatibility & other.compatibility,
            max(self.level, other.level),
            self.length_size,
            self.sps + other.sps,
            self.pps + other.pps,
            self.tail,
        )

    def as_box(self) -> bytes:
        head = bytes([1, self.profile, self.compatibility, self.level])
        return box(
            b"avcC",
            head,
            bytes([0xFC | self.length_size - 1, 0xE0 | len(self.sps)]),
            *(pack(">H", len(one)) + one for one in self.sps),
            bytes([len(self.pps)]),
            *(pack(">H", len(one)) + one for one in self.pps),
            self.tail,
        )


def config_of(stsd: bytes) -> AvcConfig:
    """Raises DamagedFileError."""
    start, end = _place(stsd)
    content = stsd[start + 8 : end]
    try:
        at, sets = 5, []
        for mask in (0x1F, 0xFF):
            count, at = content[at] & mask, at + 1
            found = []
            for _ in range(count):
                (length,) = unpack_from(">H", content, at)
                found.append(content[at + 2 : at + 2 + length])
                at += 2 + length
            sets.append(tuple(found))
        profile, compatibility, level, sizes = content[1:5]
        return AvcConfig(
            profile, compatibility, level, (sizes & 3) + 1, sets[0], sets[1], content[at:]
        )
    except (IndexError, ValueError, struct_error) as error:
        raise DamagedFileError from error


def with_config(stsd: bytes, config: AvcConfig) -> bytes:
    """The same with another configuration."""
    start, end = _place(stsd)
    entry = stsd[_ENTRY_AT + 8 : start] + config.as_box() + stsd[end:]
    return box(b"stsd", stsd[8:_ENTRY_AT], box(stsd[_ENTRY_AT + 4 : _ENTRY_AT + 8], entry))


def _place(stsd: bytes) -> tuple[int, int]:
    for kind, start, end in children(stsd, _ENTRY_AT + _VISUAL, len(stsd)):
        if kind == b"avcC":
            return start, end
    raise DamagedFileError


def _golomb(content: bytes) -> int:
    """The first unsigned Exp-Golomb number (ITU-T H.264, 9.1)."""
    plain = content.replace(b"\0\0\3", b"\0\0")[:8].ljust(8, b"\0")
    bits = f"{int.from_bytes(plain, 'big'):064b}"
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1
