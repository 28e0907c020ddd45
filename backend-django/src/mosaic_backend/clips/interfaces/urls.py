"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.clips.interfaces.evidence_views import (
    EvidenceFileView,
    EvidenceKeysView,
    EvidenceView,
)
from mosaic_backend.clips.interfaces.timeline_views import TimelineView
from mosaic_backend.clips.interfaces.views import (
    ClipFileView,
    ClipsView,
    ClipView,
    RecordingsView,
)

urlpatterns = [
    path("recordings", RecordingsView.as_view()),
    path("recordings/timeline", TimelineView.as_view()),
    path("clips", ClipsView.as_view()),
    path("clips/<uuid:clip_id>", ClipView.as_view()),
    path("clips/<uuid:clip_id>/file", ClipFileView.as_view()),
    path("clips/<uuid:clip_id>/evidence", EvidenceView.as_view()),
    path("clips/<uuid:clip_id>/evidence/file", EvidenceFileView.as_view()),
    path("evidence/keys", EvidenceKeysView.as_view()),
]
