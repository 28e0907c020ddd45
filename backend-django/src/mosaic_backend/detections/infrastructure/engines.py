"""Names of the engines that read plates, kept once: they are long, and the same in a million reads."""

from collections.abc import Collection
from functools import lru_cache

from django.db import connection, models


class Engine(models.Model):
    """Is never changed and never goes."""

    id = models.AutoField(primary_key=True)
    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


def numbers_of(names: Collection[str]) -> dict[str, int]:
    """In the caller's transaction, which may come to nothing: they are not remembered here."""
    found = dict(Engine.objects.filter(name__in=names).values_list("name", "id"))
    # Sorted, so that two writers wait for each other instead of deadlocking.
    for name in sorted(set(names) - found.keys()):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO detections_engine (name) VALUES (%s)"
                " ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id",
                [name],
            )
            (found[name],) = cursor.fetchone()
    return found


@lru_cache(maxsize=1000)
def name_of(number: int) -> str:
    """A number is given once, so what it means may be remembered."""
    return Engine.objects.values_list("name", flat=True).get(pk=number)
