"""Base of document contents: composed Unicode, and one canonical JSON text that can be stored and hashed."""

from __future__ import annotations

import hashlib
import json
import types
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

from audit.kernel.text import nfc


class UnreadableContent(ValueError):
    """A stored content does not have the shape of the document it claims to be."""


def _clean(text: str) -> str:
    """NFC, and no half of a surrogate pair: what cannot be written as UTF-8 cannot be stored or hashed."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return nfc(text)


def _settle(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return _clean(value)
    if isinstance(value, tuple | list):
        return tuple(_settle(item) for item in value)
    return value


@dataclass(frozen=True)
class Part:
    """A piece of a document; every text in it is NFC and every list a tuple, however it was given."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _settle(getattr(self, field.name)))


@dataclass(frozen=True)
class Content(Part):
    """A whole document, frozen: what an issued document is drawn from again, byte for byte."""

    document: ClassVar[str]

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, NFC. Fields at their default value are left out, so that
        a field added later does not change the hash of what was stored before."""
        return json.dumps(
            {"document": self.document, "content": _plain(self)},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The content that ``to_json`` wrote. :class:`UnreadableContent` when it is anything else."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableContent("not JSON") from error
        if not isinstance(data, dict) or data.get("document") != cls.document:
            raise UnreadableContent(f"not a stored {cls.document}")
        built = _build(cls, data.get("content"), cls.document)
        assert isinstance(built, cls)
        return built

    @property
    def snapshot_sha256(self) -> str:
        """SHA-256 in hex of the canonical JSON in UTF-8."""
        return hashlib.sha256(self.to_json().encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name: _plain(item)
            for field in fields(value)
            if (item := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (option for option in get_args(kind) if option is not type(None))
        origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise UnreadableContent(f"{where}: a list was expected")
        return tuple(_build(get_args(kind)[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if is_dataclass(kind):
        return _build_part(kind, value, where)
    return _build_scalar(kind, value, where)


def _build_part(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise UnreadableContent(f"{where}: an object was expected")
    known = {field.name: field for field in fields(kind)}
    if unknown := sorted(set(value) - set(known)):
        raise UnreadableContent(f"{where}: unknown field {unknown[0]}")
    hints = _hints(kind)
    given = {name: _build(hints[name], item, f"{where}.{name}") for name, item in value.items()}
    missing = [name for name, field in known.items() if name not in given and field.default is MISSING]
    if missing:
        raise UnreadableContent(f"{where}: {missing[0]} is missing")
    return kind(**given)


def _build_scalar(kind: type, value: Any, where: str) -> Any:
    try:
        if kind in (date, datetime) and isinstance(value, str):
            return kind.fromisoformat(value)
        if issubclass(kind, Enum):
            return kind(value)
        if kind is Decimal and isinstance(value, str):
            return Decimal(value)
    except (ValueError, InvalidOperation) as error:
        raise UnreadableContent(f"{where}: {value!r} is not accepted") from error
    if type(value) is not kind:
        raise UnreadableContent(f"{where}: {kind.__name__} was expected")
    return value
