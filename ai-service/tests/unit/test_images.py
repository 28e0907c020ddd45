import struct
import zlib

import cv2
import numpy as np
import pytest
from ai_scenes import street

from mosaic_ai.domain.errors import ImageTooLargeError, ImageTypeError, UnacceptableImageError
from mosaic_ai.infrastructure.images import open_image, to_jpeg


def encoded(extension: str) -> bytes:
    return bytes(cv2.imencode(extension, street())[1])


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


def turned(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF orientation."""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
    tiff += struct.pack(">HH", orientation, 0) + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp"])
def test_open_image_when_accepted_kind_then_its_pixels(extension: str) -> None:
    assert open_image(encoded(extension)).shape == street().shape


def test_open_image_when_exif_says_turned_then_upright() -> None:
    assert open_image(turned(encoded(".jpg"), 6)).shape == (1280, 720, 3)


def test_open_image_when_header_tells_huge_dimensions_then_refused_undecoded() -> None:
    with pytest.raises(ImageTooLargeError):
        open_image(png_header(12_000, 12_000) + b"\x00" * 100)


def test_open_image_when_many_pixels_in_few_bytes_then_refused() -> None:
    bomb = bytes(cv2.imencode(".png", np.zeros((7000, 7000), np.uint8))[1])
    with pytest.raises(ImageTooLargeError):
        open_image(bomb)


def test_open_image_when_animated_then_refused() -> None:
    body = b"VP8X" + struct.pack("<I", 10) + bytes([0x02, 0, 0, 0]) + b"\x3f\x00\x00\x3f\x00\x00"
    with pytest.raises(UnacceptableImageError, match="animated"):
        open_image(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"\x00" * 50, b"%PDF-1.7", b"\x00" * 64])
def test_open_image_when_another_kind_then_refused(content: bytes) -> None:
    with pytest.raises(ImageTypeError):
        open_image(content)


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp"])
@pytest.mark.parametrize("kept", [12, 24, 40])
def test_open_image_when_cut_in_the_header_then_refused(extension: str, kept: int) -> None:
    with pytest.raises(UnacceptableImageError):
        open_image(encoded(extension)[:kept])


def test_to_jpeg_when_wider_than_wanted_then_scaled_down() -> None:
    assert open_image(to_jpeg(street(), 640)).shape == (360, 640, 3)
