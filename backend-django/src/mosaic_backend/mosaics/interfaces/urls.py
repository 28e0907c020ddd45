from django.urls import path

from mosaic_backend.mosaics.interfaces import views

urlpatterns = [
    path("mosaics", views.MosaicsView.as_view()),
    path("mosaics/<uuid:mosaic_id>", views.MosaicView.as_view()),
]
