from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0005_probe_snapshot'),
    ]

    operations = [
        migrations.AddField(
            model_name='streamstaterow',
            name='sub',
            field=models.JSONField(null=True),
        ),
    ]
