"""Registers the contexts' admin pages, which live with their other interfaces."""

from django.contrib.admin.apps import AdminConfig

from mosaic_backend.config.contexts import interface_modules


class MosaicAdminConfig(AdminConfig):
    default = False

    def ready(self) -> None:
        super().ready()
        interface_modules("admin")
