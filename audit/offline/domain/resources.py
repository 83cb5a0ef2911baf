"""Resources of the bundle and the difference between what a tablet has and what it should have."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_NAMES = 5_000
_DIGEST = re.compile(r"[0-9a-f]{16}\Z")
LONGEST_NAME = 120


def canonical(body: Any) -> str:
    """The one JSON text of a body: sorted keys, no spaces, letters as they are."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Resource:
    """A named JSON value; ``digest`` are the first 16 hex digits of the SHA-256 of its canonical text.

    Nothing in a body may depend on when or by which process it was made, or it would travel every time.
    """

    name: str
    body: Any
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        text = canonical(self.body)
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Difference:
    """``manifest`` names all there is with its digest, ``resources`` hold what the tablet lacks."""

    manifest: dict[str, str]
    resources: dict[str, Any]


def difference(resources: Iterable[Resource], have: Mapping[str, str]) -> Difference:
    """What a tablet that has ``have`` (digest by name) must be sent."""
    manifest: dict[str, str] = {}
    missing: dict[str, Any] = {}
    for resource in resources:
        manifest[resource.name] = resource.digest
        if have.get(resource.name) != resource.digest:
            missing[resource.name] = resource.body
    return Difference(manifest, missing)


def read_have(raw: object) -> dict[str, str]:
    """The ``have`` of a request; raises :class:`ValueError` unless it maps names to digests.

    Names the server does not know are nobody's business: they are read and have no effect.
    """
    if not isinstance(raw, dict) or len(raw) > MOST_NAMES:
        raise ValueError("have")
    for name, digest in raw.items():
        if len(name) > LONGEST_NAME or not isinstance(digest, str) or not _DIGEST.match(digest):
            raise ValueError("have")
    return dict(raw)
