"""Merging what several devices wrote: order, repetition and interleaving do not matter."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.domain.events import Event, State, project
from checklists.domain.kinds import AnswerStatus

START = datetime(2025, 9, 15, 1, 0, tzinfo=UTC)


def event(id: str, value: object, *bases: str, item: str = "a", minute: int = 0, note: str = "") -> Event:
    return Event(
        id, item, AnswerStatus.ANSWERED, value, note, frozenset(bases), START + timedelta(minutes=minute)
    )


def state(*events: Event) -> State:
    (found,) = project(events).values()
    return found


def test_a_later_event_supersedes_the_one_it_was_based_on() -> None:
    found = state(event("1", True), event("2", False, "1"))
    assert (found.shown.value, found.conflict, [head.id for head in found.heads]) == (False, False, ["2"])


def test_two_answers_on_the_same_base_with_different_values_are_a_conflict_that_keeps_both() -> None:
    found = state(event("1", 1), event("2", 2, "1"), event("3", 3, "1"))
    assert found.conflict
    assert {head.value for head in found.heads} == {2, 3}


def test_two_people_who_say_the_same_are_no_conflict() -> None:
    found = state(event("1", 1), event("2", 2, "1"), event("3", 2, "1"))
    assert not found.conflict
    assert len(found.heads) == 2


def test_notes_that_differ_are_a_conflict_too_so_that_none_is_lost() -> None:
    assert state(event("1", 1, note="theo sổ"), event("2", 1, note="theo lời kể")).conflict


def test_an_event_that_names_both_sides_decides_the_conflict() -> None:
    found = state(event("1", 1), event("2", 2), event("3", 2, "1", "2"))
    assert (found.conflict, found.shown.id) == (False, "3")


def test_a_base_that_has_not_arrived_is_remembered() -> None:
    late = event("1", 1)
    follower = event("2", 2, "1")
    assert state(follower).shown.id == "2"
    assert state(follower, late) == state(late, follower)
    assert [head.id for head in state(follower, late).heads] == ["2"]


def test_events_that_name_each_other_in_a_ring_stay_visible() -> None:
    found = state(event("1", 1, "2"), event("2", 2, "1"))
    assert found.conflict
    assert len(found.heads) == 2


def test_every_order_of_six_packets_ends_in_the_same_state() -> None:
    packets = [
        event("1", 1), event("2", 2, "1"), event("3", 3, "1", minute=5), event("4", 4, "2", "3"),
        event("5", 5, "3"), event("6", 6, item="b"),
    ]  # fmt: skip
    expected = project(packets)
    for order in itertools.permutations(packets):
        assert project(order) == expected


@dataclass
class Device:
    """A tablet that answers offline: it knows its own events and those it got at its last exchange."""

    name: str
    known: list[Event] = field(default_factory=list)
    made: list[Event] = field(default_factory=list)

    def answer(self, item: str, value: int, clock: int) -> None:
        states = project([*self.known, *self.made])
        bases = {head.id for head in states[item, ""].heads} if (item, "") in states else set()
        identifier = f"{clock:04d}-{self.name}"
        self.made.append(event(identifier, value, *bases, item=item, minute=clock))


edits = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("abc"), st.integers(0, 3), st.booleans()), max_size=60
)


@settings(max_examples=150)
@given(edits, st.integers(0, 2**32))
def test_any_interleaving_of_devices_keeps_every_value_and_the_exact_conflicts(
    script: list[tuple[int, str, int, bool]], seed: int
) -> None:
    devices = [Device("x"), Device("y"), Device("z")]
    server: list[Event] = []
    for clock, (place, item, value, exchanges) in enumerate(script):
        device = devices[place]
        device.answer(item, value, clock)
        if exchanges:
            server.extend(device.made)
            device.known, device.made = list(server), []
    written = server + [one for device in devices for one in device.made]

    shuffled = written * 2
    random.Random(seed).shuffle(shuffled)
    merged = project(shuffled)

    assert merged == project(written)
    for (item, _period), found in merged.items():
        own = [one for one in written if one.item == item]
        superseded = set().union(*(one.bases for one in own))
        heads = {one.id for one in own if one.id not in superseded}
        assert {head.id for head in found.heads} == heads
        assert found.conflict == (len({one.value for one in own if one.id in heads}) > 1)
        # Nothing is retrievable only by luck: each event is a head or leads to one by its followers.
        reached = set(heads)
        while grown := {base for one in own if one.id in reached for base in one.bases} - reached:
            reached |= grown
        assert {one.id for one in own} <= reached


@given(st.permutations([event("1", 1), event("2", 2, "1"), event("3", 3, "1")]), st.integers(0, 3))
def test_merging_in_parts_and_again_is_merging_at_once(order: list[Event], cut: int) -> None:
    first, second = order[:cut], order[cut:]
    assert project([*first, *second, *first]) == project([*second, *first])
