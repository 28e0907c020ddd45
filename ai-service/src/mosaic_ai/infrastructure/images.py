"""Pictures as files: opened with limits, written as JPEG."""

import struct

import cv2
import numpy as np

from mosaic_ai.domain.errors import ImageTooLargeError, ImageTypeError, UnacceptableImageError
from mosaic_ai.domain.frames import Frame, Pixels

MAX_BYTES = 20 * 1024 * 1024
MAX_SIDE_PX = 10_000
MAX_PIXELS = 40_000_000
MIN_SIDE_PX = 8
JPEG_QUALITY = 85
MAX_SCANS = 100
"""Of a progressive JPEG: each, be it of a few bytes, costs a run over the whole picture. Ten are usual."""

_ANIMATED = "animated pictures are not accepted"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def open_image(content: bytes) -> Pixels:
    """BGR pixels, upright by EXIF. What the bytes are decides, not what they are called.

    The header's dimensions are checked before anything is decoded. Raises ImageTypeError, ImageTooLargeError,
    UnacceptableImageError.
    """
    if len(content) > MAX_BYTES:
        raise ImageTooLargeError(f"at most {MAX_BYTES} bytes are accepted")
    width, height = _dimensions(content)
    if max(width, height) > MAX_SIDE_PX or width * height > MAX_PIXELS:
        raise ImageTooLargeError(
            f"{width}×{height} is too large: at most {MAX_SIDE_PX} a side and {MAX_PIXELS} pixels"
        )
    if min(width, height) < MIN_SIDE_PX:
        raise UnacceptableImageError(f"{width}×{height} is too small")
    try:
        decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise UnacceptableImageError("the picture cannot be decoded") from error
    if decoded is None:
        raise UnacceptableImageError("the picture cannot be decoded")
    return np.ascontiguousarray(decoded, dtype=np.uint8)


def shrunk(frame: Frame, max_width: int) -> Frame:
    """A copy of its own, scaled down to `max_width` where it is wider."""
    source = frame.pixels if frame.small is None else frame.small
    small = _scaled(source, max_width)
    return Frame(frame.camera_id, frame.captured_at, small.copy() if small is source else small)


def to_jpeg(pixels: Pixels, max_width: int) -> bytes:
    """The picture as JPEG, scaled down to `max_width` where it is wider."""
    picture = _scaled(pixels, max_width)
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise UnacceptableImageError("the picture cannot be encoded")
    return encoded.tobytes()


def _scaled(pixels: Pixels, max_width: int) -> Pixels:
    """The very picture where it is no wider."""
    height, width = pixels.shape[:2]
    if width <= max_width:
        return pixels
    size = (max_width, max(1, round(height * max_width / width)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _dimensions(content: bytes) -> tuple[int, int]:
    """Width and height as the header tells them."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            if content[12:16] != b"IHDR":
                raise UnacceptableImageError("the PNG has no header")
            if _is_animated_png(content):
                raise UnacceptableImageError(_ANIMATED)
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content.startswith(b"\xff\xd8\xff"):
            if content.count(b"\xff\xda") > MAX_SCANS:
                raise UnacceptableImageError(f"a JPEG of more than {MAX_SCANS} scans")
            return _jpeg_dimensions(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_dimensions(content)
    except (struct.error, IndexError) as error:
        raise UnacceptableImageError("the picture is cut off") from error
    raise ImageTypeError


def _is_animated_png(content: bytes) -> bool:
    """Whether an animation's header stands before the picture."""
    position = 8
    while position + 8 <= len(content):
        kind = content[position + 4 : position + 8]
        if kind in (b"acTL", b"IDAT"):
            return kind == b"acTL"
        (length,) = struct.unpack(">I", content[position : position + 4])
        position += 12 + length
    return False


def _jpeg_dimensions(content: bytes) -> tuple[int, int]:
    position = 2
    while True:
        while content[position] != 0xFF:
            position += 1
        while content[position] == 0xFF:
            position += 1
        marker = content[position]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 4 : position + 8])
            return width, height
        if marker in (0xD9, 0xDA):
            raise UnacceptableImageError("the JPEG has no frame")
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            position += 1
            continue
        (length,) = struct.unpack(">H", content[position + 1 : position + 3])
        position += 1 + length


def _webp_dimensions(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        if content[20] & 0x02:
            raise UnacceptableImageError(_ANIMATED)
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
        return width, height
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise UnacceptableImageError("the WebP is of an unknown kind")
