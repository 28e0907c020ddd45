"""Rows that go into a table as one JSON text: many thousand parameters cost more than all the rest of storing."""

from django.db.models import Model


def insert_of(model: type[Model]) -> str:
    """The statement without what follows on a conflict; its one parameter is a JSON array of objects by column."""
    table, columns = model._meta.db_table, ", ".join(columns_of(model))
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608 - names from the model
        f" FROM json_populate_recordset(NULL::{table}, %s::json)"
    )


def columns_of(model: type[Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]
