import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer

from mosaic_backend.shared.http.rendering import OrjsonRenderer


@pytest.mark.parametrize(
    "data",
    [
        {"text": "Ж\u2028\U0001f600", "none": None, "number": 1.5, "yes": True},
        {"id": UUID(int=7), "at": datetime(2026, 5, 1, 12, 0, 0, 250000, tzinfo=UTC)},
        {"at": datetime(2026, 5, 1, 12, tzinfo=UTC), "day": date(2026, 5, 1)},
        {"at": datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))},
        {"price": Decimal("1.50"), "lazy": gettext_lazy("Yes"), "tuple": (1, 2), "set": {3}},
        {"error": [ErrorDetail("wrong", code="invalid")], 5: "a number as a key"},
        {"large": 2**70},
        [],
        None,
    ],
)
def test_rendering_then_what_rest_framework_writes(data: object) -> None:
    written = OrjsonRenderer().render(data)
    expected = JSONRenderer().render(data)
    if data is None:
        assert written == expected
    else:
        assert json.loads(written) == json.loads(expected)
