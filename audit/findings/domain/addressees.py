"""To whom a recommendation can be addressed: the commune, the establishment, an agency, or somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _


class AddresseeKind(StrEnum):
    UNIT = "unit"
    ESTABLISHMENT = "establishment"
    AGENCY = "agency"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One choice: ``key`` is what a form sends (``unit``, ``agency:…``), ``name`` what is printed."""

    kind: AddresseeKind
    key: str
    name: str


def people_committee(unit_name: str) -> str:
    """``Xã Đồng Đăng`` → ``Ủy ban nhân dân xã Đồng Đăng``: the kind of unit is lower case inside a name."""
    return f"Ủy ban nhân dân {unit_name[:1].lower()}{unit_name[1:]}"


def proposals(
    unit_name: str, establishment_name: str | None, agencies: Iterable[tuple[str, str]]
) -> tuple[Addressee, ...]:
    """Who may be addressed after a visit, the likeliest first: the establishment where there is one."""
    unit = Addressee(AddresseeKind.UNIT, "unit", people_committee(unit_name))
    listed = tuple(Addressee(AddresseeKind.AGENCY, f"agency:{code}", name) for code, name in agencies)
    if establishment_name is None:
        return (unit, *listed)
    return (Addressee(AddresseeKind.ESTABLISHMENT, "establishment", establishment_name), unit, *listed)


def chosen(key: str, other: str, choices: Iterable[Addressee]) -> Addressee:
    """The addressee a form names by ``key``, or in ``other``'s words when the key is ``other``."""
    if key == AddresseeKind.OTHER:
        name = " ".join(other.split())
        if not name:
            raise Invalid(
                "addressee_required", _("Hãy ghi tên cơ quan, đơn vị được kiến nghị."), "addressee_other"
            )
        if len(name) > 300:
            raise Invalid(
                "addressee_too_long",
                _("Tên cơ quan, đơn vị không được dài quá 300 ký tự."),
                "addressee_other",
            )
        return Addressee(AddresseeKind.OTHER, "other", name)
    for choice in choices:
        if choice.key == key:
            return choice
    raise Invalid(
        "addressee_unknown", _("Hãy chọn cơ quan, đơn vị được kiến nghị trong danh sách."), "addressee"
    )
