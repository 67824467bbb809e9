"""A case on paper: what it holds, what it leaves out, its name, and the trace it leaves."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pdfua import validate

from casework import actions
from contactcenter.accesslog.models import AccessEntry
from contactcenter.reference.models import Language
from contactcenter.timestamps import local_day, now
from tests.documents.pdf_text import text_of_pdf
from tests.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(contact, counsellor):
    person = actions.create_person(by=counsellor, last_name="Esimerkki-Aalto", language=Language.objects.get(pk="fi"))
    actions.attach_person(contact, person=person, by=counsellor)
    made = actions.open_case(contact=contact, by=counsellor, subject="Kotiutus", acts_next="unit", next_step="Soita",
                             next_on=local_day(now()) + timedelta(days=1))  # fmt: skip
    actions.write_note(made, text="Vain ohjaajille", by=counsellor)
    return made


def test_the_sheet_leaves_internal_notes_out_unless_they_are_asked_for(client, case, counsellor):
    sign_in(client, counsellor)
    page = client.get(f"/cases/{case.pk}/print/").content.decode()
    assert "Kotiutus" in page
    assert "Vain ohjaajille" not in page
    assert "Vain ohjaajille" in client.get(f"/cases/{case.pk}/print/?notes").content.decode()


def test_the_file_is_a_tagged_pdf_called_by_the_number(client, case, counsellor):
    answer = sign_in(client, counsellor).get(f"/cases/{case.pk}/pdf/")
    assert answer.content.startswith(b"%PDF-")
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.docinfo["/Title"] == case.number
    assert [(finding.rule_id, finding.message) for finding in validate(BytesIO(answer.content)).findings] == []
    assert "Kotiutus" in text_of_pdf(answer.content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.number}.pdf"'


@pytest.mark.parametrize("door", ["print", "pdf"])
def test_a_print_is_one_entry_as_a_print(client, case, counsellor, door):
    sign_in(client, counsellor).get(f"/cases/{case.pk}/{door}/")
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.door) == ("print", f"casework:case_{door}")


@pytest.mark.parametrize("door", ["print", "pdf"])
def test_nobody_prints_a_case_without_a_ground(client, case, stranger, supervisor, door):
    for user in (stranger, supervisor):
        assert sign_in(client, user).get(f"/cases/{case.pk}/{door}/").status_code == 404
