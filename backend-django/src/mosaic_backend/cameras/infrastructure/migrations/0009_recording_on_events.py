from django.db import migrations, models

MODES = [("off", "Off"), ("continuous", "Continuous"), ("event", "On events")]


class Migration(migrations.Migration):
    dependencies = [("cameras", "0008_transcode")]

    operations = [
        migrations.AddField(
            model_name="camerarow",
            name="recording_events",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="camerarow",
            name="recording_otherwise",
            field=models.CharField(
                choices=MODES,
                default="off",
                help_text="Outside of the schedule's times",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="camerarow",
            name="recording_mode",
            field=models.CharField(
                choices=MODES,
                default="off",
                help_text="In the times of the schedule; always without one",
                max_length=16,
            ),
        ),
    ]
