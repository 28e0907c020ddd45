"""In which forms plates stand in this database, and whether the site's key is the one that protected them.

The setting says what is written; where it is not set, that stays as it is. What is looked for follows from the
table's one row: while rows of the other form may be there, both forms are.
"""

import time
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from django.db import connection, models

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.plate_protection.keys import PlateKeyError, plate_keys
from mosaic_backend.shared.plate_protection.sealing import near_keys, token

KNOWN_S = 30.0
"""For so long a process believes what it has read of the row."""


class Forms(Enum):
    PLAIN = "plain"
    PROTECTED = "protected"
    BOTH = "both"


class PlateProtection(models.Model):
    """At most one row, from the first start with protection on to the end of an undo.

    key_check: tells another plate-key. wanted: whether plates are to be protected; False: that is being undone.
    mixed: rows that are not as wanted may be there. positions: how far the way through each table has come, by its
    name: the last key.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key_check = models.CharField(max_length=64)
    wanted = models.BooleanField()
    mixed = models.BooleanField()
    positions = models.JSONField(default=dict)

    class Meta:
        app_label = "shared"
        db_table = "plate_protection"

    def __str__(self) -> str:
        return f"{'protected' if self.wanted else 'plain'}, {'mixed' if self.mixed else 'whole'}"


class _State(NamedTuple):
    protecting: bool
    forms: Forms
    until: float


_known: dict[bool | None, _State] = {}


def protecting() -> bool:
    """Whether what is written now is protected. Raises PlateKeyError for a key that does not fit the database."""
    return _state().protecting


def forms_here() -> Forms:
    """Those to look for. Raises PlateKeyError."""
    return _state().forms


def stored_forms(text: str) -> list[str]:
    """Under which a text that has a token may be found."""
    if not text:
        return [text]
    here = forms_here()
    if here is Forms.PLAIN:
        return [text]
    return [token(text)] if here is Forms.PROTECTED else [token(text), text]


def near_forms(keys: Sequence[int]) -> list[int]:
    """Under which keys of detections/domain/neighbourhood.py may be found."""
    here = forms_here()
    if here is Forms.PLAIN:
        return list(keys)
    return near_keys(keys) if here is Forms.PROTECTED else [*near_keys(keys), *keys]


def forget_state() -> None:
    _known.clear()


def check_state() -> None:
    """Reads the row anew. Raises PlateKeyError for a key that does not fit it."""
    forget_state()
    _state()


def _state() -> _State:
    asked = environment().plate_protection
    known = _known.get(asked)
    if known is None or time.monotonic() > known.until:
        known = _known[asked] = _read(asked)
    return known


def _read(asked: bool | None) -> _State:
    row = PlateProtection.objects.first() if _table_is_there() else None
    if row is None and not asked:
        return _State(False, Forms.PLAIN, float("inf"))
    check = plate_keys().check
    if row is None:
        # Imported here because what looks for rows imports this module.
        from mosaic_backend.shared.plate_protection.conversion import any_stored

        row = PlateProtection(key_check=check, wanted=True, mixed=any_stored())
        PlateProtection.objects.bulk_create([row], ignore_conflicts=True)
    elif row.key_check != check:
        raise PlateKeyError(
            "the plates of this database were protected with another plate-key than the one in the secrets folder:"
            " put that one back, its last line is what counts"
        )
    elif asked is not None and asked != row.wanted:
        row.wanted, row.mixed, row.positions = asked, True, {}
        row.save()
    protected = Forms.PROTECTED if row.wanted else Forms.PLAIN
    return _State(row.wanted, Forms.BOTH if row.mixed else protected, time.monotonic() + KNOWN_S)


def _table_is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('plate_protection') IS NOT NULL")
        return bool(cursor.fetchone()[0])
