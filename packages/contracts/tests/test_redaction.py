"""No credential survives redaction, wherever in a text it stands."""

from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mosaic_contracts.redaction import redact, without_credentials

HOST = "10.0.0.9:554/Streaming/Channels/101"
# What may stand raw in a URL's user information, beside what people wrongly leave unescaped (@, :, &, =, !).
secrets = st.text(
    st.sampled_from("abcdefghXYZ0123456789-._~!$&()*+,;=:@%"), min_size=6, max_size=24
)
any_secret = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=6, max_size=24)
around = st.sampled_from(
    ["", "cannot open ", '{"url": "', "<", "source='", "a\nb ", "[rtsp @ 0x5] "]
)


@given(secrets, around)
@example("p@ss:w@rd", "")
def test_url_password_when_logged_then_gone(secret: str, before: str) -> None:
    assume(secret not in f"{before}rtsp://user:***@{HOST}")
    told = redact(f"{before}rtsp://user:{secret}@{HOST} failed")
    assert secret not in told
    assert HOST in told


@pytest.mark.parametrize(
    "password", ["pa/ss-word", "what?word", "hash#word", "a/b@c:d", "12ab/word"]
)
def test_url_password_when_reserved_characters_are_not_escaped_then_gone(password: str) -> None:
    told = redact(f"refused rtsp://admin:{password}@{HOST} as malformed")
    assert password not in told
    assert "word" not in told
    assert HOST in told
    assert told.endswith(" as malformed")


@given(any_secret)
def test_url_password_when_escaped_then_gone(secret: str) -> None:
    escaped = quote(secret, safe="")
    assume(escaped not in f"rtsps://***@{HOST}")
    assert escaped not in redact(f"rtsps://admin:{escaped}@{HOST}")


@given(
    st.sampled_from(
        ["password", "passwd", "pwd", "token", "secret", "api_key", "apikey", "PASSWORD"]
    ),
    st.text(st.sampled_from("abcdefghXYZ0123456789-._~+/%"), min_size=6, max_size=24),
)
def test_parameter_when_it_names_a_secret_then_gone(name: str, secret: str) -> None:
    told = redact(f"GET http://10.0.0.9/snap.cgi?ch=1&{name}={secret}&size=2 gave 401")
    assert secret not in told.replace("http://10.0.0.9/snap.cgi", "")
    assert "ch=1" in told
    assert "size=2" in told


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic"])
def test_authorization_when_logged_then_gone(scheme: str) -> None:
    assert "dXNlcjpodW50ZXIy" not in redact(f"Authorization: {scheme} dXNlcjpodW50ZXIy sent")


def test_token_when_it_stands_alone_then_gone() -> None:
    token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    for text in (token, f"token {token}.", f"[{token!r}]", f"/x?y={token}"):
        assert "c2lnbmF0dXJl" not in redact(text)
        assert "eyJzdWIiOiIxIn0" not in redact(text)


@given(st.text())
def test_redaction_when_applied_twice_then_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "camera 01936f00 is online at rtsp://10.0.0.9:554/main",
        "GET http://10.0.0.9:8080/picture@2x.png",
        "see mail@example.org about http://example.org/a?b=c",
        "the pass was open; authentication=required is no parameter name",
    ],
)
def test_text_without_credentials_when_redacted_then_readable(text: str) -> None:
    told = redact(text)
    assert "10.0.0.9" in told or "example.org" in told or "pass was open" in told


def test_many_lines_when_redacted_then_each_secret_is_gone() -> None:
    text = "\n".join(f"open rtsp://u{n}:pw-{n}-hidden@cam{n}/x" for n in range(200))
    assert "hidden" not in redact(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("rtsp://u:p@h:554/a?b=c#d", "rtsp://h:554/a?b=c#d"),
        ("rtsp://u:p@w@h/a", "rtsp://h/a"),
        ("rtsp://h/a", "rtsp://h/a"),
        ("rtsps://u@[fe80::1]:322/a", "rtsps://[fe80::1]:322/a"),
    ],
)
def test_url_without_credentials_keeps_everything_else(url: str, expected: str) -> None:
    assert without_credentials(url) == expected
