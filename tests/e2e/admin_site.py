"""Django admin as a person with a browser uses it, by its forms."""

import re
import ssl
from html import unescape
from typing import Any
from uuid import UUID

import httpx

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_KEY = re.compile(r'<code id="minted"[^>]*>(mk_[^<]+)</code>')
_FAULTS = re.compile(
    r'class="[^"]*errorlist[^"]*".*?</ul>|<li[^>]*class="error".*?</li>', re.DOTALL
)


class AdminSite:
    """Signed in at `url`; every form is fetched before it is posted."""

    def __init__(
        self, url: str, account: dict[str, str], tls: ssl.SSLContext | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=url, timeout=30, follow_redirects=True, verify=tls or True
        )
        page = self.post("/admin/login/?next=/admin/", **account)
        assert "/admin/login" not in str(page.url), page.text[:500]

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """The page after the form; fails where the form came back with faults."""
        page = self._http.get(path)
        page.raise_for_status()
        token = _TOKEN.search(page.text)
        assert token, f"{path} has no form"
        answer = self._http.post(
            page.url,  # a browser posts to where it was led
            data={"csrfmiddlewaretoken": token[1], **fields},
            headers={"Referer": str(page.url)},
        )
        assert answer.is_success, f"{path}: {answer.status_code}"
        faults = _FAULTS.findall(answer.text)
        assert not faults, f"{path}: {faults}"
        return answer

    def id_of(self, model: str, text: str) -> str:
        """The id of the one row that a search finds. model: as in `partners/plan`."""
        page = self._http.get(f"/admin/{model}/", params={"q": text})
        page.raise_for_status()
        found = set(re.findall(rf"/admin/{model}/([^/?\"]+)/change/", page.text))
        assert len(found) == 1, f"{model} {text}: {found}"
        return found.pop()

    def issue_key(self, client_id: str) -> str:
        """A new key of an API client, as it is shown once."""
        page = self.post(f"/admin/partners/apiclient/{client_id}/issue", days="")
        key = _KEY.search(page.text)
        assert key, page.text[:2000]
        return unescape(key[1])

    def remove(self, model: str, row: str | UUID) -> None:
        self.post(f"/admin/{model}/{row}/delete/", post="yes")

    def close(self) -> None:
        self._http.close()
