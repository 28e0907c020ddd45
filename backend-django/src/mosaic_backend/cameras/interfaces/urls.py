from django.urls import path

from mosaic_backend.cameras.interfaces import group_views, live_views, views

urlpatterns = [
    path("cameras", views.CamerasView.as_view()),
    path("cameras/<uuid:camera_id>", views.CameraView.as_view()),
    path("cameras/<uuid:camera_id>/probe", live_views.ProbeView.as_view()),
    path("cameras/<uuid:camera_id>/snapshot.jpg", live_views.SnapshotView.as_view()),
    path("camera-groups", group_views.GroupsView.as_view()),
    path("camera-groups/<uuid:pk>", group_views.GroupView.as_view()),
    path("sites", group_views.SitesView.as_view()),
    path("sites/<uuid:pk>", group_views.SiteView.as_view()),
]
