"""`keys_of` (detections/domain/neighbourhood.py) of many texts of one length at once; they are compared first."""

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.confusion import skeleton
from mosaic_backend.detections.domain.neighbourhood import keys_of

_SKELETON = np.array([ord(skeleton(chr(code))) for code in range(128)], np.uint8)


def _table() -> NDArray[np.uint32]:
    made = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        made = np.where(made & 1, (made >> 1) ^ np.uint32(0xEDB88320), made >> 1)
    return made


_TABLE = _table()


def keys_of_all(codes: NDArray[np.uint8]) -> NDArray[np.int32]:
    """codes: ASCII of folded texts, shape (texts, glyphs). Of each its keys: whole, then less one glyph."""
    whole = _SKELETON[codes]
    glyphs = whole.shape[1]
    columns = [_crc(whole), *(_crc(np.delete(whole, at, axis=1)) for at in range(glyphs))]
    keys = np.stack(columns, axis=1).view(np.int32)
    if len(keys):
        expected = keys_of(codes[0].tobytes().decode())
        if list(dict.fromkeys(keys[0].tolist())) != expected:
            raise AssertionError(f"keys differ: {keys[0]}, {expected}")
    return keys


def _crc(codes: NDArray[np.uint8]) -> NDArray[np.uint32]:
    made = np.full(len(codes), 0xFFFFFFFF, np.uint32)
    for column in codes.T:
        made = _TABLE[(made ^ column) & 0xFF] ^ (made >> 8)
    return ~made
