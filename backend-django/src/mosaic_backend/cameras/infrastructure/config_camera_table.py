"""Cameras of a configuration on their way into the table: COPY into a temporary one, then one statement."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from mosaic_backend.cameras.domain.camera import Camera
from mosaic_backend.cameras.infrastructure.camera_store import columns_of
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.shared.encryption import EncryptedTextField

BATCH = 2000
_TABLE = "config_cameras"
_JSON = frozenset({"zones", "position", "recording_events"})
_ENCRYPTED = {
    name: field
    for name in ("source_url", "sub_url")
    if isinstance(field := CameraRow._meta.get_field(name), EncryptedTextField)
}


class CameraTable:
    """For one transaction, which the caller has opened."""

    def __init__(self) -> None:
        self._columns: list[str] = []
        # Most cameras have no second stream, and encrypting nothing takes as long as encrypting something.
        self._nothing: dict[str, object] = {}
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{_TABLE}")
            cursor.execute(
                f"CREATE TEMP TABLE {_TABLE} ON COMMIT DROP AS"  # noqa: S608
                " SELECT *, false AS is_new FROM cameras_camera WITH NO DATA"
            )

    def add(self, cameras: Sequence[tuple[Camera, bool]]) -> None:
        """bool: whether it is new."""
        rows = []
        for camera, is_new in cameras:
            columns = columns_of(camera)
            columns.pop("revision")
            self._columns = ["id", *columns, "is_new"]
            stored = [self._stored(name, value) for name, value in columns.items()]
            rows.append((camera.id, *stored, is_new))
        if not rows:
            return
        names = ", ".join(self._columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {_TABLE} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _stored(self, name: str, value: object) -> object:
        if name in _JSON:
            return None if value is None else Jsonb(value)
        if (field := _ENCRYPTED.get(name)) is None:
            return value
        if value:
            return field.get_prep_value(value)
        if name not in self._nothing:
            self._nothing[name] = field.get_prep_value(value)
        return self._nothing[name]

    def write(self, revision: int) -> None:
        """Puts all of them where they belong."""
        if not self._columns:
            return
        names = [name for name in self._columns if name not in {"id", "is_new"}]
        updates = ", ".join(
            f"{name} = excluded.{name}" for name in (*names, "revision", "changed_at")
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO cameras_camera (id, {', '.join(names)}, revision, created_at, changed_at)"  # noqa: S608
                f" SELECT id, {', '.join(names)}, %s, %s, %s FROM {_TABLE}"
                f" ON CONFLICT (id) DO UPDATE SET {updates}",
                [revision, timezone.now(), timezone.now()],
            )

    def ids(self) -> Iterator[list[tuple[UUID, bool]]]:
        """In batches, with whether the camera is new."""
        last = UUID(int=0)
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT id, is_new FROM {_TABLE} WHERE id > %s ORDER BY id LIMIT %s",  # noqa: S608
                    [last, BATCH],
                )
                rows = cursor.fetchall()
            if not rows:
                return
            yield rows
            last = rows[-1][0]
