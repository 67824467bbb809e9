"""Small numbers stay hidden, and no sum gives them back."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.small_numbers import SMALLEST_SHOWN, merged_small

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 60), max_size=12)


@given(COUNTS)
def test_nothing_is_lost_and_no_small_number_has_a_name(counts):
    shown, merged = merged_small(counts)
    assert sum(shown.values()) + merged == sum(counts.values())
    assert all(count >= SMALLEST_SHOWN and counts[name] == count for name, count in shown.items())


@given(COUNTS)
def test_a_merged_sum_never_stands_for_one_name_while_another_could_join(counts):
    shown, merged = merged_small(counts)
    if merged and shown:
        assert len(counts) - len(shown) >= 2
        assert merged >= SMALLEST_SHOWN


@given(COUNTS)
def test_nothing_is_merged_without_a_small_number(counts):
    _shown, merged = merged_small(counts)
    assert bool(merged) == any(count < SMALLEST_SHOWN for count in counts.values())


def test_a_lone_small_number_takes_the_next_smallest_with_it():
    assert merged_small({"Turku": 900, "Raisio": 7, "Kustavi": 1}) == ({"Turku": 900}, 8)


def test_five_is_not_small():
    assert merged_small({"Turku": 900, "Raisio": 5}) == ({"Raisio": 5, "Turku": 900}, 0)
