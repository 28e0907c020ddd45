from django.urls import path

from mosaic_backend.identity.interfaces import internal_views

urlpatterns = [path("revocations", internal_views.RevocationsView.as_view())]
