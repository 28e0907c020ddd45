"""What the site demands, as the admin set it."""

from mosaic_backend.audit.infrastructure.models import AuditPolicy


def plate_search_reason_demanded() -> bool:
    demanded = AuditPolicy.objects.values_list("plate_search_reason", flat=True).first()
    return bool(demanded)
