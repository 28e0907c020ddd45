"""The admin's form of a camera."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.zones import ZoneSerializer
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import AiSettings, RecordingSettings, Zone


class CameraForm(forms.ModelForm):  # type: ignore[type-arg]
    """The source URL can be written and is never shown: left empty, it stays."""

    source_url = forms.CharField(
        label="Source URL",
        max_length=2048,
        strip=False,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="With user and password, as in rtsp://user:password@10.0.0.7/stream. "
        "Never shown again; leave empty to keep it.",
    )

    class Meta:
        model = CameraRow
        fields = (
            "name",
            "enabled",
            "group",
            "recording_mode",
            "retention_days",
            "ai_enabled",
            "ai_read_plates",
            "ai_classes",
            "zones",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_new = self.instance._state.adding
        self.initial.pop("source_url", None)

    def clean_source_url(self) -> str:
        given: str = self.cleaned_data["source_url"]
        if not given:
            if self._is_new:
                raise ValidationError("An address is needed.")
            return ""
        try:
            camera_administration().check_source(given)
        except InvalidInputError as error:
            raise ValidationError(error.detail, code=error.code) from error
        return given

    def clean_zones(self) -> list[dict[str, Any]]:
        given = self.cleaned_data["zones"] or []
        zones = ZoneSerializer(data=given, many=True, max_length=32)  # type: ignore[call-arg]
        if not zones.is_valid():
            raise ValidationError(
                'Write [{"name": …, "kind": "include" | "exclude" | "plate", '
                '"polygon": [[x, y], …]}] with x and y from 0 to 1.'
            )
        return [dict(zone) for zone in zones.validated_data]

    def draft(self, present: CameraDraft | None = None) -> CameraDraft:
        """The cleaned form; an empty source URL stands for the present one."""
        given = self.cleaned_data
        return CameraDraft(
            name=given["name"],
            source_url=given["source_url"] or (present.source_url if present else ""),
            enabled=given["enabled"],
            group_id=given["group"].id if given["group"] else None,
            recording=RecordingSettings(
                mode=given["recording_mode"], retention_days=given["retention_days"]
            ),
            ai=AiSettings(
                enabled=given["ai_enabled"],
                classes=given["ai_classes"],
                read_plates=given["ai_read_plates"],
                zones=[Zone.model_validate(zone) for zone in given["zones"]],
            ),
        )
