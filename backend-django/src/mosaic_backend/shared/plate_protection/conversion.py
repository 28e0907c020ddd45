"""Brings what is stored into the form that the site asks for: batch by batch, each in a transaction of its own.

It remembers its place in the transaction of each batch, so that it goes on where it was killed. Searches and
matches find both forms while it runs.
"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from mosaic_backend.shared.plate_protection.fields import (
    NearKeysField,
    SealedJSONField,
    plate_fields,
)
from mosaic_backend.shared.plate_protection.state import (
    PlateProtection,
    forget_state,
    protecting,
)
from mosaic_contracts.errors import ConflictError

BATCH = 1000
_EMPTY = "NOT IN ('', '{}', '[]', 'null')"


def protected_models() -> list[type[models.Model]]:
    """Those whose rows are brought over. Those that nobody may change (`fixed_rows`) stay as they were written."""
    return [
        model
        for model in apps.get_models()
        if plate_fields(model) and not getattr(model, "fixed_rows", False)
    ]


def any_stored() -> bool:
    return any(model._base_manager.exists() for model in protected_models())


def convert(told: Callable[[str, int], None], batch: int = BATCH) -> int:
    """Brings all rows into the wanted form; how many were changed. told: after each batch.

    Raises ConflictError where nothing was ever protected, or another part writes otherwise; PlateKeyError.
    """
    wanted, changed = protecting(), 0
    if not PlateProtection.objects.update(mixed=True):
        raise ConflictError("plates are not protected here, and were not")
    for model in protected_models():
        while (done := _next(model, batch)) is not None:
            changed += done
            told(str(model._meta.verbose_name_plural), done)
    if left := [model for model in protected_models() if _left(model)]:
        PlateProtection.objects.update(positions={})
        raise ConflictError(
            f"{left[0]._meta.verbose_name_plural} came in the other form meanwhile: start everything anew with"
            " the setting as it is now, then do this again"
        )
    with transaction.atomic():
        rows = PlateProtection.objects.select_for_update()
        if wanted:
            rows.update(mixed=False, positions={})
        else:
            rows.delete()
    forget_state()
    return changed


def convert_rows(rows: models.QuerySet[Any]) -> None:
    """Those rows alone, in the caller's transaction."""
    model = rows.model
    keys = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _write(model, _rows(model, "= ANY(%s)", [keys[start : start + BATCH]]))


def _next(model: type[models.Model], batch: int) -> int | None:
    """How many rows of the next batch were changed; None: the table's end was reached."""
    name, key = model._meta.label, model._meta.pk
    with transaction.atomic():
        state = PlateProtection.objects.select_for_update().get()
        last = state.positions.get(name)
        if last is None:
            rows = _rows(model, "IS NOT NULL", [], batch)
        else:
            rows = _rows(model, "> %s", [key.to_python(last)], batch)
        if not rows:
            return None
        changed = _write(model, rows)
        state.positions[name] = str(rows[-1][key.column])
        state.save(update_fields=["positions"])
        return changed


def _rows(
    model: type[models.Model], condition: str, parameters: Sequence[Any], batch: int | None = None
) -> list[dict[str, Any]]:
    """As they stand in the table, by column; locked, in the order of their keys."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [key, *(field.column for field in plate_fields(model))]
    names = ", ".join(f'"{column}"' for column in columns)
    limit = f" LIMIT {batch}" if batch else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {names} FROM "{table}" WHERE "{key}" {condition}'  # noqa: S608 - names from the model
            f' ORDER BY "{key}"{limit} FOR UPDATE',
            list(parameters),
        )
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _write(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> int:
    changed = [new for row in rows if (new := _converted(model, row)) is not None]
    if not changed:
        return 0
    try:
        with transaction.atomic():
            _update(model, changed)
    except IntegrityError:
        _one_by_one(model, changed)
    return len(changed)


def _one_by_one(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """A row that stands there in the wanted form already goes: somebody wrote it anew meanwhile."""
    for row in rows:
        try:
            with transaction.atomic():
                _update(model, [row])
        except IntegrityError:
            model._base_manager.filter(pk=row[model._meta.pk.column]).delete()


def _update(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [column for column in rows[0] if column != key]
    setting = ", ".join(f'"{column}" = new."{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" AS old SET {setting}'  # noqa: S608 - names from the model
            f' FROM json_populate_recordset(NULL::"{table}", %s::json) AS new WHERE old."{key}" = new."{key}"',
            [orjson.dumps(rows, default=str).decode()],
        )


def _converted(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any] | None:
    """The row in the wanted form, column by column: some may have been written since; None: it is."""
    fields, wanted = plate_fields(model), protecting()
    raw = {field.column: _loaded(field, row[field.column]) for field in fields}
    made = row | raw
    for field in fields:
        value = raw[field.column]
        if isinstance(field, NearKeysField):
            if field.is_protected(raw["folded"]) != wanted:
                made[field.column] = field.protected(value) if wanted else _near_keys(model, raw)
        elif value and (field.is_protected(value) != wanted or (wanted and field.is_old(value))):
            made[field.column] = field.stored(field.opened(value))
    return None if made == row | raw else made


def _near_keys(model: Any, raw: dict[str, Any]) -> list[int]:
    fields = [each for each in plate_fields(model) if not isinstance(each, NearKeysField)]
    keys: list[int] = model.near_keys_of(
        {field.column: field.opened(raw[field.column]) for field in fields}
    )
    return keys


def _loaded(field: Any, value: Any) -> Any:
    is_json = isinstance(field, SealedJSONField) and isinstance(value, str)
    return orjson.loads(value) if is_json else value


def _left(model: type[models.Model]) -> bool:
    """Whether rows are there that are not as wanted."""
    table, wanted = model._meta.db_table, protecting()
    named = [field for field in plate_fields(model) if not isinstance(field, NearKeysField)]
    conditions = " OR ".join(
        f'("{field.column}"::text {_EMPTY} AND ({field.sql_protected()}) IS NOT {wanted})'
        for field in named
    )
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE {conditions})')  # noqa: S608
        return bool(cursor.fetchone()[0])
