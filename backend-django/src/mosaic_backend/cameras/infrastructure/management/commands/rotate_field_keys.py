"""`python -m mosaic_backend rotate_field_keys`: encrypts all that is encrypted anew with the newest field key."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from mosaic_backend.shared.encryption import EncryptedTextField, reencrypted

BATCH = 1000


class Command(BaseCommand):
    help = "Run it after a new key was put first in field-keys; then the old one can be taken out."
    requires_system_checks = []

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if isinstance(field, EncryptedTextField):
                    key = model._meta.pk
                    done = _reencrypt(model._meta.db_table, key.column, field.column)
                    self.stdout.write(f"{model._meta.label}.{field.name}: {done} encrypted anew")


def _reencrypt(table: str, key: str, column: str) -> int:
    """Past the model: its field would decrypt, and encrypting again is no change of what it belongs to."""
    quote = connection.ops.quote_name
    table, key, column = quote(table), quote(key), quote(column)
    done = 0
    with connection.cursor() as reader, connection.cursor() as writer:
        reader.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} FOR UPDATE"  # noqa: S608
        )
        while rows := reader.fetchmany(BATCH):
            writer.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608
                [(reencrypted(stored), identifier) for identifier, stored in rows],
            )
            done += len(rows)
    return done
