"""All routes: the contexts' REST interfaces, the internal ones, the admin, the documents and the probes."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from mosaic_backend.config.contexts import interface_modules
from mosaic_backend.shared.http import exceptions, probes
from mosaic_backend.shared.http.openapi import PartnerSchemaGenerator

api: list[URLPattern | URLResolver] = [
    path("api/v1/", include(module)) for module in interface_modules("urls").values()
]
partner: list[URLPattern | URLResolver] = [
    path("partner/v1/", include(module)) for module in interface_modules("partner_urls").values()
]
urlpatterns: list[URLPattern | URLResolver] = [
    *api,
    *partner,
    *(
        path("internal/v1/", include(module))
        for module in interface_modules("internal_urls").values()
    ),
    path("api/schema", SpectacularAPIView.as_view(patterns=api), name="schema"),
    path(
        "partner/v1/schema",
        SpectacularAPIView.as_view(patterns=partner, generator_class=PartnerSchemaGenerator),
    ),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("admin/", admin.site.urls),
    path("health", probes.health),
    path("ready", probes.ready),
    path("metrics", probes.metrics),
]

handler400 = exceptions.bad_request
handler403 = exceptions.forbidden
handler404 = exceptions.not_found
handler500 = exceptions.server_error
