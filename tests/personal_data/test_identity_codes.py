"""Identity codes: what is one, how it is sealed, found, masked and noticed in a text."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from casework import actions
from casework.models import Person
from contactcenter.personal_data import identity_codes
from contactcenter.reference.models import Language
from tests.factories import make_user

from .codes import CHECK, artificial

CODE = artificial()
DAYS = st.dates(date(1900, 1, 1), date(1999, 12, 31))


@given(DAYS, st.integers(900, 999))
def test_every_artificial_code_is_valid_and_opens_as_it_was_sealed(day, number):
    code = artificial(day.strftime("%d%m%y"), "-", number)
    assert identity_codes.normal_form(f" {code.lower()} ") == code
    assert identity_codes.unseal(identity_codes.seal(code)) == code
    assert identity_codes.birth_date_of(code) == day
    assert identity_codes.codes_in(f"Tunnus ({code}), kiitos.") == [code]
    assert code not in identity_codes.mask_in(f"a {code} b")


@given(st.text(max_size=40))
def test_any_text_can_be_asked_about(text):
    identity_codes.normal_form(text)
    assert len(identity_codes.codes_in(text)) <= 3
    assert isinstance(identity_codes.mask_in(text), str)


@pytest.mark.parametrize(
    "text", ["", "120938", "120938-9010", "310238-901A", "120938*901M", "1120938-901M", "120938-901" + "Ä"]
)
def test_what_is_no_code_is_none(text):
    assert identity_codes.normal_form(text) == ""
    assert identity_codes.mask_in(text) == text


@pytest.mark.parametrize(("sign", "year"), [("+", 1838), ("-", 1938), ("X", 1938), ("A", 2038), ("F", 2038)])
def test_the_sign_tells_the_century(sign, year):
    assert identity_codes.birth_date_of(artificial(sign=sign)).year == year


def test_a_wrong_last_character_is_refused():
    wrong = CHECK[(CHECK.index(CODE[-1]) + 1) % 31]
    assert identity_codes.normal_form(CODE[:-1] + wrong) == ""


def test_pages_show_the_day_and_the_sign_alone():
    assert identity_codes.masked(identity_codes.seal(CODE)) == "120938-••••"


def test_two_seals_of_one_code_differ_and_the_hash_does_not():
    assert identity_codes.seal(CODE) != identity_codes.seal(CODE)
    assert identity_codes.hash_of(CODE) == identity_codes.hash_of(CODE)
    assert CODE not in identity_codes.seal(CODE)


def test_without_its_key_a_code_is_dots_and_never_opens(settings):
    sealed = identity_codes.seal(CODE)
    settings.IDENTITY_KEYS = ["another key altogether"]
    assert identity_codes.masked(sealed) == identity_codes.UNKNOWN
    with pytest.raises(identity_codes.NotReadable):
        identity_codes.unseal(sealed)


@pytest.fixture
def person(db):
    return actions.create_person(
        by=make_user("counsellor"), last_name="Kuvittela", language=Language.objects.get(pk="fi"), identity_code=CODE
    )


def test_resealing_moves_every_code_to_the_first_key(settings, person):
    before = (person.identity_code_sealed, person.identity_code_hash)
    settings.IDENTITY_KEYS = ["a new long random key", *settings.IDENTITY_KEYS]
    call_command("reseal_identity_codes")
    person.refresh_from_db()
    assert person.identity_code_sealed != before[0]
    assert person.identity_code_hash == identity_codes.hash_of(CODE) != before[1]
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]  # the old key is no longer needed
    assert identity_codes.unseal(Person.objects.get().identity_code_sealed) == CODE


def test_resealing_without_the_old_key_stops_and_changes_nothing(settings, person):
    settings.IDENTITY_KEYS = ["a new long random key"]
    with pytest.raises(CommandError):
        call_command("reseal_identity_codes")
    assert Person.objects.get().identity_code_sealed == person.identity_code_sealed
