from django.urls import path

from mosaic_backend.cameras.interfaces import (
    config_views,
    copy_views,
    discovery_views,
    group_views,
    history_views,
    live_views,
    views,
)

urlpatterns = [
    path("cameras", views.CamerasView.as_view()),
    path("cameras/discover", discovery_views.DiscoverView.as_view()),
    path("cameras/<uuid:camera_id>", views.CameraView.as_view()),
    path("cameras/<uuid:camera_id>/clone", copy_views.CloneView.as_view()),
    path("cameras/<uuid:camera_id>/history", history_views.HistoryView.as_view()),
    path("cameras/<uuid:camera_id>/probe", live_views.ProbeView.as_view()),
    path("cameras/<uuid:camera_id>/snapshot.jpg", live_views.SnapshotView.as_view()),
    path("camera-groups", group_views.GroupsView.as_view()),
    path("camera-groups/<uuid:pk>", group_views.GroupView.as_view()),
    path("sites", group_views.SitesView.as_view()),
    path("sites/<uuid:pk>", group_views.SiteView.as_view()),
    path("config", config_views.ConfigView.as_view()),
    path("config/plan", config_views.PlanView.as_view()),
    path("config/apply", config_views.ApplyView.as_view()),
    path("schedules", group_views.SchedulesView.as_view()),
    path("schedules/<uuid:pk>", group_views.ScheduleView.as_view()),
]
