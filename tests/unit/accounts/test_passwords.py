"""What the password rules accept and refuse."""

from __future__ import annotations

import unicodedata

import pytest

from audit.accounts.adapters import password_hashes
from audit.accounts.adapters.common_passwords import common_passwords
from audit.accounts.domain.passwords import LONGEST, Weakness, weakness


def _weakness(password: str, username: str = "nguyen.a") -> Weakness | None:
    return weakness(password, username=username, common=common_passwords())


@pytest.mark.parametrize(
    "password",
    [
        "rừng hồi tháng ba",
        "kỳ cùng 47 nước chảy",
        "zq8#Lw0p",
        "🌲🌾🛖🐃🌧️🌙⛰️🦜",
        "thị xã đông vui mỗi phiên chợ " * 4,
    ],
)
def test_long_unusual_passwords_of_any_characters_are_accepted(password: str) -> None:
    assert _weakness(password) is None


def test_eight_characters_are_enough_and_seven_are_not() -> None:
    assert _weakness("xq7 Ớt!z") is None
    assert _weakness("xq7 Ớt!") is Weakness.TOO_SHORT


def test_no_composition_is_required() -> None:
    assert _weakness("bờsôngtrăngkhuya") is None


def test_the_longest_password_is_far_above_the_sixty_four_that_must_be_accepted() -> None:
    assert _weakness("chợ phiên " * 25) is None
    assert _weakness("aăâbcd" * 60) is Weakness.TOO_LONG
    assert LONGEST >= 128


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "Password1",
        "qwertyuiop",
        "matkhau123",
        "MatKhau@123",
        "Mật khẩu 123",
        "anhyeuem",
        "langson2025",
    ],
)
def test_common_passwords_are_refused_whatever_their_case_or_marks(password: str) -> None:
    assert _weakness(password) is Weakness.COMMON


@pytest.mark.parametrize("password", ["nguyen.a.2026", "NGUYEN.A", "a.neyugn", "Nguyena!2026"])
def test_the_user_name_with_decoration_is_refused(password: str) -> None:
    assert _weakness(password) is Weakness.LIKE_USERNAME


def test_words_of_the_office_alone_are_refused() -> None:
    assert _weakness("Thanh-tra-7391") is Weakness.CONTEXT


def test_one_character_repeated_is_refused() -> None:
    assert _weakness("ababababababab") in (Weakness.REPETITIVE, Weakness.COMMON)
    assert _weakness("ỡỡỡỡỡỡỡỡỡỡ") is Weakness.REPETITIVE


def test_the_list_has_thousands_of_entries_in_the_form_they_are_compared_in() -> None:
    listed = common_passwords()
    assert len(listed) > 10_000
    assert all(len(entry) >= 8 and entry == entry.casefold() == entry.strip() for entry in listed)


def test_a_hash_matches_both_ways_of_typing_a_vietnamese_letter() -> None:
    typed = "Rừng hồi tháng ba"
    stored = password_hashes.make(unicodedata.normalize("NFD", typed))
    assert password_hashes.matches(stored, unicodedata.normalize("NFC", typed))
    assert not password_hashes.matches(stored, typed.lower())
    assert not password_hashes.matches(stored, typed + " ")


def test_the_hash_is_argon2id_with_the_recommended_parameters_and_a_salt_of_its_own() -> None:
    one, two = password_hashes.make("rừng hồi"), password_hashes.make("rừng hồi")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != two
    assert not password_hashes.is_outdated(one)


def test_without_a_stored_hash_nothing_matches_even_the_stand_in() -> None:
    assert not password_hashes.matches(None, "the password of nobody")
    assert not password_hashes.matches("not a hash", "anything at all")
