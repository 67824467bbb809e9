"""The page of a complete contact: what the form learned, and its history in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import actions
from casework.drafts import RoutingFacts, TopicFacts
from casework.models import Contact
from casework.queries import changes
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NETWORK = {"QR1": 2, "QR2": 1, "QR3": 2, "QC1": 2, "QC2": 2, "QC3": 1}
LEARNED = {
    "triggers": ["T07"], "segment_answers": NETWORK, "segment": "YTT", "segment_reason": "Tytär <b>auttaa</b>.",
    "first_information": {"I06": "yes", "I10": "so"}, "interpreter": "missed", "party": "REL",
    "topics": [TopicFacts("S040", "ANS", True, [], is_service_missing=True, missing_service="Saattaja ruotsiksi")],
}  # fmt: skip


def page_of(client, user, contact):
    return sign_in(client, user).get(f"/contacts/{contact.pk}/").content.decode()


def test_the_page_shows_what_the_form_learned(client, contact, counsellor):
    actions.complete_contact(contact, facts=whole(contact, **LEARNED), by=counsellor)
    page = page_of(client, counsellor, contact)
    shown = ["Omaishoitaja uupunut", "Verkostoasiakkuus", "Yhteistyöasiakkuus", "säännöt 0.1", "1,66", "Asuu yksin",
             "somali", "Tulkkia olisi tarvittu", "Saattaja ruotsiksi", "Tytär &lt;b&gt;auttaa"]  # fmt: skip
    assert [text for text in shown if text not in page] == []


@pytest.mark.parametrize("is_own", [True, False], ids=["in-reach", "out-of-reach"])
def test_the_earlier_contact_opens_only_for_who_may_see_it(client, contact, counsellor, stranger, is_own):
    earlier = actions.open_contact(by=counsellor if is_own else stranger, channel="PUH", language="fi")
    Contact.objects.filter(pk=contact.pk).update(earlier=earlier)
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    page = page_of(client, counsellor, contact)
    assert earlier.number in page
    assert (f'href="/contacts/{earlier.pk}/"' in page) is is_own


def lines(contact):
    """(what, old, new) of the newest writing."""
    return [tuple(line) for line in changes.history_of(contact)[0].lines]


def test_history_says_each_change_in_words(contact, counsellor, lead):
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    [first] = changes.history_of(done)
    assert (first.who, first.is_first, first.lines) == (counsellor.display_name, True, [])
    facts = whole(done, municipality="091", note="Uusi", triggers=["T07"], level="L2", first_information={"I06": "yes"})
    actions.edit_contact(done, facts=facts, by=lead)
    entry = changes.history_of(done)[0]
    assert (entry.who, entry.is_first) == (lead.display_name, False)
    found = lines(done)
    assert ("Kunta", "Turku", "Helsinki") in found
    assert ("Taso", "Neuvonta", "Asiakas- ja palveluohjaus") in found
    assert ("Lisätty heräte", "", "Omaishoitaja uupunut") in found
    assert ("Lisätty ensitieto", "", "Asuu yksin") in found
    assert [new for _what, old, new in found if "Uusi" in (old, new)] == []  # a long text is only said to have changed


def test_history_of_questions_answers_and_the_segment(contact, counsellor):
    done = actions.complete_contact(contact, facts=whole(contact, **LEARNED), by=counsellor)
    two = [TopicFacts("S040", "NOA", True), TopicFacts("S041", "GUI", False, [RoutingFacts("R16")])]
    facts = whole(done, **{**LEARNED, "segment": "VER", "first_information": {"I06": "no"}, "topics": two})
    actions.edit_contact(done, facts=facts, by=counsellor)
    whats = {what: (old, new) for what, old, new in lines(done)}
    assert whats["Asuu yksin: Vastaus"] == ("Kyllä", "Ei")
    assert whats["Poistettu ensitieto"] == ("Tulkin tarve", "")
    assert whats["Valittu segmentti"] == ("Yhteistyöasiakkuus", "Verkostoasiakkuus")
    assert whats["Lisätty ohjautuminen"][1]
    assert whats["Lisätty kysymys"][1]
    assert any(what.endswith("Palvelu puuttuu") and new == ("Kyllä", "Ei") for what, new in whats.items())


def test_history_never_names_a_person(contact, counsellor):
    finnish = Language.objects.get(pk="fi")
    person = actions.create_person(by=counsellor, last_name="Esimerkki-Aalto", language=finnish)
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    done.person, done._history_user = person, counsellor
    done.save()
    assert not [line for line in lines(done) if "Esimerkki" in "".join(line)]
    assert lines(done)


def test_long_histories_ask_no_more_queries(contact, counsellor):
    done = actions.complete_contact(contact, facts=whole(contact, **LEARNED), by=counsellor)
    counts = []
    for round_of_edits in (2, 8):
        for number in range(round_of_edits):
            facts = whole(done, municipality=("091", "853")[number % 2], triggers=["T07", "T09"][number % 2 :])
            actions.edit_contact(done, facts=facts, by=counsellor)
        with CaptureQueriesContext(connection) as asked:
            changes.history_of(done)
        counts.append(len(asked))
    assert counts[0] == counts[1]
