"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.alerts.interfaces.alert_views import AcknowledgeView, AlertsView
from mosaic_backend.alerts.interfaces.watchlist_views import (
    EntriesView,
    EntryView,
    WatchListsView,
    WatchListView,
)

urlpatterns = [
    path("alerts", AlertsView.as_view()),
    path("alerts/<uuid:alert_id>/acknowledge", AcknowledgeView.as_view()),
    path("watchlists", WatchListsView.as_view()),
    path("watchlists/<uuid:pk>", WatchListView.as_view()),
    path("watchlists/<uuid:pk>/entries", EntriesView.as_view()),
    path("watchlists/<uuid:pk>/entries/<uuid:entry_id>", EntryView.as_view()),
]
