"""Somebody at a desk: signs in through the form and posts the forms of the pages."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class NotRedirected(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer, not a way to go on."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


class Desk:
    """A browser without script at ``http://127.0.0.1:<port>``."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), NotRedirected()
        )
        self.post("/sign-in", token_from="/sign-in", username=username, password=password)

    def get(self, path: str) -> str:
        """The text of a page."""
        with self.opener.open(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, *, token_from: str = "/account", **fields: str) -> int:
        """Post a form with the session's token; the status. Raises RuntimeError unless it is a redirect."""
        found = _TOKEN.search(self.get(token_from))
        if found is None:
            raise RuntimeError(f"no token on {token_from}")
        data = urllib.parse.urlencode({"csrf_token": found[1], **fields}).encode()
        try:
            with self.opener.open(self.address + path, data=data, timeout=30) as answer:
                raise RuntimeError(f"{path} was not accepted: {answer.status}")
        except urllib.error.HTTPError as answer:
            if answer.code not in (302, 303):
                raise RuntimeError(f"{path}: {answer.code} {answer.read()[-500:]!r}") from None
            return answer.code
