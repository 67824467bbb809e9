"""The loader of starting data: complete, repeatable, and never undoing an edit."""

import pytest
from django.core.management import call_command

from contactcenter.reference import loader
from contactcenter.reference.models import AreaMembership, Language, Municipality, Named, ServiceArea

pytestmark = pytest.mark.django_db
NAMED = [model for model in loader.SOURCES if issubclass(model, Named)]


@pytest.fixture
def languages(tmp_path, monkeypatch):
    """Languages come from a file of this test, which returns a writer of it; everything else stays away."""
    path = tmp_path / "languages.csv"

    def write(*lines):
        path.write_text("\n".join(["code,name_fi,name_sv,name_en,national", *lines]), encoding="utf-8")
        return loader.load()[Language]

    source = loader.Source(Language, path, {"national": "is_national"}, frozenset(), False)
    monkeypatch.setattr(loader, "SOURCES", {Language: source})
    return write


def kept_reload(name, value):
    """Edit Swedish as an administrator would."""
    row = Language.objects.get(pk="sv")
    setattr(row, name, value)
    row.save()


def test_a_second_run_writes_nothing(django_assert_num_queries):
    before = {model: list(model.objects.values()) for model in loader.SOURCES}
    outcomes = loader.load()
    assert {model: outcome.writes for model, outcome in outcomes.items()} == dict.fromkeys(outcomes, 0)
    assert not any(outcome.kept for outcome in outcomes.values())
    assert {model: list(model.objects.values()) for model in loader.SOURCES} == before


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
def test_every_row_has_its_name_in_three_languages(model):
    assert model.objects.exists()
    for row in model.objects.all():
        assert all([row.name_fi, row.name_sv, row.name_en]), (model, row.pk)


def test_the_county_serves_twenty_seven_municipalities_in_its_areas():
    assert Municipality.objects.count() == 308
    assert Municipality.objects.filter(is_served=True).count() == 27
    assert AreaMembership.objects.filter(service_area="IAK", since_on="2023-01-01").count() == 27
    assert set(ServiceArea.objects.filter(is_active=False).values_list("pk", flat=True)) == {"PER", "PAI"}


def test_rows_follow_the_order_of_the_file(languages):
    languages("sv,ruotsi,svenska,Swedish,1", "fi,suomi,finska,Finnish,1")
    assert Language.objects.get(pk="sv").position < Language.objects.get(pk="fi").position


def test_a_changed_line_changes_an_untouched_row_and_history_says_so(languages):
    outcome = languages("sv,ruotsin kieli,svenska,Swedish,1")
    row = Language.objects.get(pk="sv")
    assert (outcome.updated, row.name_fi) == (1, "ruotsin kieli")
    assert row.history.first().history_change_reason == "loaded"


def test_an_edited_row_is_left_and_reported(languages):
    kept_reload("name_fi", "ruotsi (edited)")
    outcome = languages("sv,ruotsin kieli,svenska,Swedish,1")
    assert outcome.kept == ["sv"]
    assert Language.objects.get(pk="sv").name_fi == "ruotsi (edited)"


def test_an_edit_that_the_file_later_agrees_with_is_adopted(languages):
    kept_reload("name_fi", "ruotsin kieli")
    kept_reload("position", 1)
    languages("sv,ruotsin kieli,svenska,Swedish,1")
    outcome = languages("sv,ruotsin puhe,svenska,Swedish,1")
    assert (outcome.updated, outcome.kept) == (1, [])


def test_a_code_that_left_the_file_goes_out_of_use_and_may_come_back(languages):
    outcome = languages("fi,suomi,finska,Finnish,1")
    assert outcome.deactivated == 17
    assert not Language.objects.get(pk="sv").is_active
    assert languages("fi,suomi,finska,Finnish,1").writes == 0
    languages("fi,suomi,finska,Finnish,1", "sv,ruotsi,svenska,Swedish,1")
    assert Language.objects.get(pk="sv").is_active


def test_an_edited_row_and_one_made_here_stay_in_use_when_no_line_names_them(languages):
    kept_reload("name_en", "Finland Swedish")
    Language.objects.create(pk="zz", name_fi="oma")
    languages("fi,suomi,finska,Finnish,1")
    assert Language.objects.get(pk="sv").is_active
    assert Language.objects.get(pk="zz").is_active


def test_taking_a_row_out_of_use_is_an_edit(languages):
    kept_reload("is_active", False)
    assert languages("sv,ruotsi,svenska,Swedish,1").kept == ["sv"]
    assert not Language.objects.get(pk="sv").is_active


def test_links_are_loaded_once_and_then_left():
    AreaMembership.objects.filter(municipality="853").delete()
    assert loader.load()[AreaMembership].writes == 0
    assert not AreaMembership.objects.filter(municipality="853").exists()


def test_the_command_tells_what_it_kept(capsys):
    row = Language.objects.get(pk="sv")
    row.name_fi = "edited"
    row.save()
    call_command("load_reference")
    assert "reference.Language: edited here, left as they are: sv" in capsys.readouterr().out
