"""Routes under /api/v1/."""

from django.urls import path

from mosaic_backend.dashboard.interfaces.views import DashboardView

urlpatterns = [path("dashboard", DashboardView.as_view())]
