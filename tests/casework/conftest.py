"""A counsellor, a lead, a supervisor, and services the rules lead somewhere."""

import json

import pytest

from casework import actions
from casework.drafts import ContactFacts, RoutingFacts, TopicFacts
from catalogue.models import Provider, Service
from tests.factories import make_unit, make_user, sign_in


@pytest.fixture
def counsellor(db):
    return make_user("counsellor")


@pytest.fixture
def stranger(db):
    return make_user("counsellor", unit=make_unit("Muu yksikkö"))


@pytest.fixture
def lead(db):
    return make_user("lead")


@pytest.fixture
def supervisor(db):
    return make_user("supervisor")


@pytest.fixture
def contact(counsellor):
    return actions.open_contact(by=counsellor, channel="PUH", language="fi")


@pytest.fixture
def association(db):
    return Provider.objects.create(name_fi="Ystäväpiiri ry", type_id="Organization")


@pytest.fixture
def service(association):
    return Service.objects.create(name_fi="Turvapuhelin kotiin", provider=association)


def whole(contact, **changes) -> ContactFacts:
    """Facts that complete a contact."""
    values = {
        "channel": "PUH", "party": "SELF", "language": "fi", "service_area": "IAK", "municipality": "853",
        "demand_class": "V01", "sote_look": "not_needed", "level": "L1", "note": "Kysyi turvapuhelinta.",
        "topics": [TopicFacts("S040", "ANS", True, [])],
    }  # fmt: skip
    return ContactFacts(**{**values, **changes})


def guided(service="", destination="R30", **values) -> list[TopicFacts]:
    return [TopicFacts("S040", "GUI", True, [RoutingFacts(destination, str(service), bool(service), **values)])]


@pytest.fixture
def send(client):
    """`send(user, contact, door, facts, version)`: a JSON post to a door of the form."""

    def post(user, contact, door, facts, version=1):
        data = facts if isinstance(facts, dict) else facts.as_json()
        sign_in(client, user)
        address = f"/contacts/{contact.pk}/{door}"
        return client.post(address, json.dumps({"version": version, "data": data}), content_type="application/json")

    return post
