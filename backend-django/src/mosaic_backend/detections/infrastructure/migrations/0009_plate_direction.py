from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('detections', '0008_compact_reads'),
    ]

    operations = [
        migrations.AddField(
            model_name='plateread',
            name='direction',
            field=models.CharField(choices=[('towards', 'towards'), ('away', 'away'), ('left', 'left'), ('right', 'right')], max_length=8, null=True),
        ),
    ]
