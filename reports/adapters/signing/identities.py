"""The keys an installation signs with, read from the file that the setting names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.settings import Settings
from reports.domain.signatures import SignerRole

_TEXTS = ("label", "role", "pkcs12", "passphrase_file", "module", "token", "certificate", "key", "pin_file")


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody documents are signed for: a PKCS#12 file, or a key on a token (``module`` is its driver).

    ``accounts`` are the names of the accounts that may use it; empty admits all who may issue.
    """

    name: str
    label: str
    role: SignerRole
    accounts: tuple[str, ...]
    pkcs12: Path | None
    passphrase_file: Path | None
    module: Path | None
    token: str
    certificate: str
    key: str
    pin_file: Path | None


def identities() -> tuple[Identity, ...]:
    """What the file of SIGNING_IDENTITIES names, in its order; nothing without the setting.

    :class:`Conflict` ``signing_settings`` when the file is missing or is not as the documentation says.
    """
    settings: Settings = current_app.config["SETTINGS"]
    path = settings.signing_identities
    if path is None:
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Conflict("signing_settings", _("Không đọc được tệp cấu hình ký số.")) from error
    except ValueError as error:  # not TOML, or not UTF-8; what it says may hold a secret, so it is not shown
        raise Conflict("signing_settings", _("Tệp cấu hình ký số sai quy cách.")) from error
    return tuple(_identity(name, table, path.parent) for name, table in tables.items())


def trust_roots() -> Path | None:
    """The folder of certificates that signers are traced to, if there is one."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.signing_trust_roots


def _identity(name: str, table: Any, folder: Path) -> Identity:
    if not isinstance(table, dict):
        raise _wrong(name)
    texts = {key: table.get(key, "") for key in _TEXTS}
    accounts = table.get("accounts", [])
    known = {*_TEXTS, "accounts"}
    if (
        set(table) - known
        or not all(isinstance(text, str) for text in texts.values())
        or not isinstance(accounts, list)
        or not all(isinstance(account, str) for account in accounts)
        or texts["role"] not in (SignerRole.OFFICER, SignerRole.AGENCY)
        or bool(texts["pkcs12"]) == bool(texts["module"])
    ):
        raise _wrong(name)

    def path(key: str) -> Path | None:
        return folder / texts[key] if texts[key] else None

    return Identity(
        name=name,
        label=texts["label"] or name,
        role=SignerRole(texts["role"]),
        accounts=tuple(accounts),
        pkcs12=path("pkcs12"),
        passphrase_file=path("passphrase_file"),
        module=path("module"),
        token=texts["token"],
        certificate=texts["certificate"],
        key=texts["key"],
        pin_file=path("pin_file"),
    )


def _wrong(name: str) -> Conflict:
    return Conflict("signing_settings", _("Tệp cấu hình ký số: mục “%(name)s” sai quy cách.", name=name))
