"""The camera's services by the library, and its errors in our words."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args

import aiohttp
import onvif
from lxml import etree
from onvif.client import _cached_document
from onvif.definition import SERVICES
from onvif.util import is_auth_error
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault, TransportError

from mosaic_backend.cameras.domain.onvif_errors import (
    OnvifBrokenAnswerError,
    OnvifRefusedError,
    OnvifUnauthorisedError,
    OnvifUnreachableError,
)
from mosaic_backend.cameras.infrastructure.onvif.transport import (
    GuardedTransport,
    new_session,
    pinned,
)
from mosaic_contracts.errors import MosaicError

Name = Literal["devicemgmt", "media", "ptz", "imaging", "events", "pullpoint", "subscription"]
_WSDL = Path(str(onvif.__file__)).parent / "wsdl"


async def load_descriptions() -> None:
    """Reads the WSDL files, once for the process: seconds of work."""
    for name in get_args(Name):
        await _cached_document(str(_WSDL / SERVICES[name]["wsdl"]))


class Services:
    """One camera's. address: of its device service; its host is numeric and was checked. Close it."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._address = address
        self._username = username
        self._password = password
        self._session = new_session()
        self._digest = aiohttp.DigestAuthMiddleware(username, password) if username else None
        self._open: dict[Name, onvif.ONVIFService] = {}
        self.addresses: dict[str, str] = {SERVICES["devicemgmt"]["ns"]: address}
        self.clock_offset: timedelta | None = None
        self._places: dict[Name, str] = {}

    async def place(self, names: Iterable[Name], address: str) -> None:
        """These services are there, whatever the camera told of their kind: it made them for us."""
        for name in names:
            self._places[name] = pinned(address, self._address)
            if (service := self._open.pop(name, None)) is not None:
                await service.close()

    def keep_addresses(self, told: Mapping[str, str]) -> None:
        """namespace → address, as the camera tells it."""
        self.addresses = {name: pinned(url, self._address) for name, url in told.items()} | {
            SERVICES["devicemgmt"]["ns"]: self._address
        }

    def has(self, name: Name) -> bool:
        return SERVICES[name]["ns"] in self.addresses

    async def set_clock(self, offset: timedelta | None) -> None:
        """What is signed is dated by the camera's clock from now on."""
        self.clock_offset = offset
        for service in self._open.values():
            await service.close()
        self._open.clear()

    async def call(
        self,
        name: Name,
        operation: str,
        params: Mapping[str, object] | None = None,
        *,
        signed: bool = True,
    ) -> Any:
        """Raises MosaicError: one of those of `onvif_errors`."""
        service = await self._service(name)
        prefix = "" if signed and self._username else "authless_"
        try:
            return await getattr(service, prefix + operation)(dict(params or {}))
        except MosaicError:
            raise
        except Fault as fault:
            raise _of_fault(fault) from fault
        except TransportError as error:
            raise OnvifBrokenAnswerError(
                f"The camera answers with HTTP status {error.status_code}."
            ) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise OnvifUnreachableError from error
        except (
            *(ZeepError, onvif.ONVIFError, etree.LxmlError),
            *(ValueError, TypeError, KeyError, AttributeError, LookupError),
        ) as error:  # the library lets through what its parsing meets
            raise OnvifBrokenAnswerError from error

    async def _service(self, name: Name) -> onvif.ONVIFService:
        if name not in self._open:
            about = SERVICES[name]
            address = self._places.get(name) or self.addresses.get(about["ns"])
            if address is None:
                raise OnvifRefusedError(f"The camera has no {name} service.")
            service = onvif.ONVIFService(
                address,
                self._username or None,
                self._password or None,
                str(_WSDL / about["wsdl"]),
                no_cache=True,
                dt_diff=self.clock_offset,
                binding_name=f"{{{about['ns']}}}{about['binding']}",
                binding_key=name,
            )
            service.transport = GuardedTransport(self._session, self._address, self._digest)
            await service.setup()
            self._open[name] = service
        return self._open[name]

    async def close(self) -> None:
        await self.set_clock(self.clock_offset)
        await self._session.close()


def _of_fault(fault: Fault) -> MosaicError:
    if is_auth_error(fault):
        return OnvifUnauthorisedError()
    said = " ".join(str(fault.message or "").split())[:200]
    return OnvifRefusedError(f"The camera refuses: {said}" if said else "")
