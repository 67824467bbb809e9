"""The preview: a service area's form before anybody meets it, its faults in words, and a try-out that saves nothing."""

import pytest

from casework.models import ContactReason, Script, SegmentAssessment, SegmentQuestion, SegmentRules, Trigger
from tests.factories import sign_in

pytestmark = pytest.mark.django_db
VERY_WEAK = {"answer-QR1": "2", "answer-QR2": "2", "answer-QR3": "2", "answer-QC1": "2", "answer-QC2": "2",
             "answer-QC3": "2"}  # fmt: skip


@pytest.fixture
def preview(client, supervisor):
    """`preview(**query)`: the page's context and text."""
    sign_in(client, supervisor)

    def get(**query):
        answer = client.get("/contacts/preview/", {"language": "en", "area": "IAK", **query})
        assert answer.status_code == 200
        return answer.context, answer.content.decode()

    return get


def faults(context) -> str:
    return " ".join(fault.text for fault in context["faults"])


def test_it_shows_what_a_counsellor_of_the_area_meets(preview):
    context, page = preview()
    for words in ("Danger to life", "Coming home from hospital", "Memory, alone", "Call about an older person"):
        assert words in page
    assert "Finding a home, eviction" not in page
    assert [row.step for row in context["preview"].steps][:2] == ["note", "party"]
    assert "not in use yet" not in page.split("Also what is not in use yet")[1]


def test_the_whole_of_it_is_in_the_language_asked_for(preview):
    _context, page = preview(language="sv")
    assert "Livsfara" in page
    assert "Samtal i en äldre persons ärenden" in page
    assert "Förhandsgranskning av formuläret" in page


def test_what_is_not_in_use_yet_is_shown_only_when_asked_for(preview):
    Script.objects.create(code="SOON", name_fi="Tuleva runko", lines_fi="Yksi", is_active=False)
    SegmentQuestion.objects.filter(pk="QR6").update(is_active=False)
    assert "Tuleva runko" not in preview()[1]
    context, page = preview(with_unused=1)
    assert "Tuleva runko" in page
    assert "QR6" in [row.pk for row in context["preview"].questions]
    assert page.count("not in use yet") > 4


def test_the_starting_data_lacks_only_the_numbers_that_differ_by_county(preview, counsellor):
    found = [fault.text for fault in preview()[0]["faults"]]
    assert len(found) == 2
    assert all("gives no number" in text for text in found)


def test_faults_are_said_in_words_with_the_way_to_mend_them(preview, counsellor):
    ContactReason.objects.filter(pk="S001").update(name_sv="")
    Trigger.objects.create(code="T91", name_fi="Numeroton", name_sv="Utan nummer", blocks_questions=True)
    Script.objects.filter(pk="OLDER").update(lines_sv="")
    context, page = preview()
    assert "stops all questions but gives no number" in faults(context)
    assert "has no text in Swedish" in faults(context)
    assert "/admin/casework/contactreason/S001/change/" in page
    assert "/admin/casework/script/OLDER/change/" in page


def test_an_area_that_is_not_ready_says_what_is_lacking(preview):
    context, _page = preview(area="PER")
    for words in ("not in use yet", "no reasons of its own", "Nobody answers"):
        assert words in faults(context)


def test_too_few_questions_and_missing_rules_are_faults(preview, counsellor):
    SegmentQuestion.objects.filter(axis="C").exclude(pk="QC1").update(is_active=False)
    assert "The rules need 3 answers" in faults(preview()[0])
    SegmentRules.objects.update(is_active=False)
    assert "No rules of the segment suggestion" in faults(preview()[0])


def test_the_suggestion_is_tried_out_and_nothing_is_saved(client, preview):
    preview()
    answer = client.post("/contacts/preview/?area=IAK&language=en", VERY_WEAK, headers={"hx-request": "true"})
    assert answer.context["trial"].suggestion["segment"] == "VER"
    assert "Resources 2" in answer.content.decode()
    assert not SegmentAssessment.objects.exists()


def test_a_trigger_wins_in_the_trial_too(client, preview):
    preview()
    values = {**VERY_WEAK, "trigger": ["T01"], "answer-QR4": "9", "answer-": "x"}
    answer = client.post("/contacts/preview/?area=IAK&language=en", values)
    assert answer.context["trial"].suggestion["level"] == "L9"


def test_an_unknown_area_is_not_found_and_others_do_not_come_in(client, supervisor, lead):
    sign_in(client, supervisor)
    assert client.get("/contacts/preview/?area=NOWHERE").status_code == 404
    sign_in(client, lead)
    assert client.get("/contacts/preview/").status_code == 403
