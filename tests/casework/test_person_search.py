"""Finding a person: words in any order, typing errors, numbers, e-mails, places, codes; the same work however many."""

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework import actions
from casework.models import Person, PersonKey
from casework.person_keys import fold, forms, is_like, like_keys
from casework.queries.person_search import person_hits
from contactcenter.accesslog.models import AccessEntry
from contactcenter.languages import in_finnish_order
from contactcenter.reference.models import Language, Municipality
from tests.factories import sign_in
from tests.personal_data.codes import artificial

pytestmark = pytest.mark.django_db
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
CODE = artificial()


@pytest.fixture
def make(counsellor):
    languages = Language.objects.in_bulk()

    def one(last, first="", **values) -> Person:
        language = languages[values.pop("language", "fi")]
        return actions.create_person(by=counsellor, last_name=last, first_name=first, language=language, **values)

    return one


@pytest.fixture
def known(make):
    return make(
        "Hämäläinen-Sjöberg", "Väinö Åke", phone="040 123 4567", email="vaino.sjoberg@example.fi", birth_year=1938,
        municipality=Municipality.objects.get(pk="853"), identity_code=CODE,
    )  # fmt: skip


def names(text, **filters) -> list[str]:
    return [str(hit.person) for hit in person_hits(text, **filters).rows]


@pytest.mark.parametrize(
    "text",
    [
        "hämäläinen", "HAMALAINEN", "sjoberg väinö", "vaino åke", "Ake Vaino Sjöberg", "häm", "Hämäläinen Sjöberg",
        "hämäläinensjöberg", "040 123 4567", "+358401234567", "00358401234567", "(040) 123-4567", "34567",
        "väinö 1234567", "vaino.sjoberg@", "vaino.sjoberg@example.fi", "example.fi", "hämäläinen turku", "åbo sjöberg",
        CODE, CODE.lower(), f"väinö {CODE}",
    ],
)  # fmt: skip
def test_found_by(known, make, text):
    make("Toinen", "Ihminen", phone="050 999 8888")
    assert names(text) == [str(known)]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "h", "4567", "00000", "väinö 9999999", artificial(number=902), "hämäläinen salo", "@", "å", "%", "_",
        "h%", "\\", "'", "väinö@example", "hämäläinen xyz",
    ],
)  # fmt: skip
def test_not_found_by(known, text):
    assert names(text) == []


@pytest.mark.parametrize("typed", ["Hamaleinen", "Hämälänen", "Hmäläinen", "Hämläinen", "Heemäläinen"])
def test_a_typing_error_still_finds_and_says_so(known, typed):
    hits = person_hits(typed)
    assert [hit.person for hit in hits.rows] == [known]
    assert not hits.rows[0].is_exact


def edited(word: str, kind: str, at: int, letter: str) -> str:
    at %= len(word)
    match kind:
        case "left out":
            return word[:at] + word[at + 1 :]
        case "doubled":
            return word[:at] + letter + word[at:]
        case "changed":
            return word[:at] + letter + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


EDITS = st.tuples(
    st.sampled_from(["left out", "doubled", "changed", "swapped"]), st.integers(0, 30), st.sampled_from(LETTERS)
)


@given(st.text(LETTERS, min_size=4, max_size=20), EDITS)
@example("moos", ("doubled", 2, "x"))
@example("abacdefghij", ("left out", 1, "a"))
def test_any_single_edit_leaves_a_key_that_finds_it(word, edit):
    typed = fold(edited(word, *edit))
    assert like_keys(typed) & like_keys(fold(word))
    assert is_like(typed, fold(word))


@QUIET
@given(word=st.text(LETTERS, min_size=4, max_size=14), edit=EDITS)
def test_any_single_edit_of_a_surname_finds_the_person(make, word, edit):
    person = make(word.title())
    typed = edited(word, *edit)
    assert person in person_hits(typed).persons or len(fold(typed)) < 2
    person.delete()


@QUIET
@given(st.text(max_size=60))
@example("\0")
@example("\ud800")
@example("1" * 60)
def test_any_text_is_an_answer(known, text):
    person_hits(text.encode("utf-8", "replace").decode().replace("\0", ""))


def test_the_door_takes_any_text(client, counsellor, known):
    sign_in(client, counsellor)
    for text in ("\0", "a" * 5000, "<b>", "‮", "😀😀", "٣٤٥٦٧٨٩"):
        assert client.post("/persons/", {"text": text}).status_code == 200


def test_exact_names_come_first_then_in_finnish_order(make):
    for name in ("Öberg", "Zeder", "Åberg", "Äbert", "Aberg", "Abergh"):
        make(name, "Aino")
    assert names("aino") == ["Aberg Aino", "Abergh Aino", "Zeder Aino", "Åberg Aino", "Äbert Aino", "Öberg Aino"]
    hits = person_hits("aberg").rows
    assert [(str(hit.person), hit.is_exact) for hit in hits] == [
        ("Aberg Aino", True), ("Abergh Aino", True), ("Åberg Aino", True), ("Äbert Aino", False), ("Öberg Aino", False),
    ]  # fmt: skip


@given(st.lists(st.text(LETTERS + "z ", min_size=1, max_size=6), min_size=2, max_size=5))
def test_the_order_is_that_of_the_alphabet(words):
    alphabet = " " + LETTERS

    def place(word):
        return [alphabet.index(letter) for letter in word.replace(" ", "")]

    assert sorted(words, key=in_finnish_order) == sorted(words, key=place)


def test_filters_narrow(make):
    turku, salo = Municipality.objects.get(pk="853"), Municipality.objects.get(pk="734")
    make("Lumetti", "Aino", municipality=turku, birth_year=1938)
    make("Lumetti", "Eila", municipality=salo, birth_year=1941)
    assert names("lumetti", municipality=salo) == ["Lumetti Eila"]
    assert names("lumetti", birth_year=1938) == ["Lumetti Aino"]
    assert names("lumetti turku") == ["Lumetti Aino"]


def test_a_place_that_is_a_name_too_is_both(make):
    make("Salo", "Aino", municipality=Municipality.objects.get(pk="853"))
    make("Lumetti", "Aino", municipality=Municipality.objects.get(pk="734"))
    assert names("salo") == ["Salo Aino"]
    assert names("aino salo") == ["Lumetti Aino", "Salo Aino"]


def test_more_than_fit_are_cut_and_it_is_said(make):
    for number in range(23):
        make("Lumetti", f"Aino{chr(97 + number)}")
    hits = person_hits("lumetti")
    assert (len(hits.rows), hits.is_cut) == (20, True)


def test_a_changed_name_is_found_by_the_new_one_alone(known, counsellor):
    actions.change_person(known, by=counsellor, last_name="Kangastus", phone="", email="")
    assert names("kangastus") == ["Kangastus Väinö Åke"]
    assert names("sjöberg") == names("0401234567") == names("example.fi") == []


def test_rebuilding_makes_the_same_keys(known):
    before = sorted(PersonKey.objects.values_list("kind", "key"))
    PersonKey.objects.all().delete()
    Person.objects.update(sort_key="")
    call_command("rebuild_person_keys")
    assert sorted(PersonKey.objects.values_list("kind", "key")) == before
    assert Person.objects.get().sort_key == known.sort_key
    assert len(before) < 60


@given(st.text(LETTERS, max_size=100))
def test_a_word_has_few_keys(word):
    assert len(like_keys(fold(word))) <= 8
    assert fold(word) in forms(fold(word))


@pytest.mark.parametrize("text", ["lumetti", "lumeti", "aino lumetti", "1234567"])
def test_a_search_asks_as_much_for_two_persons_as_for_ten(make, django_assert_max_num_queries, text):
    counts = []
    for number in range(10):
        make("Lumetti", f"Aino{number}", phone=f"040{number}1234567"[:10])
        if number in (1, 9):
            with django_assert_max_num_queries(8) as asked:
                person_hits(text)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_index_finds_keys_by_their_beginning(make, django_assert_max_num_queries):
    for number in range(60):
        make(f"Nimi{chr(97 + number % 26)}{number}")
    with django_assert_max_num_queries(8) as asked:
        person_hits("nimia")
    query = next(one["sql"] for one in asked.captured_queries if "personkey" in one["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE casework_personkey")
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "person_by_key" in plan
    if connection.vendor == "sqlite":
        assert "key>?" in plan


def test_the_masked_text_comes_back_and_the_search_is_logged(client, counsellor, known):
    page = sign_in(client, counsellor).post("/persons/", {"text": CODE}).content.decode()
    assert "Sjöberg" in page
    assert CODE not in page
    assert "120938-••••" in page
    assert AccessEntry.objects.get().action == "list"


def test_the_form_searches_while_one_types(client, counsellor, contact, known):
    sign_in(client, counsellor)
    page = client.post(f"/contacts/{contact.pk}/persons/", {"text": "hamalainen"}, HTTP_HX_REQUEST="true").content
    assert b'data-cc-digit="1"' in page
    assert [entry.ground for entry in AccessEntry.objects.all()] == ["open_contact"]


# ---- possible duplicates ----


def likely(client, **values) -> str:
    return client.post("/persons/likely-same/", values, HTTP_HX_REQUEST="true").content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"last_name": "Hämälainen", "first_name": "Väino", "municipality": "853"},
        {"last_name": "Hämäläinen", "first_name": "Väinö", "birth_year": "1938"},
        {"last_name": "Toinen", "phone": "+358 40 1234567"},
        {"last_name": "x", "identity_code": CODE.lower()},
    ],
    ids=["name and place", "name and year", "number", "identity code"],
)
def test_who_is_likely_the_same_is_shown_and_logged(client, counsellor, known, values):
    page = likely(sign_in(client, counsellor), **values)
    assert str(known.pk) in page
    assert [(e.action, e.ground) for e in AccessEntry.objects.all()] == [("list", "unit")]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"last_name": "Hämäläinen"},
        {"last_name": "Hämäläinen", "first_name": "Väinö", "municipality": "734"},
        {"last_name": "Hämäläinen", "first_name": "Kerttu", "municipality": "853"},
        {"last_name": "\0", "birth_year": "x", "municipality": "999", "phone": "🙂"},
    ],
    ids=["nothing", "surname alone", "elsewhere", "another first name", "rubbish"],
)
def test_who_is_not_likely_the_same_is_not_shown(client, counsellor, known, values):
    assert "Sjöberg" not in likely(sign_in(client, counsellor), **values)
    assert not AccessEntry.objects.exists()


def test_the_same_person_is_attached_instead(client, counsellor, contact, known):
    sign_in(client, counsellor)
    page = client.post(f"/persons/likely-same/?contact={contact.pk}", {"phone": "0401234567"}).content.decode()
    assert f'formaction="/contacts/{contact.pk}/same-person/"' in page
    answer = client.post(f"/contacts/{contact.pk}/same-person/", {"person": known.pk, "last_name": "Häm"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/contacts/{contact.pk}/")
    contact.refresh_from_db()
    assert contact.person == known
