from django.urls import path

from mosaic_backend.cameras.interfaces import internal_views

urlpatterns = [path("cameras", internal_views.DesiredCamerasView.as_view())]
