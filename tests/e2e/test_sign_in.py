"""Who gets in, and what is shut for those who do not."""

import httpx
import pytest
import yaml

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack

ROLES = ["admin", "operator", "reviewer", "viewer"]


@pytest.mark.parametrize("role", ROLES)
def test_account_when_signed_in_then_it_is_itself(sign_in, role: str) -> None:
    me = sign_in(role).answer("GET", "/api/v1/me")
    assert me["role"] == role


def attempt(url: str, username: str, password: str) -> httpx.Response:
    return httpx.post(f"{url}/api/v1/auth/token", json={"username": username, "password": password})


def test_sign_in_when_wrong_then_no_hint_which_part(stack: RunningStack) -> None:
    wrong_password = attempt(stack.url, stack.accounts["viewer"]["username"], "not-the-password")
    wrong_name = attempt(stack.url, "nobody-of-that-name", "not-the-password")
    assert wrong_password.status_code == wrong_name.status_code == 401
    for response in (wrong_password, wrong_name):
        assert response.headers["content-type"].startswith("application/problem+json")
    told = [
        {name: value for name, value in response.json().items() if name != "request_id"}
        for response in (wrong_password, wrong_name)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/cameras"),
        ("GET", "/api/v1/plates"),
        ("GET", "/api/streaming/v1/streams"),
        ("GET", "/api/ai/v1/status"),
        ("POST", "/api/ai/v1/predict"),
    ],
)
@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", "Basic YWRtaW46YWRtaW4="])
def test_interface_when_not_signed_in_then_401(
    stack: RunningStack, method: str, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = httpx.request(method, stack.url + path, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["code"] == "unauthenticated"


@pytest.mark.parametrize(
    "path",
    [
        "/internal/v1/cameras",
        "/internal/jwks.json",
        "/metrics",
        "/ready",
        "/api/../internal/v1/cameras",
        "//internal/v1/cameras",
        "/%69nternal/v1/cameras",
        "/api/streaming/../../internal/jwks.json",
    ],
)
def test_inner_address_when_asked_from_outside_then_shut(stack: RunningStack, path: str) -> None:
    response = httpx.get(stack.url + path)
    assert "source_url" not in response.text
    assert "# HELP" not in response.text
    assert not response.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    "service", ["/api/v1/me", "/api/streaming/v1/streams", "/api/ai/v1/status"]
)
def test_answer_carries_a_request_id_of_ours(operator: FrontDoor, service: str) -> None:
    first, second = (operator.get(service) for _ in range(2))
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    forged = operator.request("GET", service, headers={"X-Request-ID": "forged-by-client"})
    assert "forged-by-client" not in forged.headers["x-request-id"]


def test_session_when_an_old_refresh_token_comes_back_then_over_for_everybody(
    stack: RunningStack,
) -> None:
    def refreshed(token: str) -> httpx.Response:
        return httpx.post(f"{stack.url}/api/v1/auth/refresh", json={"refresh": token})

    account = stack.accounts["viewer"]
    first = attempt(stack.url, account["username"], account["password"]).json()["refresh"]
    second = refreshed(first).json()["refresh"]
    third = refreshed(second).json()["refresh"]
    assert refreshed(first).status_code == 401
    assert refreshed(third).status_code == 401


def test_every_service_tells_its_interface(stack: RunningStack) -> None:
    for path in ("/api/schema", "/api/streaming/schema", "/api/ai/schema"):
        response = httpx.get(stack.url + path)
        assert response.status_code == 200, path
        document = yaml.safe_load(response.text)  # reads JSON as well
        assert document["openapi"].startswith("3.1"), path
