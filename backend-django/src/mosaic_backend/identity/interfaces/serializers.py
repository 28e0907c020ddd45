"""The bodies of the sign-in endpoints."""

from typing import Any

from rest_framework import serializers

from mosaic_contracts.permissions import Role, Verb


class CredentialsSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False, write_only=True)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=200, write_only=True)


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds that the access token lasts")


class MeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="user_id")
    username = serializers.CharField()
    role = serializers.ChoiceField(choices=[role.value for role in Role])
    all_cameras = serializers.BooleanField()
    groups = serializers.ListField(child=serializers.UUIDField(), source="group_ids")
    verbs = serializers.SerializerMethodField(help_text="What the role allows at all")

    def get_verbs(self, principal: Any) -> list[str]:
        return [verb.value for verb in Verb if principal.may(verb)]
