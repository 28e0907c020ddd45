"""Texts of plates in the audit log, which nobody reads but by a key that can be thrown away.

An entry names the plate by its hash and has the text encrypted by a key of that plate alone (itself encrypted by
`field-keys`). Without the key the text is gone, while the entry, its hash and the chain stay what they were.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from mosaic_backend.audit.infrastructure.models import PlateSeal
from mosaic_backend.shared.plate_hash import plate_hash

SEALED = "sealed"
GONE = "(erased)"


def subject_of(folded: str) -> str:
    return f"plate:{plate_hash(folded)}"


def sealed(text: str, folded: str) -> dict[str, str]:
    """In the caller's transaction where there is one."""
    digest = plate_hash(folded)
    seal, _ = PlateSeal.objects.get_or_create(
        plate=digest, defaults={"key": Fernet.generate_key().decode()}
    )
    return {
        SEALED: Fernet(seal.key).encrypt(text.encode(errors="replace")).decode(),
        "plate": digest,
    }


def opened(details: Any) -> Any:
    """The same with the text readable again, or GONE."""
    return opened_each([details])[0]


def opened_each(many: Sequence[Any]) -> list[Any]:
    """The same of many, by one query."""
    texts = [details["text"] for details in many if _is_sealed(details)]
    seals = PlateSeal.objects.in_bulk({str(text.get("plate")) for text in texts}) if texts else {}
    return [
        {**details, "text": _open(details["text"], seals)} if _is_sealed(details) else details
        for details in many
    ]


def throw_away(folded: str) -> bool:
    """What was sealed for this text is not readable any more; whether anything was."""
    return PlateSeal.objects.filter(plate=plate_hash(folded)).delete()[0] > 0


def _is_sealed(details: Any) -> bool:
    text = details.get("text") if isinstance(details, Mapping) else None
    return isinstance(text, Mapping) and SEALED in text


def _open(text: Mapping[str, str], seals: Mapping[str, PlateSeal]) -> str:
    seal = seals.get(str(text.get("plate")))
    if seal is None:
        return GONE
    try:
        return Fernet(seal.key).decrypt(text[SEALED].encode()).decode()
    except (InvalidToken, ValueError):
        return GONE
