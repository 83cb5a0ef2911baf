"""Names of the areas an account may be confined to, for the accounts below (they know no registers)."""

from __future__ import annotations

from collections.abc import Iterable

from audit.kernel import clock
from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.registers.queries import agencies, units


class RegisterPlaces:
    """Provinces, agencies and communes in force today; given to the accounts by the composition root."""

    def choices(self, kind: ScopeKind, province_code: str) -> list[tuple[str, str]]:
        """(code, name) of the areas of ``kind`` in the province, in Vietnamese order."""
        today = clock.today()
        reader = Actor(None, "", "", Role.VIEWER, ScopeKind.PROVINCE, province_code, province_code)
        if kind is ScopeKind.PROVINCE:
            return [(unit.code, unit.name) for unit in units.provinces_on(today, actor=reader)]
        if kind is ScopeKind.AGENCY:
            return [(agency.code, agency.name) for agency in agencies.agency_choices(today, actor=reader)]
        return [(unit.code, unit.name) for unit in units.commune_choices(province_code, today)]

    def name(self, kind: ScopeKind, code: str) -> str:
        """The area's name today, or the code itself when it is unknown."""
        return self.names([(kind, code)])[kind, code]

    def names(self, areas: Iterable[tuple[ScopeKind, str]]) -> dict[tuple[ScopeKind, str], str]:
        """The names of many areas today, in two queries."""
        wanted, today = set(areas), clock.today()
        of_agencies = {code for kind, code in wanted if kind is ScopeKind.AGENCY}
        of_units = {code for kind, code in wanted if kind is not ScopeKind.AGENCY}
        agency_names = agencies.names_on(of_agencies, today, actor=SYSTEM)
        unit_names = units.names_on(of_units, today)
        return {
            (kind, code): (agency_names if kind is ScopeKind.AGENCY else unit_names).get(code, code)
            for kind, code in wanted
        }
