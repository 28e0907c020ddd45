"""The values that a column has, by jumps along its index: SELECT DISTINCT would read the whole table."""

from django.db import connection
from psycopg import sql

_QUERY = sql.SQL(
    "WITH RECURSIVE known AS ("
    " (SELECT {column} FROM {table} ORDER BY {column} LIMIT 1)"
    " UNION ALL SELECT (SELECT {column} FROM {table} WHERE {column} > known.{column}"
    " ORDER BY {column} LIMIT 1) FROM known WHERE known.{column} IS NOT NULL"
    ") SELECT {column} FROM known WHERE {column} IS NOT NULL LIMIT {most}"
)


def distinct_values(table: str, column: str, *, most: int = 200) -> list[str]:
    """In order. The column begins an index, or this is slow."""
    query = _QUERY.format(
        table=sql.Identifier(table), column=sql.Identifier(column), most=sql.Literal(most)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]
