"""The search index follows what it is made of."""

import pytest
from django.core.management import call_command

from catalogue.importing.runs import run_import
from catalogue.models import Provider, Service
from catalogue.queries import search_services

from .samples import channel, organisation, service, texts, whole

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [one.name for one in search_services(text, language="fi")]


def test_a_renamed_provider_is_found_by_its_new_name_only(tmp_path):
    def run(name, step):
        renamed = organisation(organizationNames=texts(fi=name))
        run_import(whole(tmp_path / step, [service(channels=["Puhelin"])], [channel()], [renamed]), is_applied=True)

    run("Kaislarannan kunta", "first")
    [name] = found("kaislaranta")
    run("Hopeaniemen kunta", "second")
    assert Provider.objects.filter(name_fi="Hopeaniemen kunta").exists()
    assert found("hopeaniemi") == [name]
    assert found("kaislaranta") == []


def test_the_command_renews_every_service_and_writes_no_history(tmp_path, capsys):
    run_import(whole(tmp_path, [service(channels=["Puhelin"])], [channel()], [organisation()]), is_applied=True)
    before, history = Service.objects.values_list("lemmas_fi", flat=True).get(), Service.history.count()
    Service.objects.update(lemmas_fi="", lemmas_sv="", lemmas_en="")
    call_command("renew_search")
    assert Service.objects.values_list("lemmas_fi", flat=True).get() == before
    assert Service.history.count() == history
    assert capsys.readouterr().out.startswith("1 services renewed")
