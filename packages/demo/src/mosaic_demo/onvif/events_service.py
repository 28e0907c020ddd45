"""The events service: subscriptions from which messages are pulled. base: the address that was asked."""

import re
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.faults import FaultError
from mosaic_demo.onvif.occurrences import Occurrence
from mosaic_demo.onvif.schema import NAMESPACES

_TEV = f"{{{NAMESPACES['tev']}}}"
_WSNT = f"{{{NAMESPACES['wsnt']}}}"
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?\Z")
_DIALECT = "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet"


def create_pull_point_subscription(
    camera: SimulatedCamera, asked: etree._Element, base: str
) -> str:
    for_s = _granted_s(camera, asked.findtext(f"{_TEV}InitialTerminationTime"))
    number = camera.occurrences.subscribe(for_s, camera.now())
    root = f"{urlsplit(base).scheme}://{camera.faults.elsewhere or urlsplit(base).netloc}"
    return (
        "<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference>"
        f"<wsa:Address>{escape(root)}/onvif/subscription/{number}</wsa:Address>"
        f"</tev:SubscriptionReference>{_times('wsnt', camera, for_s)}"
        "</tev:CreatePullPointSubscriptionResponse>"
    )


def pull_messages(camera: SimulatedCamera, asked: etree._Element, base: str) -> str:
    within_s = _seconds(asked.findtext(f"{_TEV}Timeout"))
    most = int(asked.findtext(f"{_TEV}MessageLimit") or 1)
    try:
        told = camera.occurrences.pull(_number(base), within_s, most)
    except KeyError as error:
        raise _unknown() from error
    messages = "".join(map(_message, told))
    return f"<tev:PullMessagesResponse>{_times('tev', camera, 60)}{messages}</tev:PullMessagesResponse>"


def renew(camera: SimulatedCamera, asked: etree._Element, base: str) -> str:
    if camera.faults.no_renewal:
        raise FaultError("not implemented", "ActionNotSupported", "Receiver")
    for_s = _granted_s(camera, asked.findtext(f"{_WSNT}TerminationTime"))
    try:
        camera.occurrences.renew(_number(base), for_s)
    except KeyError as error:
        raise _unknown() from error
    now, until = camera.now(), camera.now() + timedelta(seconds=for_s)
    return (
        f"<wsnt:RenewResponse><wsnt:TerminationTime>{until:%Y-%m-%dT%H:%M:%SZ}"
        f"</wsnt:TerminationTime><wsnt:CurrentTime>{now:%Y-%m-%dT%H:%M:%SZ}</wsnt:CurrentTime>"
        "</wsnt:RenewResponse>"
    )


def unsubscribe(camera: SimulatedCamera, _: etree._Element, base: str) -> str:
    try:
        camera.occurrences.end(_number(base))
    except KeyError as error:
        raise _unknown() from error
    return "<wsnt:UnsubscribeResponse/>"


def _message(told: Occurrence) -> str:
    operation = f' PropertyOperation="{told.operation}"' if told.operation else ""
    return (
        f'<wsnt:NotificationMessage><wsnt:Topic Dialect="{_DIALECT}">{escape(told.topic)}</wsnt:Topic>'
        f'<wsnt:Message><tt:Message UtcTime="{told.at:%Y-%m-%dT%H:%M:%S.%fZ}"{operation}>'
        f"<tt:Source>{_items(told.source)}</tt:Source><tt:Data>{_items(told.data)}</tt:Data>"
        "</tt:Message></wsnt:Message></wsnt:NotificationMessage>"
    )


def _items(items: Mapping[str, str]) -> str:
    return "".join(
        f"<tt:SimpleItem Name={quoteattr(name)} Value={quoteattr(value)}/>"
        for name, value in items.items()
    )


def _times(prefix: str, camera: SimulatedCamera, for_s: float) -> str:
    now, until = camera.now(), camera.now() + timedelta(seconds=for_s)
    return (
        f"<{prefix}:CurrentTime>{now:%Y-%m-%dT%H:%M:%SZ}</{prefix}:CurrentTime>"
        f"<{prefix}:TerminationTime>{until:%Y-%m-%dT%H:%M:%SZ}</{prefix}:TerminationTime>"
    )


def _granted_s(camera: SimulatedCamera, asked: str | None) -> float:
    wanted = _seconds(asked) if asked else 60.0
    return min(wanted, camera.faults.subscription_s or wanted)


def _seconds(text: str | None) -> float:
    found = _DURATION.match(text or "")
    if not found:
        raise FaultError("no duration")
    hours, minutes, seconds = found.groups()
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds or 0)


def _number(base: str) -> str:
    return urlsplit(base).path.rpartition("/")[2]


def _unknown() -> FaultError:
    return FaultError("no such subscription", "InvalidArgVal")
