"""Continuation codes: words nobody mixes up, and codes that are recognised however they are typed."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.codes import FIRST, LANGUAGES, LAST, Code, code_hash, code_words, letter_names, new_code, plain_code

codes = st.sampled_from(LANGUAGES).flatmap(
    lambda language: st.builds(
        Code, st.sampled_from(code_words()[language]).map(str.upper), st.integers(FIRST, LAST), st.just(language)
    )
)


def distance(one: str, other: str) -> int:
    """How many letters must be changed, left out or put in."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
    return row[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_words_and_each_letter_of_them_can_be_spelt(language):
    words = code_words()[language]
    assert len(set(words)) == len(words) >= 200
    assert all(4 <= len(word) <= 8 and word == word.lower() and word.isalpha() for word in words)
    spelt = {letter for code, letter in letter_names() if code == language}
    assert {letter for word in words for letter in word.upper()} <= spelt


def test_no_two_words_of_both_languages_are_one_letter_apart_without_their_dots():
    plain = [plain_code(word) for words in code_words().values() for word in words]
    alike = [(a, b) for a, b in combinations(plain, 2) if abs(len(a) - len(b)) < 2 and distance(a, b) < 2]
    assert alike == []


@given(codes, st.data())
def test_a_code_is_recognised_in_any_case_with_any_gaps_and_without_dots(code, data):
    text = data.draw(st.sampled_from([str(code), str(code).lower(), str(code).title()]))
    text = data.draw(st.sampled_from(["NFC", "NFD"]).map(lambda form: unicodedata.normalize(form, text)))
    if data.draw(st.booleans()):
        text = text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", ". ", "\t"]), min_size=len(text), max_size=len(text)))
    typed = "".join(gap[:1] + sign for gap, sign in zip(gaps, text, strict=True))
    assert code_hash(typed) == code_hash(str(code))


@given(codes, codes)
def test_two_codes_have_one_hash_only_when_they_are_one(one, other):
    assert (code_hash(str(one)) == code_hash(str(other))) == (str(one) == str(other))


@given(codes, st.data())
def test_one_wrong_sign_is_another_code(code, data):
    text = plain_code(str(code))
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789").filter(lambda sign: sign != text[place]))
    assert code_hash(text[:place] + wrong + text[place + 1 :]) != code_hash(text)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_without_a_fault(text):
    assert len(code_hash(text)) == 64
    assert plain_code(text).isascii()


@pytest.mark.parametrize("asked, given_in", [("fi", "fi"), ("sv", "sv"), ("en", "fi"), ("so", "fi")])
def test_a_code_is_drawn_in_the_language_of_the_contact(asked, given_in):
    code = new_code(asked)
    assert code.language == given_in
    assert code.word.lower() in code_words()[given_in]
    assert FIRST <= code.number <= LAST


def test_a_code_is_spelt_for_reading_aloud():
    assert Code("KUUSI", 42, "fi").spelt == "Kalle, Urho, Urho, Sakari, Iivari · 4 · 2"
    assert Code("BJÖRK", 17, "sv").spelt == "Bertil, Johan, Östen, Rudolf, Kalle · 1 · 7"
