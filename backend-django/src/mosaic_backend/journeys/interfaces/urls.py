"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.journeys.interfaces.parking_views import (
    OccupancyView,
    ParkingAreasView,
    ParkingAreaView,
)
from mosaic_backend.journeys.interfaces.plate_views import (
    PlateCompanionsView,
    PlateHistoryView,
    PlateJourneyView,
)
from mosaic_backend.journeys.interfaces.review_views import PlateReviewsView
from mosaic_backend.journeys.interfaces.visitor_views import PlateVisitorsView, TravelTimesView

urlpatterns = [
    path("plates/history", PlateHistoryView.as_view()),
    path("plates/journey", PlateJourneyView.as_view()),
    path("plates/companions", PlateCompanionsView.as_view()),
    path("plate-visitors", PlateVisitorsView.as_view()),
    path("reviews/plates", PlateReviewsView.as_view()),
    path("parking-areas", ParkingAreasView.as_view()),
    path("parking-areas/<uuid:area_id>", ParkingAreaView.as_view()),
    path("parking-areas/<uuid:area_id>/occupancy", OccupancyView.as_view()),
    path("travel-times", TravelTimesView.as_view()),
]
