"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.clips.interfaces.clip_job_views import CancelClipView, ClipBatchView
from mosaic_backend.clips.interfaces.event_views import EventWatchesView
from mosaic_backend.clips.interfaces.evidence_views import (
    EvidenceFileView,
    EvidenceKeysView,
    EvidenceView,
)
from mosaic_backend.clips.interfaces.hold_views import HoldsView, ReleaseHoldView
from mosaic_backend.clips.interfaces.hour_views import HoursView
from mosaic_backend.clips.interfaces.playback_views import (
    MediaView,
    PlaybackView,
    ThumbnailView,
)
from mosaic_backend.clips.interfaces.retention_views import (
    ForecastView,
    RetentionView,
    SimulationView,
)
from mosaic_backend.clips.interfaces.share_views import RevokeShareView, SharesView
from mosaic_backend.clips.interfaces.shared_clip_views import (
    OpenSharedClipView,
    SharedClipFileView,
)
from mosaic_backend.clips.interfaces.timeline_views import TimelineView
from mosaic_backend.clips.interfaces.views import (
    ClipFileView,
    ClipsView,
    ClipView,
    OpenClipView,
    RecordingsView,
)

urlpatterns = [
    path("recordings", RecordingsView.as_view()),
    path("recordings/timeline", TimelineView.as_view()),
    path("recordings/events", EventWatchesView.as_view()),
    path("recordings/hours", HoursView.as_view()),
    path("recordings/playback", PlaybackView.as_view()),
    path("recordings/media", MediaView.as_view()),
    path("recordings/thumbnail", ThumbnailView.as_view()),
    path("recordings/retention", RetentionView.as_view()),
    path("recordings/retention/simulation", SimulationView.as_view()),
    path("recordings/forecast", ForecastView.as_view()),
    path("recordings/holds", HoldsView.as_view()),
    path("recordings/holds/<uuid:hold_id>/release", ReleaseHoldView.as_view()),
    path("clips", ClipsView.as_view()),
    path("clips/batch", ClipBatchView.as_view()),
    path("clips/<uuid:clip_id>", ClipView.as_view()),
    path("clips/<uuid:clip_id>/cancel", CancelClipView.as_view()),
    path("clips/<uuid:clip_id>/open", OpenClipView.as_view()),
    path("clips/<uuid:clip_id>/file", ClipFileView.as_view()),
    path("clips/<uuid:clip_id>/shares", SharesView.as_view()),
    path("clips/<uuid:clip_id>/shares/<uuid:share_id>/revoke", RevokeShareView.as_view()),
    path("shared-clips/<slug:secret>/open", OpenSharedClipView.as_view()),
    path("shared-clips/<slug:secret>/file", SharedClipFileView.as_view()),
    path("clips/<uuid:clip_id>/evidence", EvidenceView.as_view()),
    path("clips/<uuid:clip_id>/evidence/file", EvidenceFileView.as_view()),
    path("evidence/keys", EvidenceKeysView.as_view()),
]
