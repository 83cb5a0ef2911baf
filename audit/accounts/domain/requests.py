"""Two things a request says of itself: where it wants to go next, and which browser sent it."""

from __future__ import annotations

_SYSTEMS = (
    ("Android", "Android"),
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def local_address(target: str | None) -> str | None:
    """``target`` when it is an address on this site, else None: sign-in never sends anybody elsewhere.

    Browsers read ``//host`` and ``/\\host`` as other sites and drop control characters before they look.
    """
    if not target or len(target) > 2000 or not target.startswith("/"):
        return None
    if target[1:2] in ("/", "\\") or "\\" in target:
        return None
    if any(ord(c) < 0x20 or ord(c) == 0x7F for c in target):
        return None
    return target


def device_words(user_agent: str) -> str:
    """``Chrome · Windows``: enough to recognise one's own machine in a list, no more."""
    browser = next((name for mark, name in _BROWSERS if mark.lower() in user_agent.lower()), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)
