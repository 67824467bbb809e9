"""The page of the figures: who sees it, what it shows, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Contact
from tests.factories import make_unit, make_user, sign_in

from .generated import Generator

YEAR = {"period": "custom", "first": "2025-01-01", "last": "2025-12-31"}


def page_of(client, user, **query) -> str:
    response = sign_in(client, user).get("/figures/", query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["/figures/", "/figures/charts/routing/"])
@pytest.mark.parametrize("role", ["counsellor", "administrator", "professional", "privacy"])
def test_who_may_not_see_figures_is_refused(client, db, role, path):
    assert sign_in(client, make_user(role)).get(path).status_code == 403


def test_a_supervisor_sees_every_unit_and_may_export(client, year):
    page = page_of(client, year, **YEAR)
    assert "Kaikki yksiköt" in page
    assert 'value="xlsx"' in page


def test_a_lead_sees_the_own_unit_only_and_may_not_export(client, year):
    unit = make_unit("Lähipiste")
    page = page_of(client, make_user("lead", unit=unit), **YEAR)
    expected = Contact.objects.filter(unit=unit, state="complete", opened_on__year=2025).count()
    assert 0 < expected < Contact.objects.filter(state="complete", opened_on__year=2025).count()
    assert f"n = {expected}</div>" in page
    assert "Lähipiste" in page
    assert 'value="xlsx"' not in page


def test_open_contacts_are_not_counted(client, year):
    Contact.objects.update(state="open", completed_at=None)
    assert "Jaksolla ei ole valmiita yhteydenottoja" in page_of(client, year, **YEAR)


def test_an_empty_period_teaches_and_leads_on(client, supervisor):
    page = page_of(client, supervisor)
    assert "Luonnokset ja avoimet yhteydenotot eivät ole luvuissa" in page
    assert "?period=last_12_months" in page


@pytest.mark.parametrize(
    "query",
    [
        {"period": "custom"},
        {"period": "custom", "first": "2025-01-02", "last": "2025-01-01"},
        {"period": "custom", "first": "x", "last": "2025-01-01"},
        {"period": "custom", "first": "0001-01-01", "last": "9999-12-31"},
        {"period": "decade"},
        {"period": ""},
        {"period": "custom", "first": "2025-13-01\x00", "last": "<script>"},
    ],
)
def test_a_period_that_cannot_be_is_answered_beside_its_field(client, supervisor, query):
    response = sign_in(client, supervisor).get("/figures/", query)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert "<script>" not in response.content.decode()
    assert client.get("/figures/charts/routing/", query).status_code == 404


def test_the_period_is_in_the_address_and_comes_back_to_the_form(client, supervisor):
    page = page_of(client, supervisor, **YEAR)
    assert '<option value="custom" selected>' in page
    assert 'value="2025-01-01"' in page
    assert "1.1.2025–31.12.2025" in page


def test_every_figure_has_its_table_definition_and_place_for_a_chart(client, year):
    page = page_of(client, year, **YEAR)
    for code in ("routing", "demand", "by-channel", "by-language", "by-municipality"):
        assert f'id="figure-{code}"' in page
        assert f"/figures/charts/{code}/?period=custom&amp;first=2025-01-01&amp;last=2025-12-31" in page
        chart = client.get(f"/figures/charts/{code}/", YEAR).content.decode()
        assert chart.startswith("<svg")
        assert 'role="img"' in chart
    assert page.count('<table class="nv-table">') == 5
    assert page.count("Määritelmä:") == 9


def test_an_unknown_chart_does_not_exist(client, supervisor):
    assert sign_in(client, supervisor).get("/figures/charts/salaries/").status_code == 404


def test_a_chart_of_nothing_is_nothing(client, supervisor):
    assert sign_in(client, supervisor).get("/figures/charts/routing/", YEAR).content == b""


def test_the_page_costs_the_same_queries_for_few_and_many_contacts(client, supervisor):
    Generator([supervisor]).year(10)
    few = queries_of(client, supervisor)
    generator = Generator([supervisor], seed=2)
    generator.number = 1000
    generator.year(300)
    assert queries_of(client, supervisor) == few <= 14


def queries_of(client, user) -> int:
    sign_in(client, user)
    with CaptureQueriesContext(connection) as queries:
        client.get("/figures/", YEAR)
    return len(queries)
