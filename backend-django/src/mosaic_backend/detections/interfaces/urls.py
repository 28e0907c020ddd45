"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.detections.interfaces.accuracy_views import PlateAccuracyView
from mosaic_backend.detections.interfaces.correction_views import PlateCorrectionView
from mosaic_backend.detections.interfaces.detection_views import DetectionsView, FacetsView
from mosaic_backend.detections.interfaces.plate_views import (
    PlateImageView,
    PlatesView,
    PlateView,
)

urlpatterns = [
    path("detections", DetectionsView.as_view()),
    path("detections/facets", FacetsView.as_view()),
    path("plates", PlatesView.as_view()),
    path("plates/accuracy", PlateAccuracyView.as_view()),
    path("plates/<uuid:read_id>", PlateView.as_view()),
    path("plates/<uuid:read_id>/correction", PlateCorrectionView.as_view()),
    path("plates/<uuid:read_id>/images/<slug:kind>.jpg", PlateImageView.as_view()),
]
