from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clips', '0015_clip_shares'),
    ]

    operations = [
        migrations.AddField(
            model_name='clip',
            name='deleted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
