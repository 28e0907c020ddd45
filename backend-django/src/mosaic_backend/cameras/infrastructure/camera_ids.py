"""Sets of cameras that PostgreSQL knows and Python need not."""

from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.cameras.infrastructure.models import CameraRow


class CameraIds(Set[UUID]):
    """The ids of the cameras that a query finds.

    In a filter, as `camera_id__in=ids`, it is a subquery; the ids are fetched only where one goes over them, once.
    """

    def __init__(self, rows: QuerySet[CameraRow]) -> None:
        self._rows = rows

    def resolve_expression(self, *args: Any, **options: Any) -> Any:
        """What Django asks of a value that is more than a value."""
        return self._rows.order_by().values("id").resolve_expression(*args, **options)

    def __contains__(self, camera_id: object) -> bool:
        if "_fetched" in self.__dict__:
            return camera_id in self._fetched
        return isinstance(camera_id, UUID) and self._rows.filter(pk=camera_id).exists()

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._fetched)

    def __len__(self) -> int:
        return len(self._fetched)

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Any:
        return frozenset(it)

    @cached_property
    def _fetched(self) -> frozenset[UUID]:
        return frozenset(self._rows.values_list("id", flat=True))
