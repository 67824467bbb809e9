"""Everything that one colleague still has open: what must go to others when they leave."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User

from ..models import Case, Contact, ContactState, HandOver, HandOverKind, HandOverState, Task
from ..models.cases import INTENSIVE

LIMIT = 500  # rows on a page; the rest comes after these have gone


class OpenWork(NamedTuple):
    """A row of the list: `key` is its tick box, such as `case:…`."""

    key: str
    kind: str
    what: str
    case: Case | None
    person: object
    number: str
    needs_person: bool


def colleagues(own_units) -> QuerySet[User]:
    """Those of the units, also those who have been taken out of use: their work stays."""
    rows = User.objects.filter(unit__in=own_units).select_related("unit")
    return rows.order_by("-is_active", "last_name", "first_name")


def cases_of(user: User) -> QuerySet[Case]:
    return Case.objects.filter(responsible=user, is_closed=False).select_related("person").order_by("next_on", "pk")


def tasks_of(user: User) -> QuerySet[Task]:
    rows = Task.objects.filter(responsible=user, done_at=None, case__is_closed=False)
    return rows.select_related("case__person").order_by("due_on", "pk")


def hand_overs_of(user: User) -> QuerySet[HandOver]:
    """Received and not answered, assessments promised, and what the user sent and must still deal with."""
    promised = Q(answered_by=user, kind=HandOverKind.ASSESSMENT, state=HandOverState.ACCEPTED)
    sent = Q(from_user=user) & (Q(state=HandOverState.SENT) | Q(state=HandOverState.RETURNED, is_return_seen=False))
    rows = HandOver.objects.filter(Q(to_user=user, state=HandOverState.SENT) | promised | sent, case__is_closed=False)
    return rows.select_related("case__person", "to_unit", "answered_by").order_by("sent_at", "pk")


def contacts_of(user: User) -> QuerySet[Contact]:
    rows = Contact.objects.filter(handled_by=user, state=ContactState.OPEN)
    return rows.select_related("person", "channel").order_by("opened_at")


SOURCES = {"case": cases_of, "task": tasks_of, "hand_over": hand_overs_of, "contact": contacts_of}


def counts_of(user: User) -> dict[str, int]:
    return {kind: rows(user).count() for kind, rows in SOURCES.items()}


def work_of(user: User) -> list[OpenWork]:
    """The rows of all kinds, in four statements."""
    found = [row for kind, rows in SOURCES.items() for row in map(_ROWS[kind], rows(user)[:LIMIT])]
    return found[:LIMIT]


def _of_case(case: Case) -> OpenWork:
    return OpenWork(f"case:{case.pk}", "case", case.subject, case, case.person, case.number, case.level_id == INTENSIVE)


def _of_task(task: Task) -> OpenWork:
    return OpenWork(f"task:{task.pk}", "task", task.title, task.case, task.case.person, task.case.number, False)


def _of_hand_over(row: HandOver) -> OpenWork:
    needs_person = row.state == HandOverState.ACCEPTED
    return OpenWork(f"hand_over:{row.pk}", "hand_over", f"{row.get_kind_display()}: {row.case.subject}", row.case,
                    row.case.person, row.case.number, needs_person)  # fmt: skip


def _of_contact(contact: Contact) -> OpenWork:
    what = _("Draft: %(channel)s") % {"channel": contact.channel.name.lower()}
    return OpenWork(f"contact:{contact.pk}", "contact", what, None, contact.person, contact.number, True)


_ROWS = {"case": _of_case, "task": _of_task, "hand_over": _of_hand_over, "contact": _of_contact}
