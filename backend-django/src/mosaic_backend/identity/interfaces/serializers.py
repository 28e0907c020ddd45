"""The bodies of the sign-in endpoints."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.identity.infrastructure.proofs import MAX_LENGTH
from mosaic_contracts.permissions import Role, Verb


class CredentialsSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False, write_only=True)
    proof = serializers.CharField(
        max_length=MAX_LENGTH,
        required=False,
        default="",
        allow_blank=True,
        write_only=True,
        help_text="The solved challenge, after an answer with code proof-required",
    )


class SignInSerializer(CredentialsSerializer):
    code = serializers.CharField(
        max_length=32,
        required=False,
        default="",
        allow_blank=True,
        write_only=True,
        help_text="Of the second factor, or a recovery code; after an answer with code code-required",
    )
    cookie = serializers.BooleanField(
        default=False,
        write_only=True,
        help_text="For browsers: the refresh token comes as an HttpOnly cookie, not in the body",
    )


class ConfirmSerializer(CredentialsSerializer):
    code = serializers.CharField(max_length=32, write_only=True)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(
        max_length=200, required=False, write_only=True, help_text="Without it the cookie is used"
    )


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField(required=False, help_text="Absent where a cookie holds it")
    expires_in = serializers.IntegerField(help_text="Seconds that the access token lasts")


class ChallengeSerializer(serializers.Serializer[Any]):
    """Null where no work is asked for."""

    algorithm = serializers.CharField()
    challenge = serializers.CharField(help_text="Hex SHA-256 of the salt followed by the number")
    max_number = serializers.IntegerField()
    salt = serializers.CharField()
    signature = serializers.CharField()


class ChallengeAnswerSerializer(serializers.Serializer[Any]):
    challenge = ChallengeSerializer(allow_null=True)


class SecondFactorSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    demanded = serializers.BooleanField(help_text="The role does not sign in without one")
    recovery_codes_left = serializers.IntegerField()
    password = serializers.BooleanField(
        help_text="Whether there is a password here, without which none can be set up"
    )


class EnrolmentSerializer(serializers.Serializer[Any]):
    secret = serializers.CharField(help_text="Base32")
    address = serializers.CharField(help_text="otpauth://")
    qr_svg = serializers.CharField(help_text="The address as a QR code")


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    recovery_codes = serializers.ListField(child=serializers.CharField())


class MeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="user_id")
    username = serializers.CharField()
    role = serializers.ChoiceField(choices=[role.value for role in Role])
    all_cameras = serializers.BooleanField()
    groups = serializers.ListField(child=serializers.UUIDField(), source="group_ids")
    verbs = serializers.SerializerMethodField(
        help_text="What this user may, on some camera at least"
    )
    group_verbs = serializers.SerializerMethodField(
        help_text="What exactly this user may in these camera groups; elsewhere `verbs` counts"
    )

    def get_verbs(self, principal: Any) -> list[str]:
        return [verb.value for verb in Verb if principal.may(verb)]

    def get_group_verbs(self, principal: Any) -> dict[str, list[str]]:
        return {str(group): sorted(verbs) for group, verbs in principal.group_verbs.items()}
