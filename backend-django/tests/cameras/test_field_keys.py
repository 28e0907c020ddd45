import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.config.environment import environment
from mosaic_backend.shared import encryption

SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"
SUB = "rtsp://user:p4ss@127.0.0.1:8554/sub"


@pytest.fixture
def key_file():
    """The file of field keys, put back at the end."""
    path = environment().secrets_dir / "field-keys"
    kept = path.read_text()

    def write(text: str) -> None:
        path.write_text(text)
        encryption._keys.cache_clear()

    yield kept, write
    write(kept)


@pytest.mark.django_db
def test_keys_when_rotated_then_the_old_one_can_go(key_file):
    old, write = key_file
    camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE, sub_url=SUB))
    new = Fernet.generate_key().decode()
    write(f"{new}\n{old}")
    call_command("rotate_field_keys")
    write(new)
    row = CameraRow.objects.get()
    assert (row.source_url, row.sub_url) == (SOURCE, SUB)
    write(old)
    with pytest.raises(encryption.UndecryptableError):
        CameraRow.objects.get()


@pytest.mark.django_db
def test_camera_when_stored_then_no_credential_is_readable_in_any_column():
    camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE, sub_url=SUB))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cameras_camera::text FROM cameras_camera")
        [(stored,)] = cursor.fetchall()
    assert "pa55" not in stored
    assert "p4ss" not in stored
    assert "127.0.0.1:8554/sub" in stored
