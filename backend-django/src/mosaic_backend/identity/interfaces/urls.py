from django.urls import path

from mosaic_backend.identity.interfaces import provider_views, second_factor_views, views

urlpatterns = [
    path("auth/token", views.TokenView.as_view()),
    path("auth/challenge", views.ChallengeView.as_view()),
    path("auth/refresh", views.RefreshView.as_view()),
    path("auth/logout", views.LogoutView.as_view()),
    path("auth/logout-everywhere", views.LogoutEverywhereView.as_view()),
    path("auth/second-factor", second_factor_views.SecondFactorView.as_view()),
    path("auth/second-factor/enrol", second_factor_views.EnrolView.as_view()),
    path("auth/second-factor/confirm", second_factor_views.ConfirmView.as_view()),
    path("auth/second-factor/disable", second_factor_views.DisableView.as_view()),
    path("auth/providers", provider_views.ProvidersView.as_view()),
    path("auth/oidc/code", provider_views.CodeView.as_view()),
    path("auth/oidc/<slug:slug>/start", provider_views.StartView.as_view()),
    path("auth/oidc/<slug:slug>/callback", provider_views.CallbackView.as_view()),
    path("auth/jwks.json", views.JwksView.as_view()),
    path("me", views.MeView.as_view()),
]
