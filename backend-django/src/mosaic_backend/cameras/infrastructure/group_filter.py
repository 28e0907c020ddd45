"""The permission policy as SQL."""

from django.db.models import Q

from mosaic_contracts.permissions import GroupScope


def in_groups(scope: GroupScope, field: str = "group_id") -> Q:
    """Rows whose camera group lies in the scope; null is a camera without a group."""
    listed = Q(**{f"{field}__in": scope.groups})
    if not scope.everything:
        return listed
    return Q(**{f"{field}__isnull": True}) | ~listed
