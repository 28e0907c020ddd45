"""Rules of cameras that are kept on events become settings of the cameras; how far they were judged stays here."""

from django.db import migrations, models

DOUBTS = (
    *("", "ai", "broker", "consumer", "waiting", "dead-letters", "clock"),
    *("unwatched", "not-asked", "offline"),
)
_SETTINGS = """jsonb_build_object(
    'before_s', rule.before_s, 'after_s', rule.after_s, 'detections', true,
    'labels', to_jsonb(rule.labels), 'zones', '[]'::jsonb, 'plates', rule.plates,
    'watch_lists', rule.plates
)"""
# A camera that was not recorded is not recorded now; when it will be, its rule is there.
_TO_CAMERAS = f"""
UPDATE cameras_camera AS camera
SET recording_events = {_SETTINGS},
    recording_mode = CASE camera.recording_mode WHEN 'continuous' THEN 'event' ELSE camera.recording_mode END
FROM clips_event_rule AS rule
WHERE rule.camera_id = camera.id AND camera.deleted_at IS NULL
"""  # noqa: S608
_TO_RULES = """
UPDATE clips_event_rule AS rule
SET before_s = (camera.recording_events->>'before_s')::int,
    after_s = (camera.recording_events->>'after_s')::int,
    labels = ARRAY(SELECT jsonb_array_elements_text(camera.recording_events->'labels')),
    plates = (camera.recording_events->>'plates')::bool
FROM cameras_camera AS camera
WHERE rule.camera_id = camera.id AND camera.recording_events ? 'before_s';
UPDATE cameras_camera SET recording_mode = 'continuous' WHERE recording_mode = 'event'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clips", "0017_encryption"),
        ("cameras", "0009_recording_on_events"),
    ]

    operations = [
        migrations.RunSQL(_TO_CAMERAS, _TO_RULES),
        migrations.AddField(
            model_name="eventrule",
            name="settings",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.RunSQL(
            f"UPDATE clips_event_rule AS rule SET settings = {_SETTINGS}",  # noqa: S608
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="eventrule", name="before_s"),
        migrations.RemoveField(model_name="eventrule", name="after_s"),
        migrations.RemoveField(model_name="eventrule", name="labels"),
        migrations.RemoveField(model_name="eventrule", name="plates"),
        migrations.AlterField(
            model_name="eventrule",
            name="watched_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="eventrule",
            name="watched_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="eventrule",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="eventrule",
            name="doubt",
            field=models.CharField(
                blank=True,
                choices=[(one, one or "none") for one in DOUBTS],
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="eventrule",
            name="doubt_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RenameModel("EventRule", "EventWatch"),
        migrations.AlterModelTable("eventwatch", "clips_event_watch"),
        migrations.AlterModelOptions(
            name="eventwatch",
            options={
                "verbose_name": "recording on events",
                "verbose_name_plural": "recording on events",
            },
        ),
    ]
