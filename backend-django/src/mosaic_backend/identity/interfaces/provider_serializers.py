"""The bodies of signing in by a provider."""

from typing import Any

from rest_framework import serializers


class ProviderSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="For the button")
    start = serializers.CharField(
        help_text="Path to navigate to; `next` may be added: an own path to be led to afterwards"
    )


class ProvidersSerializer(serializers.Serializer[Any]):
    items = ProviderSerializer(many=True)


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=32, write_only=True)


class SignedInSerializer(serializers.Serializer[Any]):
    """The refresh token comes as a cookie."""

    access = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds that the access token lasts")
    next = serializers.CharField(help_text="The own path to which one wanted")
