"""Routes under /partner/v1/."""

from django.urls import path

from mosaic_backend.partners.interfaces.camera_views import CamerasView, CameraView
from mosaic_backend.partners.interfaces.clip_views import ClipFileView, ClipsView, ClipView
from mosaic_backend.partners.interfaces.detection_views import DetectionsView
from mosaic_backend.partners.interfaces.event_views import EventsView
from mosaic_backend.partners.interfaces.plate_views import PlateImageView, PlatesView, PlateView
from mosaic_backend.partners.interfaces.sandbox_views import SandboxView
from mosaic_backend.partners.interfaces.usage_views import UsageView
from mosaic_backend.partners.interfaces.webhook_views import (
    DeadLettersView,
    WebhookReplayView,
    WebhookSecretView,
    WebhooksView,
    WebhookView,
)

urlpatterns = [
    path("cameras", CamerasView.as_view()),
    path("cameras/<uuid:camera_id>", CameraView.as_view()),
    path("detections", DetectionsView.as_view()),
    path("plates", PlatesView.as_view()),
    path("plates/<uuid:read_id>", PlateView.as_view()),
    path("plates/<uuid:read_id>/images/<slug:kind>.jpg", PlateImageView.as_view()),
    path("clips", ClipsView.as_view()),
    path("clips/<uuid:clip_id>", ClipView.as_view()),
    path("clips/<uuid:clip_id>/file", ClipFileView.as_view()),
    path("events", EventsView.as_view()),
    path("webhooks", WebhooksView.as_view()),
    path("webhooks/<uuid:webhook_id>", WebhookView.as_view()),
    path("webhooks/<uuid:webhook_id>/secret", WebhookSecretView.as_view()),
    path("webhooks/<uuid:webhook_id>/replay", WebhookReplayView.as_view()),
    path("webhooks/<uuid:webhook_id>/dead-letters", DeadLettersView.as_view()),
    path("usage", UsageView.as_view()),
    path("sandbox", SandboxView.as_view()),
]
