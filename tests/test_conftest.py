"""The test database is a clone of a migrated one with all reference data, also after a test that committed."""

import pytest

from contactcenter.reference.models import Municipality


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_committed_change_is_gone_in_the_next_test(attempt):
    assert Municipality.objects.get(code="853").name_fi == "Turku"
    Municipality.objects.filter(code="853").update(name_fi=f"Muutettu {attempt}")


@pytest.mark.django_db
def test_reference_data_is_loaded():
    assert Municipality.objects.count() == 308
