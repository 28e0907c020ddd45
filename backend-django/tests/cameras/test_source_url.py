"""Which camera addresses are refused, in every spelling."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.cameras.application.camera_administration import CameraAdministration
from mosaic_backend.cameras.domain.source_url import (
    SourceUrlError,
    SourceUrlPolicy,
    parse_source_url,
    parsed_address,
)


class Names:
    """A resolver that knows what it is told."""

    def __init__(self, **known: list[str]) -> None:
        self._known = {name.replace("_", "."): addresses for name, addresses in known.items()}

    def addresses(self, host: str):
        return [parsed_address(address) for address in self._known.get(host, [])]


def check(url: str, policy: SourceUrlPolicy | None = None, names: Names | None = None) -> None:
    CameraAdministration(
        store=None,
        policy=policy or SourceUrlPolicy(),
        resolver=names or Names(),
        publish=None,
        atomic=None,
    ).check_source(url)


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://192.168.1.20/stream",
        "rtsp://user:p%40ss@10.0.0.7:554/Streaming/Channels/101?transport=tcp",
        "rtsps://camera.example.com:322/main",
        "rtmp://10.1.2.3/live/one",
        "rtmps://camera.local/live",
        "http://10.0.0.9/hls/index.m3u8",
        "https://camera.example.com/index.m3u8",
        "srt://10.0.0.9:8890?streamid=read:one",
        "whep://10.0.0.9:8889/one/whep",
        "wheps://camera.example.com/one/whep",
        "rtsp://[2001:db8::7]:554/one",
        "rtsp://203.0.113.9/one",
        "RTSP://camera-1.example.com/One",
    ],
)
def test_address_when_ordinary_then_accepted(url):
    check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "camera",
        "rtsp:",
        "rtsp://",
        "rtsp:///path",
        "rtsp://:554/",
        "ftp://10.0.0.1/",
        "file:///etc/passwd",
        "gopher://10.0.0.1/",
        "//10.0.0.1/",
        "rtsp://10.0.0.1:0/",
        "rtsp://10.0.0.1:99999/",
        "rtsp://10.0.0.1:x/",
        "rtsp://10.0.0.1/a b",
        "rtsp://10.0.0.1\\@evil/",
        "rtsp://10.0.0.1/\r\nX: y",
        "rtsp://10.0.0.1/\x00",
        " rtsp://10.0.0.1/",
        "rtsp://u:p@ss@10.0.0.1/",
        "rtsp://u:p#ss@10.0.0.1/",
        "rtsp://10.0.0.1/#x",
        "rtsp://[::1/",
        "rtsp://[1::2::3]/",
        "rtsp://10.0.0.256/",
        "rtsp://10.0.0/",
        "rtsp://1.2.3.4.5/",
        "rtsp://caméra/",
        "rtsp://１６９.254.169.254/",
        "rtsp://camera%2eexample/",
        "rtsp://a..b/",
        "rtsp://-a/",
        "rtsp://" + "a" * 2050,
    ],
)
def test_address_when_malformed_then_told_so(url):
    with pytest.raises(SourceUrlError) as error:
        check(url)
    assert error.value.code == "source-url-malformed"
    assert error.value.pointer == "/source_url"


REFUSED_V4 = st.one_of(
    st.ip_addresses(v=4, network="169.254.0.0/16"),
    st.ip_addresses(v=4, network="0.0.0.0/8"),
    st.ip_addresses(v=4, network="224.0.0.0/4"),
    st.ip_addresses(v=4, network="240.0.0.0/4"),
    st.ip_addresses(v=4, network="127.0.0.0/8"),
    st.sampled_from(
        [IPv4Address("168.63.129.16"), IPv4Address("100.100.100.200"), IPv4Address("192.0.0.192")]
    ),
)


def spellings(address: IPv4Address) -> list[str]:
    """The ways in which programs let one write an IPv4 address."""
    number = int(address)
    a, b, c, d = address.packed
    mapped = IPv6Address(f"::ffff:{address}")
    return [
        str(address),
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        ".".join(f"0x{part:02x}" for part in (a, b, c, d)),
        ".".join(f"0{part:o}" for part in (a, b, c, d)),
        ".".join(f"{part:03d}" for part in (a, b, c, d)),
        f"[{mapped}]",
        f"[{mapped.exploded}]",
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1]",
        f"[::{address}]",
    ]


@given(REFUSED_V4, st.sampled_from(["rtsp", "http", "srt", "WHEP"]))
def test_forbidden_v4_address_when_spelt_in_any_way_then_refused(address, scheme):
    for host in spellings(address):
        with pytest.raises(SourceUrlError):
            check(f"{scheme}://u:p@{host}:554/x")


@given(
    st.one_of(
        st.ip_addresses(v=6, network="fe80::/10"),
        st.ip_addresses(v=6, network="ff00::/8"),
        st.ip_addresses(v=6, network="fd00:ec2::/32"),
        st.sampled_from([IPv6Address("::"), IPv6Address("::1")]),
    )
)
def test_forbidden_v6_address_when_spelt_in_any_way_then_refused(address):
    for host in (str(address), address.exploded, str(address).upper()):
        with pytest.raises(SourceUrlError):
            check(f"rtsp://[{host}]/x")


@pytest.mark.parametrize("host", ["[fe80::1%eth0]", "[fe80::1%25eth0]"])
def test_zone_when_given_then_refused(host):
    with pytest.raises(SourceUrlError):
        check(f"rtsp://{host}/x")


@pytest.mark.parametrize(
    "addresses",
    [["169.254.169.254"], ["10.0.0.1", "169.254.169.254"], ["fe80::1%eth0"], ["::ffff:a9fe:a9fe"]],
)
def test_name_when_it_leads_to_a_forbidden_address_then_refused(addresses):
    with pytest.raises(SourceUrlError) as error:
        check("rtsp://camera.example/x", names=Names(camera_example=addresses))
    assert error.value.code == "source-url-refused"


@pytest.mark.parametrize(
    "host", ["metadata.google.internal", "METADATA.google.internal.", "metadata"]
)
def test_name_when_it_means_a_metadata_service_then_refused(host):
    with pytest.raises(SourceUrlError):
        check(f"http://{host}/x")


def test_loopback_when_allowed_then_accepted_and_else_refused():
    local = SourceUrlPolicy(allow_loopback=True)
    for url in ("rtsp://127.0.0.1:8554/x", "rtsp://[::1]:8554/x", "rtsp://localhost/x"):
        names = Names(localhost=["127.0.0.1", "::1"])
        check(url, local, names)
        with pytest.raises(SourceUrlError):
            check(url, SourceUrlPolicy(), names)


def test_link_local_when_its_network_is_listed_then_refused_all_the_same():
    policy = SourceUrlPolicy(networks=(ip_network("0.0.0.0/0"), ip_network("::/0")))
    for host in ("169.254.169.254", "[fe80::1]", "224.0.0.1"):
        with pytest.raises(SourceUrlError):
            check(f"rtsp://{host}/x", policy)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_networks_when_listed_then_only_those(address):
    policy = SourceUrlPolicy(networks=(ip_network("10.20.0.0/16"),))
    inside = address in ip_network("10.20.0.0/16")
    try:
        check(f"rtsp://{address}/x", policy)
    except SourceUrlError:
        assert not inside
    else:
        assert inside


def test_name_when_it_has_no_address_then_accepted_unless_networks_are_listed():
    check("rtsp://later.example/x")
    with pytest.raises(SourceUrlError):
        check("rtsp://later.example/x", SourceUrlPolicy(networks=(ip_network("10.0.0.0/8"),)))


@given(st.text(max_size=80), st.sampled_from(["", "rtsp://", "http://[", "rtsp://u:p@"]))
def test_any_text_when_read_then_an_address_or_a_told_error(text, start):
    try:
        parsed = parse_source_url(start + text)
    except SourceUrlError:
        return
    assert parsed.host


def test_error_when_told_then_without_credentials():
    with pytest.raises(SourceUrlError) as error:
        check("rtsp://user:geheim@169.254.169.254/x")
    assert "geheim" not in str(error.value)
    assert "geheim" not in repr(parse_source_url("rtsp://user:geheim@10.0.0.1/x"))
