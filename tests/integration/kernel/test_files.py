"""The evidence store: the same bytes are one file, and damage is noticed."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask

from audit.kernel.errors import NotFound
from audit.kernel.files import store


def test_what_is_put_is_read_back_under_its_hash(app: Flask) -> None:
    digest = store().put(b"bi\xc3\xaan b\xe1\xba\xa3n")
    assert digest == hashlib.sha256("biên bản".encode()).hexdigest()
    assert store().read(digest) == "biên bản".encode()
    assert store().put("biên bản".encode()) == digest


def test_a_damaged_file_is_never_served(app: Flask) -> None:
    digest = store().put(b"evidence")
    store().path(digest).write_bytes(b"something else")
    with pytest.raises(NotFound):
        store().read(digest)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "0" * 64 + "\n"])
def test_a_name_that_is_no_digest_reaches_no_file(app: Flask, name: str) -> None:
    with pytest.raises(NotFound):
        store().path(name)
