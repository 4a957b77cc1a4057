"""How a geocoding service is spoken to: one server, no redirects, a limit of bytes and of time."""

import time
from contextlib import closing
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

import orjson
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut

MOST_BYTES = 1 << 20  # five candidates have a few kilobytes
_STEP = 1 << 14


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy publishes no types
    """geopy's transport, over the standard library. `origin` is the only server that is asked.

    The time-out is for the whole answer: one byte a second would keep a socket's own time-out
    from ever coming. Errors carry no URL, since the URL holds what was asked.
    """

    def __init__(self, *, proxies: Any, ssl_context: Any, origin: str) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._origin = origin.rstrip("/") + "/"
        # Nothing here follows a redirect, which could lead to any server, also to one inside the
        # operator's network; and nothing looks for a proxy.
        self._opener = OpenerDirector()
        for handler in (HTTPHandler(), HTTPSHandler(context=ssl_context)):
            self._opener.add_handler(handler)

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """The answer, as JSON."""
        try:
            return orjson.loads(self._bytes(url, timeout=timeout, headers=headers))
        except orjson.JSONDecodeError:
            raise GeocoderParseError("The answer is not JSON") from None

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """The answer, as text."""
        return self._bytes(url, timeout=timeout, headers=headers).decode("utf-8", "replace")

    def _bytes(self, url: str, *, timeout: float, headers: dict[str, str]) -> bytes:
        if not url.startswith(self._origin):
            raise GeocoderServiceError("Another server than the configured one")
        deadline = time.monotonic() + timeout
        try:
            asked = Request(url, headers=headers)  # noqa: S310 -- config.py takes only http(s)
            page = self._opener.open(asked, timeout=timeout)
            with closing(page):
                if page.status != 200:
                    raise AdapterHTTPError(
                        f"Status {page.status}", status_code=page.status, headers={}, text=None
                    )
                return _read(page, deadline)
        except TimeoutError:
            raise GeocoderTimedOut("Service timed out") from None
        except (URLError, HTTPException, OSError) as error:
            raise GeocoderServiceError(type(error).__name__) from None


def _read(page: Any, deadline: float) -> bytes:
    data = b""
    while part := page.read1(_STEP):
        data += part
        if len(data) > MOST_BYTES:
            raise GeocoderServiceError("The answer is too large")
        if time.monotonic() > deadline:
            raise GeocoderTimedOut("Service timed out")
    return data
