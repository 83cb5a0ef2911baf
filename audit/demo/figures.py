"""What the communes of the demonstration reported for the last two years: invented, at one with itself."""

from __future__ import annotations

import random
from datetime import time
from typing import Final

from audit.demo.timeline import Story
from audit.kernel.access import Actor
from audit.kernel.database import transaction
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.fallback import Fields
from checklists.services.unit_reports import (
    accept_report,
    open_report,
    return_report,
    save_figures,
    submit_report,
)

_TABLE: Final = "bieu_iia"
_AT_INSPECTION: Final = "thong_ke_ii3_2023"
# The last communes of the list have something left to do: one waits, one was returned, one is half filled in.
_WAITING, _RETURNED, _UNFINISHED = 11, 12, 13


def tell_figures(story: Story) -> None:
    """Let the communes report for the last two years, and the department take their figures."""
    for years_ago in (2, 1):
        story.at(story.day(-58), time(14, 10 * years_ago), lambda n=years_ago: _year(story, n))  # type: ignore[misc]


def _year(story: Story, years_ago: int) -> None:
    year = story.today.year - years_ago
    for place, commune in enumerate(story.communes[: _UNFINISHED + 1]):
        for form in (_TABLE, _AT_INSPECTION):
            _report(story, commune, form, year, place if years_ago == 1 else 0)


def _report(story: Story, commune: AdministrativeUnit, form: str, year: int, place: int) -> None:
    lead = story.actor("truongdoan")
    officer = story.actor("canboxa")
    writer: Actor = officer if commune.code == officer.commune_code else lead
    chance = random.Random(f"{commune.code} {form} {year}")
    rows = _table(chance) if form == _TABLE else _at_inspection(chance)
    if place == _UNFINISHED:
        rows = dict(list(rows.items())[:9])
    with transaction():
        report = open_report(actor=writer, unit_id=commune.id, form_code=form, year=year)
        save_figures(actor=writer, report_id=report.id, revision=report.revision, rows=rows)
        if place == _UNFINISHED:
            return
        submit_report(actor=writer, report_id=report.id, revision=report.revision)
        if place == _RETURNED:
            return_report(
                actor=lead,
                report_id=report.id,
                revision=report.revision,
                reason="Đề nghị kiểm tra lại số liệu kinh phí và nêu rõ tên mô hình đang duy trì.",
            )
        elif place != _WAITING:
            accept_report(actor=lead, report_id=report.id, revision=report.revision)


def _row(value: object, note: str = "") -> Fields:
    return {"value": [str(value)], "note": [note]}


def _table(chance: random.Random) -> dict[str, Fields]:
    """A year of the commune's table; rows about people are zero in most communes."""
    reached = [chance.randrange(10, 40), 0, chance.randrange(60, 240)]
    staff = chance.randrange(3, 8)
    local, central = chance.randrange(8, 31), chance.choice((0, 0, 5, 10))
    models = chance.choice((0, 0, 1))
    yes = {True: "yes", False: "no"}
    return {
        "iia_directive_documents": _row(chance.randrange(1, 6)),
        "iia_community_events": _row(chance.randrange(2, 13)),
        "iia_community_attendances": _row(chance.randrange(120, 900)),
        "iia_posters_leaflets": _row(chance.randrange(100, 900)),
        "iia_press_mentions_provincial": _row(chance.randrange(0, 4)),
        "iia_highrisk_people_reached": _row(sum(reached)),
        "iia_highrisk_establishment_workers_reached": _row(reached[0]),
        "iia_highrisk_iz_workers_reached": _row(reached[1]),
        "iia_highrisk_students_reached": _row(reached[2]),
        "iia_integrated_socioeconomic_plan": _row("yes"),
        "iia_integrated_social_security_plan": _row(yes[chance.random() < 0.7]),
        "iia_integrated_drug_plan": _row("yes"),
        "iia_integrated_hiv_plan": _row("yes"),
        "iia_integrated_livelihood_plan": _row(yes[chance.random() < 0.5]),
        "iia_integrated_other_plans": _row("no"),
        **{code: _row(0) for code in _NONE},
        "iia_support_loan_amount": _row(0),
        "iia_models_total": _row(models, "Mô hình truyền thông tại cơ sở lưu trú" if models else ""),
        "iia_units_with_model": _row(models),
        "iia_local_staff": _row(staff),
        "iia_local_staff_trained": _row(chance.randrange(1, staff + 1)),
        "iia_budget_total": _row(local + central),
        "iia_budget_local": _row(local),
        "iia_budget_central": _row(central),
        "iia_budget_other": _row(0),
    }


_NONE: Final = (
    "iia_public_raids",
    "iia_establishment_busts",
    "iia_violators_total",
    "iia_violators_buyers",
    "iia_violators_sellers",
    "iia_violators_sellers_under_18",
    "iia_violators_organisers",
    "iia_offences_handled",
    "iia_admin_sanctioned",
    "iia_admin_sanctioned_sellers",
    "iia_admin_sanctioned_buyers",
    "iia_admin_sanctioned_sellers_under_18",
    "iia_admin_sanctioned_organisers",
    "iia_criminal_handled",
    "iia_criminal_buying_minor",
    "iia_need_services",
    "iia_eligible_supported",
    "iia_support_legal_aid",
    "iia_support_loans",
    "iia_support_vocational_jobs",
    "iia_support_health_care",
    "iia_support_hiv_services",
    "iia_peer_club_members",
)


def _at_inspection(chance: random.Random) -> dict[str, Fields]:
    """The ten figures that the inspection plan asks for."""
    male, female = chance.randrange(6, 24), chance.randrange(18, 70)
    signed = round((male + female) * chance.uniform(0.4, 0.95))

    def counted(measure: str) -> Fields:
        return {"value": ["0"], "value-measure": [measure]}

    return {
        "ls_conditional_establishments": _row(chance.randrange(6, 22)),
        "ls_female_workers": _row(female),
        "ls_workers_by_sex": {"value-male": [str(male)], "value-female": [str(female)]},
        "ls_workers_out_of_province": _row(chance.randrange(0, male + 1)),
        "ls_workers_with_contract": _row(signed),
        "ls_workers_without_contract": _row(male + female - signed),
        "ls_hotspots": counted("hotspots"),
        "ls_sellers": counted("identified"),
        "ls_sellers_local_reformed": _row(0),
        "ls_organisers": counted("people"),
    }
