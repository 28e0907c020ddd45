"""What is kept for asking a camera by ONVIF, and who moves it now."""

from django.db import models

from mosaic_backend.shared.encryption import EncryptedTextField


class OnvifRow(models.Model):
    """A camera's ONVIF service. told: what the last look found, empty before; has_ptz: what of it lists show."""

    camera = models.OneToOneField(
        "cameras.CameraRow", primary_key=True, on_delete=models.CASCADE, related_name="onvif"
    )
    service_url = models.TextField()
    username = EncryptedTextField(default="", blank=True)
    password = EncryptedTextField(default="", blank=True)
    has_ptz = models.BooleanField(default=False)
    told = models.JSONField(default=dict)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_onvif"
        verbose_name = "ONVIF account"

    def __str__(self) -> str:
        return self.service_url


class PtzLock(models.Model):
    """Who moves a camera, until when nobody else may; holding_until: while a button is held."""

    camera = models.OneToOneField(
        "cameras.CameraRow", primary_key=True, on_delete=models.CASCADE, related_name="ptz_lock"
    )
    user_id = models.CharField(max_length=64)
    username = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    holding_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_ptz_lock"
        verbose_name = "PTZ lock"

    def __str__(self) -> str:
        return self.username
