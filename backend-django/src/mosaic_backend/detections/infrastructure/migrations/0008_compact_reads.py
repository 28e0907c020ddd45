"""Plate reads in fewer bytes: keys of pictures with marks for what they repeat, boxes packed, the vehicle in columns.

The forms are written out here: those of the code may change later.
"""

import json
from datetime import UTC

from django.db import migrations, models

import mosaic_backend.detections.infrastructure.box_field
from mosaic_backend.detections.infrastructure.partitioned_model import RebuildPartitionedModel

UNITS = 10_000_000
LETTERS = {'plate': 'p', 'scene': 's', 'vehicle': 'v'}
USUAL = 'plates/D/C/R-K.jpg'
KINDS = {letter: kind for kind, letter in LETTERS.items()}


def compact(cursor):
    cursor.execute('INSERT INTO detections_engine (name) SELECT DISTINCT engine FROM mosaic_rebuilt.detections_plateread')
    cursor.execute('SELECT name, id FROM detections_engine')
    numbers = dict(cursor.fetchall())
    return lambda row: _compact(row) | {'engine_number': numbers[row['engine']]}


def spread(cursor):
    cursor.execute('SELECT id, name FROM detections_engine')
    names = dict(cursor.fetchall())
    return lambda row: _spread(row) | {'engine': names[row['engine_number']]}


def _compact(row):
    vehicle = _loaded(row['vehicle'])
    images = {kind: key for kind, key in (_loaded(row['images']) or {}).items() if key is not None}
    made = {'box': _box(row['box']), 'image_keys': _keys(row, images)}
    if vehicle is not None:
        made |= {
            'vehicle_label': vehicle.get('label') or '',
            'vehicle_confidence': vehicle.get('confidence') or 0.0,
            'vehicle_box': _box(vehicle.get('box') or [0.0] * 4),
            'vehicle_colour': vehicle.get('colour'),
        }
    return made


def _spread(row):
    vehicle = None
    if row['vehicle_label'] is not None:
        vehicle = {
            'label': row['vehicle_label'],
            'confidence': row['vehicle_confidence'],
            'box': _shares(row['vehicle_box']),
            'colour': row['vehicle_colour'],
        }
    return {'box': _shares(row['box']), 'vehicle': vehicle, 'images': _images(row, row['image_keys'])}


def _loaded(value):
    return json.loads(value) if isinstance(value, str) else value


def _box(shares):
    packed = b''.join(round(min(max(share, 0.0), 1.0) * UNITS).to_bytes(3) for share in shares)
    return f'\\x{packed.hex()}'


def _shares(packed):
    packed = bytes(packed)
    return [int.from_bytes(packed[at:at + 3]) / UNITS for at in range(0, len(packed), 3)]


def _marks(row):
    day = row['first_seen_at'].astimezone(UTC)
    return (
        ('R', str(row['id'])),
        ('C', str(row['camera_id'])),
        ('D', f'{day.year:04}/{day.month:02}/{day.day:02}'),
    )


def _keys(row, images):
    forms = {}
    for kind in sorted(images):
        form = images[kind]
        for mark, text in _marks(row):
            form = form.replace(text, mark)
        head, found, tail = form.rpartition(kind)
        form = f'{head}K{tail}' if found else form
        forms[form] = forms.get(form, '') + LETTERS.get(kind, '?')
    packed = ' '.join(
        letters if form == USUAL else f'{letters}:{form}' for form, letters in forms.items()
    )
    try:
        true = _images(row, packed) == images
    except KeyError:
        true = False
    return packed if true else json.dumps(images)


def _images(row, packed):
    if packed.startswith('{'):
        return json.loads(packed)
    images = {}
    for part in packed.split(' ') if packed else ():
        letters, another, form = part.partition(':')
        form = form if another else USUAL
        for mark, text in _marks(row):
            form = form.replace(mark, text)
        for letter in letters:
            images[KINDS[letter]] = form.replace('K', KINDS[letter])
    return images


class Migration(migrations.Migration):

    dependencies = [
        ('detections', '0007_id_skew'),
    ]

    operations = [
        migrations.CreateModel(
            name='Engine',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.TextField(unique=True)),
            ],
        ),
        RebuildPartitionedModel(
            'PlateRead',
            state_operations=[
                migrations.RemoveIndex(model_name='plateread', name='plate_read_seen'),
                migrations.RemoveField(model_name='plateread', name='engine'),
                migrations.AddField(
                    model_name='plateread',
                    name='engine_number',
                    field=models.IntegerField(default=0),
                    preserve_default=False,
                ),
                migrations.RemoveField(model_name='plateread', name='images'),
                migrations.RemoveField(model_name='plateread', name='vehicle'),
                migrations.AddField(
                    model_name='plateread',
                    name='image_keys',
                    field=models.TextField(default=''),
                ),
                migrations.AddField(
                    model_name='plateread',
                    name='vehicle_box',
                    field=mosaic_backend.detections.infrastructure.box_field.BoxField(null=True),
                ),
                migrations.AddField(
                    model_name='plateread',
                    name='vehicle_colour',
                    field=models.TextField(null=True),
                ),
                migrations.AddField(
                    model_name='plateread',
                    name='vehicle_confidence',
                    field=models.FloatField(null=True),
                ),
                migrations.AddField(
                    model_name='plateread',
                    name='vehicle_label',
                    field=models.TextField(null=True),
                ),
                migrations.AlterField(
                    model_name='plateread',
                    name='box',
                    field=mosaic_backend.detections.infrastructure.box_field.BoxField(),
                ),
                migrations.AddIndex(
                    model_name='plateread',
                    index=models.Index(fields=['seen_at', 'camera_id'], name='plate_read_seen'),
                ),
            ],
            reads=['camera_id', 'first_seen_at'],
            forwards=compact,
            backwards=spread,
        ),
    ]
