"""Where the demonstration takes place: real communes, invented establishments."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from audit.kernel.access import Actor
from audit.registers.domain.establishments import CommitmentState, EstablishmentData, LicenceState
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from audit.registers.queries.units import commune_choices, unit_on
from audit.registers.services.establishments import create_establishment

# Communes with towns or border gates, where service establishments are.
_COMMUNES = {
    "20": [
        "05977",
        "05986",
        "06187",
        "05983",
        "06184",
        "06211",
        "06385",
        "06529",
        "06124",
        "06040",
        "06463",
        "06325",
        "06112",
        "06613",
        "06526",
        "06253",
    ],
    "75": [
        "26041",
        "26068",
        "25993",
        "26017",
        "26020",
        "26080",
        "25210",
        "25326",
        "25432",
        "26248",
        "26368",
        "26485",
        "26425",
        "25270",
        "26206",
        "25396",
    ],
}
_KINDS = (
    ("karaoke", "Karaoke", 6),
    ("nha_nghi", "Nhà nghỉ", 9),
    ("khach_san", "Khách sạn", 5),
    ("xoa_bop", "Cơ sở xoa bóp", 3),
    ("cat_toc_goi_dau", "Cắt tóc, gội đầu", 4),
    ("nha_hang", "Nhà hàng", 3),
    ("quan_bar", "Quán bar", 1),
)


@dataclass(frozen=True, slots=True)
class Places:
    """The communes the story visits, in order, and the establishments in them."""

    communes: list[AdministrativeUnit]
    establishments: list[Establishment]


def chosen_communes(province_code: str, day: date) -> list[AdministrativeUnit]:
    """Sixteen communes of the province on ``day``; the first ones by name where no choice was made."""
    codes = _COMMUNES.get(province_code)
    if codes is None:
        return commune_choices(province_code, day)[:16]
    return [unit for code in codes if (unit := unit_on(code, day)) is not None]


def create_establishments(
    *, actor: Actor, communes: list[AdministrativeUnit], day: date, pick: random.Random
) -> list[Establishment]:
    """Three to five invented establishments a commune, each called "minh họa" with a running number."""
    made: list[Establishment] = []
    kinds, names, weights = zip(*_KINDS, strict=True)
    for commune in communes:
        for _n in range(pick.randrange(3, 6)):
            number = len(made) + 1
            kind = pick.choices(range(len(kinds)), weights)[0]
            male, female = pick.randrange(1, 7), pick.randrange(2, 14)
            signed = pick.random() < 0.7
            data = EstablishmentData(
                register_code=f"MH-{number:03d}",
                name=f"{names[kind]} Minh Họa {number:02d}",
                type_code=kinds[kind],
                commune_code=commune.code,
                address=f"Khu phố minh họa số {number % 9 + 1}, {commune.name}",
                latitude=_near(commune.latitude, pick),
                longitude=_near(commune.longitude, pick),
                licence_number=f"MH/{number:03d}/GP",
                licence_state=LicenceState.VALID if pick.random() < 0.8 else LicenceState.EXPIRED,
                commitment_state=CommitmentState.SIGNED if signed else CommitmentState.NOT_SIGNED,
                commitment_date=day if signed else None,
                staff_male=male,
                staff_female=female,
                staff_with_contract=pick.randrange(0, male + female + 1),
                staff_from_outside=pick.randrange(0, female + 1),
                note="Cơ sở minh họa, không có thật.",
            )
            made.append(create_establishment(actor=actor, province_code=actor.province_code, data=data))
    return made


def _near(degree: float | None, pick: random.Random) -> float | None:
    """Within about 900 m, so that points of one commune do not lie on each other."""
    return None if degree is None else round(degree + pick.uniform(-0.008, 0.008), 6)
