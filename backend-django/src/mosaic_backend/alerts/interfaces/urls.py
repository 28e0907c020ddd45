"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.alerts.interfaces.alert_views import AcknowledgeView, AlertsView
from mosaic_backend.alerts.interfaces.back_test_views import (
    BackTestHitsView,
    BackTestsView,
    BackTestView,
    RunBackTestView,
)
from mosaic_backend.alerts.interfaces.detection_rule_views import (
    DetectionRulesView,
    DetectionRuleView,
)
from mosaic_backend.alerts.interfaces.entry_files import ExportView, ImportView
from mosaic_backend.alerts.interfaces.watchlist_views import (
    EntriesView,
    EntryView,
    WatchListsView,
    WatchListView,
)

urlpatterns = [
    path("alerts", AlertsView.as_view()),
    path("alerts/<uuid:alert_id>/acknowledge", AcknowledgeView.as_view()),
    path("detection-rules", DetectionRulesView.as_view()),
    path("detection-rules/<uuid:rule_id>", DetectionRuleView.as_view()),
    path("watchlists", WatchListsView.as_view()),
    path("watchlists/<uuid:pk>", WatchListView.as_view()),
    path("watchlists/<uuid:pk>/entries", EntriesView.as_view()),
    path("watchlists/<uuid:pk>/entries.csv", ExportView.as_view()),
    path("watchlists/<uuid:pk>/back-test", RunBackTestView.as_view()),
    path("watchlists/<uuid:pk>/back-tests", BackTestsView.as_view()),
    path("watchlists/<uuid:pk>/back-tests/<uuid:test_id>", BackTestView.as_view()),
    path("watchlists/<uuid:pk>/back-tests/<uuid:test_id>/hits", BackTestHitsView.as_view()),
    path("watchlists/<uuid:pk>/import", ImportView.as_view()),
    path("watchlists/<uuid:pk>/entries/<uuid:entry_id>", EntryView.as_view()),
]
