"""Migration operations: a table that Django sees as any other, and PostgreSQL keeps in ranges of its key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, Model

BATCH = 5000
_BEFORE = "mosaic_rebuilt"
"""The schema in which a table waits while its rows are copied."""
_ALIGNED = {
    "double precision": 0,
    "timestamp with time zone": 0,
    "integer": 1,
    "uuid": 2,
    "boolean": 3,
}
Row = Mapping[str, Any]
Convert = Callable[[Row], dict[str, Any]]
Converter = Callable[[Any], Convert]
"""Takes a cursor, for what it wants to know first."""


class CreatePartitionedModel(CreateModel):
    """Creates the model's table `PARTITION BY RANGE (id)`, with a DEFAULT partition `<table>_default`."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        _create(schema_editor, model)
        table = model._meta.db_table
        schema_editor.execute(f'CREATE TABLE "{table}_default" PARTITION OF "{table}" DEFAULT')


class RebuildPartitionedModel(SeparateDatabaseAndState):
    """Gives the model's table the form that it has after `state_operations`, and its rows with it.

    Columns are laid by width, so that none is padded. What is alike before and after is copied by PostgreSQL;
    forwards, backwards: make of a row's columns that are not, and `reads`, those in their place, as JSON has them.
    All in the migration's transaction: the table takes its room twice until the end.
    """

    def __init__(
        self,
        name: str,
        state_operations: Sequence[Operation],
        reads: Sequence[str],
        forwards: Converter,
        backwards: Converter,
    ) -> None:
        super().__init__(state_operations=state_operations)
        self.name, self.reads = name, reads
        self.forwards, self.backwards = forwards, backwards

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._rebuild(app_label, schema_editor, from_state, to_state, self.forwards)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._rebuild(app_label, schema_editor, from_state, to_state, self.backwards)

    def _rebuild(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
        converter: Converter,
    ) -> None:
        old = from_state.apps.get_model(app_label, self.name)
        new = to_state.apps.get_model(app_label, self.name)
        table = new._meta.db_table
        partitions = _partitions(editor, table)
        editor.execute(f"CREATE SCHEMA {_BEFORE}")
        for name in (table, *partitions):
            editor.execute(f'ALTER TABLE "{name}" SET SCHEMA {_BEFORE}')
        new._meta.local_fields.sort(key=lambda field: _width(editor, field))
        _create(editor, new)
        with editor.connection.cursor() as cursor:
            copy = _Copy(editor, old, new, self.reads, converter(cursor))
        for name, bounds in partitions.items():
            editor.execute(f'CREATE TABLE "{name}" PARTITION OF "{table}" {bounds}')
            copy.partition(name)
        # Whatever else hangs on the old table makes this fail, and all is as it was.
        editor.execute(f'DROP TABLE {_BEFORE}."{table}"')
        editor.execute(f"DROP SCHEMA {_BEFORE}")


class _Copy:
    def __init__(
        self,
        editor: BaseDatabaseSchemaEditor,
        old: type[Model],
        new: type[Model],
        reads: Sequence[str],
        convert: Convert,
    ) -> None:
        self._editor, self._table, self._convert = editor, new._meta.db_table, convert
        before, after = _columns(editor, old), _columns(editor, new)
        self._alike = [name for name in after if before.get(name) == after[name]]
        self._other = [name for name in after if name not in self._alike]
        self._reads = [
            *dict.fromkeys(["id", *reads, *(name for name in before if name not in self._alike)])
        ]

    def partition(self, name: str) -> None:
        """Raises RuntimeError where a row is missing then."""
        alike, other = ([f'"{each}"' for each in names] for names in (self._alike, self._other))
        insert = (
            f'INSERT INTO "{name}" ({", ".join([*alike, *other])})'  # noqa: S608 - our names
            f" SELECT {', '.join([f'o.{each}' for each in alike] + [f'c.{each}' for each in other])}"
            f' FROM json_populate_recordset(NULL::"{self._table}", %s::json) c'
            f' JOIN {_BEFORE}."{name}" o ON o.id = c.id'
        )
        with self._editor.connection.cursor() as cursor:
            for rows in self._batches(name):
                made = [{**self._convert(row), "id": row["id"]} for row in rows]
                cursor.execute(insert, [orjson.dumps(made).decode()])
                if cursor.rowcount != len(rows):
                    raise RuntimeError(f"{len(rows)} rows of {name} became {cursor.rowcount}")

    def _batches(self, name: str) -> Iterator[Sequence[Row]]:
        columns = ", ".join(f'"{each}"' for each in self._reads)
        select = f'SELECT {columns} FROM {_BEFORE}."{name}"'  # noqa: S608 - our names
        last: list[Any] = []
        while True:
            with self._editor.connection.cursor() as cursor:
                after = " WHERE id > %s" if last else ""
                cursor.execute(f"{select}{after} ORDER BY id LIMIT {BATCH}", last)
                rows = [dict(zip(self._reads, row, strict=True)) for row in cursor.fetchall()]
            if not rows:
                return
            yield rows
            last = [rows[-1]["id"]]


def _create(editor: Any, model: type[Model]) -> None:
    plain = editor.sql_create_table
    editor.sql_create_table = plain + " PARTITION BY RANGE (id)"
    try:
        editor.create_model(model)
    finally:
        editor.sql_create_table = plain


def _partitions(editor: BaseDatabaseSchemaEditor, table: str) -> dict[str, str]:
    """Their bounds by name."""
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits h"
            " JOIN pg_class c ON c.oid = h.inhrelid WHERE h.inhparent = %s::regclass ORDER BY 1",
            [table],
        )
        return dict(cursor.fetchall())


def _columns(editor: BaseDatabaseSchemaEditor, model: type[Model]) -> dict[str, str | None]:
    """Their types by name."""
    fields = model._meta.local_concrete_fields
    return {field.column: field.db_type(editor.connection) for field in fields}


def _width(editor: BaseDatabaseSchemaEditor, field: "Field[Any, Any]") -> int:
    """Texts, arrays and the like have no width of their own and come last."""
    return _ALIGNED.get(field.db_type(editor.connection) or "", len(_ALIGNED))
