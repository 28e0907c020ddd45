"""The base of the views under /internal/v1/, which only other services call."""

from rest_framework.views import APIView

from mosaic_backend.shared.http.authentication import ServiceTokenAuthentication
from mosaic_backend.shared.http.permissions import IsService


class InternalView(APIView):
    """Accepts service tokens only; not part of the public schema."""

    authentication_classes = [ServiceTokenAuthentication]
    permission_classes = [IsService]
    schema = None
