"""/partner/v1/webhooks: a client's own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.domain.receiver import check_url
from mosaic_backend.partners.domain.retrying import Off
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.domain.signature import new_secret
from mosaic_backend.partners.infrastructure import feeds, webhook_store
from mosaic_backend.partners.infrastructure.models import ApiClient, DeadLetter, Webhook
from mosaic_backend.partners.interfaces import parameters, presentation
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView, record_done
from mosaic_backend.partners.interfaces.serializers import (
    DeadLetterPage,
    PartnerWebhookList,
    PartnerWebhookSerializer,
    PartnerWebhookWithSecretSerializer,
    ReplaySerializer,
    WebhookInputSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import id_of, limit_of
from mosaic_contracts.errors import ConflictError, NotFoundError

MOST = 10
OVERLAP = timedelta(hours=24)


class WebhooksView(PartnerView):
    required_scope = Scope.WEBHOOKS

    @extend_schema(operation_id="list_webhooks", responses=PartnerWebhookList)
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        rows = _own(request).order_by("id")
        return Response(PartnerWebhookList({"items": [_told(row) for row in rows]}).data)

    @extend_schema(
        operation_id="add_webhook",
        request=WebhookInputSerializer,
        responses={201: PartnerWebhookWithSecretSerializer},
    )
    def post(self, request: Request) -> Response:
        """Gets what happens from now on. The answer alone holds the secret. A url that is there already is 409."""
        given = WebhookInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        check_url(wish["url"], environment().webhook_networks)
        secret = new_secret()
        row = _add(client_of_request(request), wish, secret)
        record_done(request, "partner.webhook_added", f"webhook:{row.id}", {"url": row.url})
        shown = PartnerWebhookWithSecretSerializer({**_told(row), "secret": secret}).data
        return Response(shown, status=201, headers={"Location": f"/partner/v1/webhooks/{row.id}"})


class WebhookView(PartnerView):
    required_scope = Scope.WEBHOOKS

    @extend_schema(operation_id="get_webhook", responses=PartnerWebhookSerializer)
    def get(self, request: Request, webhook_id: UUID) -> Response:
        return Response(_shown(_one(request, webhook_id)))

    @extend_schema(
        operation_id="change_webhook",
        request=WebhookInputSerializer,
        responses=PartnerWebhookSerializer,
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Changes what the body names. Enabled again, it goes on where it stood."""
        row = _one(request, webhook_id)
        given = WebhookInputSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        wish: dict[str, Any] = dict(given.validated_data)
        if "url" in wish:
            check_url(wish["url"], environment().webhook_networks)
        if wish:
            fresh: dict[str, Any] = {
                "failures": 0,
                "failing_since": None,
                "next_attempt_at": None,
                **_switched(row, wish.get("enabled", row.enabled)),
            }
            Webhook.objects.filter(id=row.id).update(**wish, **fresh)
            before = {name: getattr(row, name) for name in wish}
            subject = f"webhook:{row.id}"
            record_done(request, "partner.webhook_changed", subject, before=before, after=wish)
        return Response(_shown(_one(request, webhook_id)))

    @extend_schema(operation_id="remove_webhook", responses={204: None})
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        row = _one(request, webhook_id)
        row.delete()
        record_done(request, "partner.webhook_removed", f"webhook:{webhook_id}", {"url": row.url})
        return Response(status=204)


class WebhookSecretView(PartnerView):
    required_scope = Scope.WEBHOOKS

    @extend_schema(
        operation_id="change_webhook_secret",
        request=None,
        responses=PartnerWebhookWithSecretSerializer,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """A new secret; for a day deliveries are signed with the old one too."""
        row = _one(request, webhook_id)
        secret = new_secret()
        row.old_secret, row.old_secret_until = row.secret, timezone.now() + OVERLAP
        row.secret = secret
        row.save(update_fields=["secret", "old_secret", "old_secret_until"])
        record_done(
            request, "partner.webhook_secret_changed", f"webhook:{row.id}", {"url": row.url}
        )
        return Response(PartnerWebhookWithSecretSerializer({**_told(row), "secret": secret}).data)


class WebhookReplayView(PartnerView):
    required_scope = Scope.WEBHOOKS

    @extend_schema(
        operation_id="replay_webhook",
        request=ReplaySerializer,
        responses={202: PartnerWebhookSerializer},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Delivers again what follows a cursor: the same ids in the same order, and on from there."""
        row = _one(request, webhook_id)
        given = ReplaySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        after = given.validated_data["after"]
        position = feeds.start(row.client_id, after, sandbox=row.client.sandbox)
        webhook_store.replay(row.id, position)
        record_done(request, "partner.webhook_replayed", f"webhook:{row.id}", {"after": after})
        return Response(_shown(_one(request, webhook_id)), status=202)


class DeadLettersView(PartnerView):
    required_scope = Scope.WEBHOOKS

    @extend_schema(
        operation_id="list_dead_letters",
        parameters=[*parameters.PAGE],
        responses=DeadLetterPage,
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """Events that this webhook did not take, newest first."""
        refuse_unknown_parameters(request)
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        rows = DeadLetter.objects.filter(webhook=_one(request, webhook_id)).order_by("-id")
        if cursor:
            rows = rows.filter(id__lt=id_of(cursor))
        shown, following = presentation.cut(list(rows[: limit + 1]), limit, lambda row: row.id)
        return Response(DeadLetterPage({"items": shown, "next_cursor": following}).data)


@transaction.atomic
def _add(client: Client, wish: dict[str, Any], secret: str) -> Webhook:
    # The client's row makes two requests at once wait for each other.
    ApiClient.objects.select_for_update().get(id=client.id)
    present = list(Webhook.objects.filter(client_id=client.id).values_list("url", flat=True))
    if wish["url"] in present:
        raise ConflictError("there is a webhook with this url")
    if len(present) >= MOST:
        raise ConflictError(f"there are {MOST} webhooks, which is the most")
    return Webhook.objects.create(
        client_id=client.id,
        url=wish["url"],
        types=wish.get("types", []),
        enabled=wish.get("enabled", True),
        disabled_at=None if wish.get("enabled", True) else timezone.now(),
        disabled_reason="" if wish.get("enabled", True) else Off.OWNER,
        secret=secret,
        position=feeds.head(client.id, sandbox=client.sandbox),
    )


def _switched(row: Webhook, enabled: bool) -> dict[str, Any]:
    if enabled:
        return {"disabled_at": None, "disabled_reason": ""}
    return {"disabled_at": timezone.now(), "disabled_reason": Off.OWNER} if row.enabled else {}


def _own(request: Request) -> Any:
    rows = Webhook.objects.filter(client_id=client_of_request(request).id)
    return rows.select_related("client")


def _one(request: Request, webhook_id: UUID) -> Webhook:
    row: Webhook | None = _own(request).filter(id=webhook_id).first()
    if row is None:
        raise NotFoundError
    return row


def _told(row: Webhook) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "types": row.types,
        "enabled": row.enabled,
        "disabled_at": row.disabled_at,
        "disabled_reason": row.disabled_reason,
        "cursor": cursor_of(row.position, sandbox=row.client.sandbox),
        "failing_since": row.failing_since,
        "next_attempt_at": row.next_attempt_at,
        "last_problem": row.last_problem,
        "last_delivered_at": row.last_delivered_at,
        "created_at": row.created_at,
    }


def _shown(row: Webhook) -> Any:
    return PartnerWebhookSerializer(_told(row)).data
