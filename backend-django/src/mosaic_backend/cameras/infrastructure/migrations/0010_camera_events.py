import django.db.models.deletion
from django.db import migrations, models

STATES = ("waiting", "listening", "unauthorised", "refused", "unreachable")


class Migration(migrations.Migration):
    dependencies = [("cameras", "0009_recording_on_events")]

    operations = [
        migrations.CreateModel(
            name="CameraEventRow",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("camera_id", models.UUIDField()),
                ("kind", models.CharField(max_length=16)),
                ("topic", models.CharField(max_length=200)),
                ("source", models.JSONField(default=dict)),
                ("source_key", models.TextField(default="")),
                ("active", models.BooleanField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
            options={"verbose_name": "camera event", "db_table": "cameras_event"},
        ),
        migrations.CreateModel(
            name="EventSubscription",
            fields=[
                (
                    "camera",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="event_subscription",
                        serialize=False,
                        to="cameras.camerarow",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[(one, one) for one in STATES], default="waiting", max_length=16
                    ),
                ),
                ("detail", models.CharField(blank=True, default="", max_length=300)),
                ("since", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("listening_since", models.DateTimeField(null=True)),
                ("holder", models.UUIDField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "event subscription",
                "db_table": "cameras_event_subscription",
            },
        ),
        migrations.AddConstraint(
            model_name="cameraeventrow",
            constraint=models.UniqueConstraint(
                fields=["camera_id", "digest"], name="camera_event_once"
            ),
        ),
        migrations.AddIndex(
            model_name="cameraeventrow",
            index=models.Index("camera_id", models.F("id").desc(), name="camera_event_camera"),
        ),
        migrations.AddIndex(
            model_name="cameraeventrow",
            index=models.Index(
                fields=["camera_id", "topic", "source_key", "occurred_at"],
                name="camera_event_state",
            ),
        ),
    ]
