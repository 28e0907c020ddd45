"""Pictures as anybody may send them: what is no plain picture is refused, soon and with little memory."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import cv2
import numpy as np
import psutil
import pytest
from PIL import Image

from mosaic_ai.domain.errors import ImageTooLargeError, ImageTypeError, UnacceptableImageError
from mosaic_ai.infrastructure.images import MAX_BYTES, open_image

SIZE = (320, 240)
RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (90, 90, 90)
ORIENTATION = 0x0112


def card(size: tuple[int, int] = SIZE) -> Image.Image:
    """Red at the top left, green at the top right, blue at the bottom left."""
    picture = Image.new("RGB", size, GREY)
    width, height = size
    side = width // 4
    picture.paste(RED, (0, 0, side, side))
    picture.paste(GREEN, (width - side, 0, width, side))
    picture.paste(BLUE, (0, height - side, side, height))
    return picture


def encoded(kind: str, picture: Image.Image | None = None, **how: object) -> bytes:
    into = io.BytesIO()
    (picture or card()).save(into, kind, **how)
    return into.getvalue()


def corners(content: bytes) -> list[str]:
    """The colours of the picture's corners, from the top left on, line by line."""
    pixels = open_image(content)
    names = {"red": RED, "green": GREEN, "blue": BLUE, "grey": GREY}
    found = []
    for y, x in ((8, 8), (8, -8), (-8, 8), (-8, -8)):
        rgb = pixels[y, x][::-1].astype(int)
        found.append(min(names, key=lambda name: int(np.abs(rgb - names[name]).sum())))
    return found


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *after_header: bytes, rows: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = header + b"".join(after_header) + chunk(b"IDAT", zlib.compress(rows, 6))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its frame header."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def peak_growth_bytes(work: Callable[[], object]) -> int:
    """How much more memory the process held than before, at the end of the work."""
    process = psutil.Process()
    before = process.memory_info().rss
    work()
    return int(process.memory_info().rss - before)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, ["red", "green", "blue", "grey"]),
        (2, ["green", "red", "grey", "blue"]),
        (3, ["grey", "blue", "green", "red"]),
        (4, ["blue", "grey", "red", "green"]),
        (5, ["red", "blue", "green", "grey"]),
        (6, ["blue", "red", "grey", "green"]),
        (7, ["grey", "green", "blue", "red"]),
        (8, ["green", "grey", "red", "blue"]),
    ],
)
def test_open_image_when_exif_tells_an_orientation_then_upright(
    kind: str, orientation: int, expected: list[str]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    content = encoded(kind, exif=exif.tobytes())
    assert corners(content) == expected
    width, height = SIZE if orientation < 5 else SIZE[::-1]
    assert open_image(content).shape == (height, width, 3)


@pytest.mark.parametrize(
    "content",
    [
        encoded("JPEG", card().convert("CMYK")),
        encoded("JPEG", progressive=True),
        encoded("JPEG", icc_profile=b"\x00" * 600_000),
        encoded("JPEG", comment=b"x" * 60_000),
        encoded("PNG", card().convert("RGBA")),
        encoded("PNG", card().convert("P")),
        encoded("WEBP", lossless=True),
        encoded("WEBP", card().convert("RGBA")),
        encoded("JPEG") + b"\x00" * 4096,
        encoded("PNG") + b"trailing",
    ],
    ids=[
        *("cmyk", "progressive", "huge icc", "huge comment", "rgba", "palette"),
        *("lossless", "webp rgba", "padded jpeg", "padded png"),
    ],
)
def test_open_image_when_an_odd_kind_then_its_colours(content: bytes) -> None:
    assert corners(content) == ["red", "green", "blue", "grey"]


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_open_image_when_grey_then_three_channels(mode: str) -> None:
    pixels = open_image(encoded("PNG", card().convert(mode)))
    assert pixels.shape == (SIZE[1], SIZE[0], 3)
    assert pixels.dtype == np.uint8


def test_open_image_when_16_bits_a_channel_then_8() -> None:
    deep = np.full((64, 64), 40_000, np.uint16)
    pixels = open_image(bytes(cv2.imencode(".png", deep)[1]))
    assert pixels.dtype == np.uint8
    assert abs(int(pixels[9, 9, 0]) - 40_000 // 256) <= 1


@pytest.mark.parametrize(
    "content",
    [
        encoded("PNG", save_all=True, append_images=[card().rotate(180)]),
        encoded("WEBP", save_all=True, append_images=[card().rotate(180)]),
    ],
    ids=["apng", "webp"],
)
def test_open_image_when_animated_then_refused(content: bytes) -> None:
    with pytest.raises(UnacceptableImageError, match="animated"):
        open_image(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><html></html>",
        encoded("GIF", save_all=True, append_images=[card().rotate(180)]),
        encoded("TIFF"),
        encoded("BMP"),
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200,
        b"\x00\x00\x00\x18ftypavif" + b"\x00" * 200,
        b"\xff\xd8",
        b"RIFF\x10\x00\x00\x00WAVE" + b"\x00" * 40,
    ],
    ids=[
        *("empty", "one byte", "text", "svg", "html", "gif", "tiff", "bmp", "heic", "avif"),
        *("jpeg's first bytes", "wave"),
    ],
)
def test_open_image_when_no_accepted_kind_then_refused(content: bytes) -> None:
    with pytest.raises(ImageTypeError):
        open_image(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.99])
def test_open_image_when_cut_off_then_refused(kind: str, share: float) -> None:
    whole = encoded(kind)
    with pytest.raises(UnacceptableImageError):
        open_image(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("side", [(1, 1), (7, 7), (7, 5000), (5000, 7)])
def test_open_image_when_tiny_then_refused(side: tuple[int, int]) -> None:
    with pytest.raises(UnacceptableImageError, match="too small"):
        open_image(encoded("PNG", Image.new("RGB", side)))


@pytest.mark.parametrize(
    "content",
    [
        encoded("JPEG", Image.new("L", (1, 65_000))),
        encoded("PNG", Image.new("1", (65_000, 9))),
        encoded("JPEG", Image.new("L", (12_000, 12_000))),
        encoded("PNG", Image.new("1", (12_000, 12_000))),
        encoded("WEBP", Image.new("L", (12_000, 3_000))),
        resized_header(encoded("JPEG"), 65_535, 65_535),
        png(2**31 - 1, 2**31 - 1),
        png(40_000, 40_000, rows=b"\x00" * 30_000_000),
        encoded("JPEG") + b"\x00" * MAX_BYTES,
    ],
    ids=[
        *("1x65000", "65000x9", "jpeg 12000", "png 12000", "webp 12000"),
        *("jpeg header", "png header", "png bomb", "bytes"),
    ],
)
def test_open_image_when_huge_then_refused_undecoded(content: bytes) -> None:
    def refused() -> None:
        with pytest.raises(ImageTooLargeError):
            open_image(content)

    assert peak_growth_bytes(refused) < 60 << 20


def test_open_image_when_the_header_tells_less_than_comes_then_no_more_is_decoded() -> None:
    """A second header or more rows than told must not make it larger than what was checked."""
    rows = b"\x00" * 60_000_000
    second = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    jpeg, other = encoded("JPEG"), encoded("JPEG", Image.new("RGB", (6000, 6000)))
    frame = other[other.index(b"\xff\xc0") : other.index(b"\xff\xda")]
    webp = bytearray(encoded("WEBP", Image.new("RGBA", (4000, 4000), (1, 2, 3, 4))))
    webp[24:30] = (63).to_bytes(3, "little") * 2
    for content in (
        png(64, 64, rows=rows),
        png(64, 64, second, rows=rows),
        jpeg.replace(b"\xff\xda", frame + b"\xff\xda", 1),
        bytes(webp),
    ):

        def looked(content: bytes = content) -> None:
            try:
                pixels = open_image(content)
            except UnacceptableImageError:
                return
            assert max(pixels.shape) <= 320

        assert peak_growth_bytes(looked) < 80 << 20


def test_open_image_when_metadata_unpack_to_much_then_refused_or_ignored() -> None:
    bomb = zlib.compress(b"\x00" * 100_000_000, 6)
    text = chunk(b"zTXt", b"Comment\x00\x00" + bomb)
    profile = chunk(b"iCCP", b"icc\x00\x00" + bomb)
    row = b"\x00" + b"\x40" * 64 * 3
    for extra in (text, profile):

        def looked(extra: bytes = extra) -> None:
            with suppress(UnacceptableImageError):
                assert open_image(png(64, 64, extra, rows=row * 64)).shape == (64, 64, 3)

        assert peak_growth_bytes(looked) < 80 << 20


def test_open_image_when_a_jpeg_has_thousands_of_scans_then_refused() -> None:
    """Each of a few bytes costs a run over the whole picture."""
    whole = encoded("JPEG", Image.new("RGB", (4000, 4000)), progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    with pytest.raises(UnacceptableImageError, match="scans"):
        open_image(whole[:-2] + last * 5000 + b"\xff\xd9")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_open_image_when_bytes_are_flipped_then_pixels_or_a_refusal(kind: str) -> None:
    """Seeded: what failed once fails again."""
    whole = encoded(kind, card((96, 64)))
    dice = random.Random(6)
    for _ in range(400):
        content = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8, 40))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        if dice.random() < 0.2:
            del content[dice.randrange(len(content)) :]
        with suppress(UnacceptableImageError, ImageTooLargeError, ImageTypeError):
            pixels = open_image(bytes(content))
            assert pixels.ndim == 3
            assert pixels.shape[0] * pixels.shape[1] <= 40_000_000
