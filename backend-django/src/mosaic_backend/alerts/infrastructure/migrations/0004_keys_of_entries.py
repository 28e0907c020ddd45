"""Entries from before near matching get the keys by which they are found."""

from django.db import migrations

from mosaic_backend.detections.facade import keys_of

BATCH = 5000


def fill(apps, schema_editor):
    entries = apps.get_model("alerts", "WatchListEntry").objects.filter(keys=[])
    while rows := list(entries.order_by("id")[:BATCH]):
        for row in rows:
            row.keys = keys_of(row.folded)
        entries.model.objects.bulk_update(rows, ["keys"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_watch_rules")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
