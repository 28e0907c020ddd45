"""What the REST interface of evidence takes and answers."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.clips.infrastructure.models import ClipState, EvidencePackage
from mosaic_backend.shared.http.reason import MAX_LENGTH


class EvidenceRequestSerializer(serializers.Serializer[Any]):
    """`reason`: why it is taken out; stands in the manifest and in the audit log. `X-Reason` does the same."""

    reason = serializers.CharField(max_length=MAX_LENGTH, required=False, allow_blank=True)


class EvidenceSerializer(serializers.ModelSerializer[EvidencePackage]):
    """`failure` is the code of what went wrong. The fingerprint is of the key that signed."""

    clip = serializers.UUIDField(source="clip_id")
    state = serializers.ChoiceField(ClipState.choices)
    file = serializers.SerializerMethodField(help_text="Where the ZIP is, once it is ready.")

    class Meta:
        model = EvidencePackage
        fields = [
            "id",
            "clip",
            "state",
            "failure",
            "detail",
            "reason",
            "with_sightings",
            "size_bytes",
            "sha256",
            "manifest_sha256",
            "fingerprint",
            "requested_by",
            "requested_at",
            "finished_at",
            "file",
        ]
        read_only_fields = fields

    def get_file(self, row: EvidencePackage) -> str | None:
        ready = row.state == ClipState.READY
        return f"/api/v1/clips/{row.clip_id}/evidence/file" if ready else None


class EvidenceKeySerializer(serializers.Serializer[Any]):
    """As in a JSON Web Key Set, with the whole fingerprint of which `kid` is the beginning."""

    kty = serializers.CharField()
    crv = serializers.CharField()
    use = serializers.CharField()
    alg = serializers.CharField()
    kid = serializers.CharField()
    x = serializers.CharField()
    fingerprint = serializers.CharField(help_text="SHA-256 of the 32 bytes, in hex.")
    current = serializers.BooleanField(help_text="Whether new packages are signed by it.")
    first_used_at = serializers.DateTimeField()


class EvidenceKeysSerializer(serializers.Serializer[Any]):
    keys = EvidenceKeySerializer(many=True)
