"""`python -m mosaic_backend rotate_field_keys`: encrypts the cameras' addresses anew with the newest field key."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from mosaic_backend.shared.encryption import reencrypted


class Command(BaseCommand):
    help = "Run it after a new key was put first in field-keys; then the old one can be taken out."
    requires_system_checks = []

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # Past the model: its field would decrypt, and encrypting again is not a change of the camera.
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, source_url FROM cameras_camera ORDER BY id FOR UPDATE")
            rows = cursor.fetchall()
            cursor.executemany(
                "UPDATE cameras_camera SET source_url = %s WHERE id = %s",
                [(reencrypted(stored), camera_id) for camera_id, stored in rows],
            )
        self.stdout.write(f"{len(rows)} addresses encrypted anew")
