"""The demo's cases: matters that are followed, at every stage of the worklist, with plans, tasks and hand-overs."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from casework import actions
from casework.actions.case_plan import GoalFacts, ServiceFacts
from casework.actions.hand_overs import accept_hand_over, return_hand_over, send_hand_over
from casework.models import ActsNext, Case, CaseOutcome, CaseTransition, Contact, HandOverKind, Person
from catalogue.models import Service
from contactcenter.accounts.models import User

from .files import rows

PER_STORY = 3  # each story happens to three people
CLOSED_EVERY = 7


def lines(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def load_cases(random: Random, staff: list[User], today: date) -> int:
    """Cases of past contacts, hand-overs in every state between `staff`, and persons one must know more about."""
    people = {user.username: user for user in staff}
    cases = Stories(today).tell()
    _hand_over(cases, people, today)
    _describe_persons(random, cases, today)
    for case in cases[::CLOSED_EVERY]:
        _close(case)
    return len(cases)


@dataclass
class Stories:
    """The stories of cases.csv, told of persons of past contacts by who answered them."""

    today: date

    def tell(self) -> list[Case]:
        return [case for row in rows("cases") for case in self._cases_of(row)]

    def _cases_of(self, row: dict) -> list[Case]:
        known = Contact.objects.filter(language=row["language"], person__isnull=False, case=None, state="complete")
        of_people: dict = {}
        for contact in known.filter(person__cases=None).select_related("handled_by").order_by("-opened_at"):
            of_people.setdefault(contact.person_id, contact)
        return [self._case(row, one, offset * 4) for offset, one in enumerate(list(of_people.values())[:PER_STORY])]

    def _case(self, row: dict, contact: Contact, later: int) -> Case:
        by, other = contact.handled_by, row["acts_next"]
        case = actions.open_case(
            contact=contact, by=by, responsible=by, subject=row["subject"], level=row["level"],
            acts_next=ActsNext.OTHER if other else ActsNext.RESPONSIBLE, acts_next_name=other,
            next_step=row["next_step"], next_on=self._day(int(row["next_days"]) + later),
        )  # fmt: skip
        actions.save_plan(
            case, by=by, version=None, own_words=row["own_words"], agreed=row["agreed"], fallback=row["fallback"],
            goals=[GoalFacts(text) for text in lines(row["goals"])],
            services=[_agreed(text) for text in lines(row["services"])],
        )  # fmt: skip
        for task in lines(row["tasks"]):
            title, days, *waits_for = task.split("@")
            actions.add_task(case, by=by, title=title, due_on=self._day(int(days) + later), responsible=by,
                             waits_for="".join(waits_for))  # fmt: skip
        return case

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)


def _agreed(name: str) -> ServiceFacts:
    """Of the catalogue when it has a service of that name, else in words."""
    service = Service.objects.filter(name_fi__istartswith=name, is_visible=True).first()
    return ServiceFacts(service=service) if service else ServiceFacts(name=name)


def _hand_over(cases: list[Case], people: dict[str, User], today: date):
    """Something received, something returned, an assessment under way and one that waits."""
    anu, ritva, mika = people["ohjaaja"], people["vastaava"], people["ohjaaja2"]
    own = [case for case in cases if case.responsible_id == anu.pk]
    others = [case for case in cases if case.responsible_id in (mika.pk, people["ohjaaja3"].pk)]
    for case in others[:2]:
        send_hand_over(case, kind=HandOverKind.TRANSFER, by=case.responsible, to_user=anu,
                       message="Asiakas soittaa mieluiten keskukseen. Otatko tästä?")  # fmt: skip
    if own:
        sent = send_hand_over(own[0], kind=HandOverKind.TRANSFER, by=anu, to_user=ritva,
                              message="Kuuluisiko tämä tiimillenne?")  # fmt: skip
        return_hand_over(sent, reason="Asiakas on Turun alueella, kuuluu keskustan ohjaajalle.", by=ritva)
    for number, case in enumerate(own[1:4]):
        asked = send_hand_over(
            case, kind=HandOverKind.ASSESSMENT, by=anu, to_unit=people["ohjaaja3"].unit, birth_year=1941 - number,
            requested_on=today - timedelta(days=6 * number), message="Pyydän arviointia kotona pärjäämisestä.",
        )  # fmt: skip
        if number:
            accept_hand_over(asked, by=people["ohjaaja3"])


def _describe_persons(random: Random, cases: list[Case], today: date):
    """A warning, a flag with an end, somebody who speaks for the person, an approach, an artificial identity code."""
    for number, case in enumerate(cases[:12]):
        person = Person.objects.get(pk=case.person_id)
        year = 1936 + random.randrange(14)
        actions.change_person(
            person, by=case.opened_by, birth_year=year, safe_to_call=("yes", "agreed", "yes", "no")[number % 4],
            approach="Puhu rauhallisesti, yksi asia kerrallaan." if number % 3 == 0 else "",
            identity_code=identity_code(year, number),
        )  # fmt: skip
        if number % 3 == 1:
            actions.add_flag(person, by=case.opened_by, kind="warn", text="Kuulee huonosti vasemmalla korvalla.",
                             until_on=today + timedelta(days=90))  # fmt: skip
        if number % 2 == 0:
            actions.add_representative(person, by=case.opened_by, name="Maija Kuvittela", relation="tytär",
                                       phone="040 000 2211", ground="consent")  # fmt: skip


def identity_code(year: int, number: int) -> str:
    """An artificial code of the 900 series, valid by its check sign, that belongs to nobody."""
    day, month, running = 1 + number % 28, 1 + number % 12, 900 + number
    digits = f"{day:02d}{month:02d}{year % 100:02d}{running}"
    return f"{digits[:6]}-{running}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(digits) % 31]}"


def _close(case: Case):
    closing = CaseTransition.objects.filter(from_state=case.state_id, needs_outcome=True).first()
    if closing and not case.hand_overs.exists():
        actions.move_case(case, transition=closing, by=case.opened_by, outcome=CaseOutcome.objects.first(),
                          closing_note="Sovitut palvelut alkoivat, seurantasoitto tehty.")  # fmt: skip
