"""Search finds word forms, compounds and words without dots, and orders as a person would."""

import pytest

from catalogue.actions import index_service
from catalogue.lemmas import forms, lemmas, voikko
from catalogue.models import Provider, Service, ServiceCategory
from catalogue.queries import category_counts, did_you_mean, found_services, search_services, visible_services
from contactcenter.reference.models import Municipality, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["voikko", "simplemma"])
def dictionary(request, monkeypatch):
    """Every search is true with both Finnish dictionaries."""
    if request.param == "simplemma":
        monkeypatch.setattr("catalogue.lemmas.voikko", lambda: None)
    elif not voikko():
        pytest.skip("voikko is not installed")
    forms.cache_clear()
    yield request.param
    forms.cache_clear()


def make_service(name, *, municipality=None, categories=(), **fields) -> Service:
    provider, _ = Provider.objects.get_or_create(name_fi="Kaupunki")
    found = Service.objects.create(name_fi=name, provider=provider, is_nationwide=municipality is None, **fields)
    found.municipalities.set([municipality] if municipality else [])
    found.categories.set(categories)
    index_service(found)
    return found


def names(text, language="fi", **limits) -> list[str]:
    return [text_of(one, "name", language).value for one in search_services(text, language=language, **limits)]


@pytest.mark.parametrize(
    "text", ["kotihoitoa", "kotihoidon", "hoito", "Kotihoito", "kotiho", "kotihoito!", "KOTIHOITOON"]
)
def test_forms_and_parts_of_a_compound_find_it(dictionary, text):
    make_service("Kotihoito")
    make_service("Turvapuhelin")
    assert names(text) == ["Kotihoito"]


@pytest.mark.parametrize("text", ["paihdetyo", "päihdetyö", "paihde", "ikaihmisille"])
def test_words_typed_without_dots_find(text):
    make_service("Päihdetyö ikäihmisille")
    assert names(text) == ["Päihdetyö ikäihmisille"]


def test_swedish_words_find_on_the_swedish_page_and_names_without_swedish_too():
    make_service("Kotihoito", name_sv="Hemvård")
    make_service("Turvapuhelin")
    assert names("hemvården", "sv") == ["Hemvård"]
    assert names("vård", "sv") == ["Hemvård"]
    assert names("turvapuhelimen", "sv") == ["Turvapuhelin"]


def test_the_place_of_the_word_orders():
    make_service("D", description_fi="siivous")
    make_service("C", summary_fi="siivousta")
    make_service("B", alternative_names="siivousapu")
    make_service("Siivous")
    assert names("siivous") == ["Siivous", "B", "C", "D"]


def test_the_own_municipality_comes_before_the_whole_country_and_others_are_left_out():
    make_service("Apu A")
    make_service("Apu B", municipality="853")
    make_service("Apu C", municipality="091")
    assert names("apu", municipality="853") == ["Apu B", "Apu A"]


def test_every_word_counts_and_any_word_is_better_than_nothing():
    make_service("Siivous kotiin")
    make_service("Siivous toimistoon")
    assert names("siivous kotiin") == ["Siivous kotiin"]
    assert set(names("siivous avaruudessa")) == {"Siivous kotiin", "Siivous toimistoon"}


def test_the_category_limits_and_its_keywords_find():
    make_service("Palvelu", categories=["C05"])
    make_service("Muu palvelu", categories=["C01"])
    assert names("rollaattorit") == ["Palvelu"]
    assert names("palvelu", category="C01") == ["Muu palvelu"]


@pytest.mark.parametrize("text", ["%", "_", "'; drop table", "   ", "\u202e", "🙂", "a" * 5000, "((((", "*", "\\"])
def test_odd_queries_are_answered(text):
    make_service("Kotihoito")
    assert names(text) in ([], ["Kotihoito"])


def test_hidden_services_are_not_found():
    make_service("Kotihoito", is_visible=False)
    assert names("kotihoito") == []


def test_counts_by_category_are_those_of_the_results():
    make_service("Apu", categories=["C01", "C02"])
    make_service("Muu apu", categories=["C01"])
    found = found_services("apu", language="fi")
    assert {row.pk: count for row, count in category_counts(found)} == {"C01": 2, "C02": 1}


def test_a_misspelled_word_is_offered_right_when_the_catalogue_holds_it():
    if not voikko():
        pytest.skip("voikko is not installed")
    make_service("Velkaneuvonta")
    assert did_you_mean("velkaneuvnta", language="fi") == "velkaneuvonta"
    assert did_you_mean("velkaneuvonta", language="fi") is None


def test_lemmas_are_base_forms_and_parts(dictionary):
    assert {"kotihoito", "koti", "hoito"} <= set(lemmas("kotihoitoa", "fi"))
    assert {"hemvård", "hem", "vård"} <= set(lemmas("hemvården", "sv"))
    assert "service" in lemmas("services", "en")
    assert lemmas("", "fi") == []


@pytest.mark.parametrize("count", [2, 10])
def test_the_number_of_queries_is_the_same_for_any_number_of_services(count, django_assert_max_num_queries):
    for number in range(count):
        make_service(f"Apu {number}", municipality="853", categories=["C01"])
    with django_assert_max_num_queries(5):
        assert len(search_services("apu", language="fi", municipality="853")) == count


def test_the_reference_data_is_there():
    assert ServiceCategory.objects.count() == 11
    assert Municipality.objects.filter(is_served=True).count() == 27
    assert not visible_services().exists()
