"""A read's evidence keys in a few characters: what the read says elsewhere is put as a mark.

`ps:plates/D/C/R-K.jpg` are the keys of plate and scene, with the day and the id of the read, its camera and the
kind put in. This form, which is the AI service's, is left out: `ps`. Kinds of another form follow after a space.
Marks are upper case, which keys are not; keys of which that is no true account are kept as JSON.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

_LETTERS = {"plate": "p", "scene": "s", "vehicle": "v"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_KIND = "K"
_USUAL = "plates/D/C/R-K.jpg"


class CropKeys:
    """Of one read; seen_at: when it was seen first."""

    def __init__(self, read_id: UUID, camera_id: UUID, seen_at: datetime) -> None:
        day = seen_at.astimezone(UTC)
        self._marks = (
            ("R", str(read_id)),
            ("C", str(camera_id)),
            ("D", f"{day.year:04}/{day.month:02}/{day.day:02}"),
        )

    def packed(self, images: Mapping[str, str]) -> str:
        """images: keys by kind."""
        kinds: dict[str, str] = {}
        for kind in sorted(images):
            form = self._form(kind, images[kind])
            kinds[form] = kinds.get(form, "") + _LETTERS.get(kind, "?")
        compact = " ".join(
            [letters if form == _USUAL else f"{letters}:{form}" for form, letters in kinds.items()]
        )
        try:
            true = self.unpacked(compact) == images
        except KeyError:
            true = False
        return compact if true else json.dumps(dict(images))

    def unpacked(self, compact: str) -> dict[str, str]:
        """The reverse of `packed`."""
        if compact.startswith("{"):
            kept: dict[str, str] = json.loads(compact)
            return kept
        images = {}
        for part in compact.split(" ") if compact else ():
            letters, another, form = part.partition(":")
            form = form if another else _USUAL
            for mark, text in self._marks:
                form = form.replace(mark, text)
            for letter in letters:
                images[_KINDS[letter]] = form.replace(_KIND, _KINDS[letter])
        return images

    def _form(self, kind: str, key: str) -> str:
        for mark, text in self._marks:
            key = key.replace(text, mark)
        head, found, tail = key.rpartition(kind)
        return f"{head}{_KIND}{tail}" if found else key
