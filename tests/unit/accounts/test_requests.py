"""Where sign-in may lead, and how a browser is named."""

from __future__ import annotations

import pytest

from audit.accounts.domain.requests import device_words, local_address


@pytest.mark.parametrize("target", ["/", "/visits/12?tab=2#top", "/tìm?q=Đồng+Đăng", "/a//b"])
def test_an_address_on_this_site_is_kept(target: str) -> None:
    assert local_address(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "/a\r\nSet-Cookie: x=1",
        "javascript:alert(1)",
        "visits",
        "/" + "a" * 3000,
    ],
)
def test_any_other_address_is_dropped(target: str | None) -> None:
    assert local_address(target) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36",
            "Chrome · Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/126 Safari/537.36",
            "Chrome · Android",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari · iPad"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
