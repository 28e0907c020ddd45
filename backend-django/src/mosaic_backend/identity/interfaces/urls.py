from django.urls import path

from mosaic_backend.identity.interfaces import views

urlpatterns = [
    path("auth/token", views.TokenView.as_view()),
    path("auth/refresh", views.RefreshView.as_view()),
    path("auth/logout", views.LogoutView.as_view()),
    path("auth/jwks.json", views.JwksView.as_view()),
    path("me", views.MeView.as_view()),
]
