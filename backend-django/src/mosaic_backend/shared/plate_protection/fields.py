"""Columns that name plates. In Python their values are plain; in the table they are as the site asks for it.

Lookups of tokens (equality, `__in`) find both forms where both may be there. Of seals nothing can be looked for.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, In

from mosaic_backend.shared.plate_protection import sealing
from mosaic_backend.shared.plate_protection.state import protecting, stored_forms
from mosaic_contracts.errors import InvalidInputError


class PlateField:
    """What the columns have in common. stored: as it goes into the table, for whoever writes by SQL."""

    def stored(self, value: Any) -> Any:
        return (
            self.protected(value) if value is not None and protecting() else self.unprotected(value)
        )

    def protected(self, value: Any) -> Any:
        raise NotImplementedError

    def unprotected(self, value: Any) -> Any:
        return value

    def opened(self, stored: Any) -> Any:
        """The plain value of what stands in the table, whichever form it has. Raises PlateKeyError."""
        raise NotImplementedError

    def is_protected(self, stored: Any) -> bool:
        return isinstance(stored, str) and stored.startswith(sealing.MARK)

    def is_old(self, stored: Any) -> bool:
        """Whether it is a seal under a key that is not the newest."""
        return not sealing.is_newest(stored)

    def sql_protected(self) -> str:
        """`is_protected` as a condition of PostgreSQL."""
        return f"\"{self.column}\" LIKE '{sealing.MARK}%'"  # type: ignore[attr-defined]


class _TextField(PlateField):
    """max_length: of the plain text; the column takes more."""

    def db_type(self, connection: Any) -> str:
        return "text"

    def get_prep_value(self, value: Any) -> Any:
        return self.stored(super().get_prep_value(value))  # type: ignore[misc]

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return value if value is None else self.opened(value)

    def unprotected(self, value: Any) -> Any:
        return sealing.plain(value) if isinstance(value, str) else value


class _Seal:
    def protected(self, value: Any) -> Any:
        return sealing.seal(value)

    def opened(self, stored: Any) -> Any:
        return sealing.unseal(stored)


class TokenField(_TextField, models.CharField):  # type: ignore[type-arg]
    """The same text is stored the same."""

    def protected(self, value: Any) -> Any:
        """Raises InvalidInputError for what has no place."""
        made = sealing.token(value)
        if len(made) > sealing.TOKEN:
            raise InvalidInputError(f"{value[:20]}… is too long for a plate that is protected")
        return made

    def db_type(self, connection: Any) -> str:
        """No other type than without protection: no index is built anew."""
        return f"varchar({sealing.TOKEN})"

    def is_old(self, stored: Any) -> bool:
        return False

    def opened(self, stored: Any) -> Any:
        return sealing.from_token(stored)


class LongTokenField(TokenField):
    """Of a column without an index."""

    def protected(self, value: Any) -> Any:
        return sealing.token(value)

    def db_type(self, connection: Any) -> str:
        return "text"


class SealedCharField(_Seal, _TextField, models.CharField):  # type: ignore[type-arg]
    pass


class SealedTextField(_Seal, _TextField, models.TextField):  # type: ignore[type-arg]
    pass


class NearKeysField(PlateField, ArrayField):  # type: ignore[type-arg]
    """Keys of domain/neighbourhood.py in detections. What is read is what stands there: hashes do not go back."""

    def protected(self, value: Any) -> Any:
        return sealing.near_keys(value)

    def opened(self, stored: Any) -> Any:
        return stored

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self.stored(value), connection, prepared)


class SealedJSONField(PlateField, models.JSONField):
    """The whole value is sealed, as a JSON string, unless it is empty."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self.stored(value), connection, prepared)

    def from_db_value(self, value: Any, *arguments: Any) -> Any:
        return self.opened(super().from_db_value(value, *arguments))

    def protected(self, value: Any) -> Any:
        if not value:
            return value
        encoder = self.encoder or DjangoJSONEncoder
        return sealing.seal(json.dumps(value, cls=encoder, ensure_ascii=False))

    def sql_protected(self) -> str:
        return f"jsonb_typeof({self.column}) = 'string'"

    def opened(self, stored: Any) -> Any:
        if isinstance(stored, str) and stored.startswith(sealing.MARK):
            return json.loads(sealing.unseal(stored))
        return stored


class SealedEventField(SealedJSONField):
    """An event of which only what its data say is sealed, and not which read they are of."""

    FOUND_BY = ("read_id", "plate_read_id")
    SEALED = "sealed"

    def protected(self, value: Any) -> Any:
        said = value.get("data") if isinstance(value, Mapping) else None
        if not isinstance(said, Mapping):
            return value
        kept = {name: said[name] for name in self.FOUND_BY if name in said}
        return {**value, "data": {**kept, self.SEALED: super().protected(said)}}

    def opened(self, stored: Any) -> Any:
        sealed = self._seal_of(stored)
        return stored if sealed is None else {**stored, "data": super().opened(sealed)}

    def is_protected(self, stored: Any) -> bool:
        return self._seal_of(stored) is not None

    def is_old(self, stored: Any) -> bool:
        return super().is_old(self._seal_of(stored))

    def sql_protected(self) -> str:
        return f"{self.column}->'data' ? '{self.SEALED}'"

    def _seal_of(self, stored: Any) -> str | None:
        said = stored.get("data") if isinstance(stored, Mapping) else None
        sealed = said.get(self.SEALED) if isinstance(said, Mapping) else None
        return sealed if isinstance(sealed, str) and sealed.startswith(sealing.MARK) else None


@lru_cache
def plate_fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, PlateField)]


def storing(model: type[models.Model]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What makes a row one that goes into the table, for whoever writes by SQL. Rows: values by column.

    The database is asked here and not for each row: amid a COPY no answer would ever come.
    """
    wanted = protecting()

    def stored(row: dict[str, Any]) -> dict[str, Any]:
        for field in plate_fields(model):
            value = row.get(field.column)
            if value is not None:
                row[field.column] = field.protected(value) if wanted else field.unprotected(value)
        return row

    return stored


@TokenField.register_lookup
class TokenExact(Exact):  # type: ignore[type-arg]
    def get_prep_lookup(self) -> Any:
        return self.rhs if self._is_text else super().get_prep_lookup()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self._is_text:
            return super().as_sql(compiler, connection)
        column, parameters = self.process_lhs(compiler, connection)
        forms = stored_forms(str(self.rhs))
        if len(forms) == 1:
            return f"{column} = %s", [*parameters, *forms]
        return f"{column} IN ({', '.join(['%s'] * len(forms))})", [*parameters, *forms]

    @property
    def _is_text(self) -> bool:
        return isinstance(self.rhs, str)


@TokenField.register_lookup
class TokenIn(In):  # type: ignore[type-arg]
    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value():
            return [form for text in self.rhs for form in stored_forms(text)]
        return super().get_prep_lookup()
