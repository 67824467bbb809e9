"""What stands beside the form: call script, check lists of the questions, news and instructions, who has read them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Role, Scope
from contactcenter.reference.cache import cached, rows_in_use
from contactcenter.timestamps import local_day, now

from ..models import CheckList, Notice, NoticeRead, Script

READERS = (Role.COUNSELLOR, Role.LEAD)


class Place(NamedTuple):
    """What a contact is about and where, as codes; empty is not known yet."""

    area: str
    municipality: str
    language: str
    channel: str
    reasons: tuple[str, ...]


def _codes(rows) -> set[str]:
    return {row.pk for row in rows.all()}


def is_for(listed, code: str) -> bool:
    """An empty list means everything; a code that is not known yet matches no list."""
    codes = _codes(listed)
    return not codes or code in codes


def scripts_for(place: Place, rows: Iterable[Script] | None = None) -> list[Script]:
    """The scripts of a contact, the one that says most about it first."""
    if rows is None:
        rows = rows_in_use(Script, "areas", "languages", "channels")
    return sorted((row for row in rows if _is_script_for(row, place)), key=_generality)


def _is_script_for(row: Script, place: Place) -> bool:
    of_contact = ((row.areas, place.area), (row.languages, place.language), (row.channels, place.channel))
    return all(is_for(listed, code) for listed, code in of_contact)


def _generality(row: Script) -> tuple:
    """Least for the row that names the most; of equals the one of the area comes first, then by their own order."""
    unnamed = [not _codes(listed) for listed in (row.areas, row.languages, row.channels)]
    return sum(unnamed), *unnamed, row.position, row.pk


class Line(NamedTuple):
    """A line of a check list and its name in the draft, such as `HOME.1`."""

    name: str
    text: str


class Checks(NamedTuple):
    row: CheckList
    lines: list[Line]


def checks_for(place: Place, rows: Iterable[CheckList] | None = None) -> list[Checks]:
    """Check lists of the chosen questions; one without reasons belongs to every question."""
    if rows is None:
        rows = rows_in_use(CheckList, "areas", "reasons")
    wanted = [row for row in rows if is_for(row.areas, place.area) and _is_asked(row, place.reasons)]
    return [checks_of(row) for row in wanted]


def checks_of(row: CheckList) -> Checks:
    return Checks(row, [Line(f"{row.pk}.{place}", text) for place, text in enumerate(row.lines, start=1)])


def _is_asked(row: CheckList, reasons: Collection[str]) -> bool:
    codes = _codes(row.reasons)
    return bool(reasons) and (not codes or not codes.isdisjoint(reasons))


# ---- news and instructions ----


def _notices() -> list[Notice]:
    lists = ("areas", "municipalities", "languages")
    rows = Notice.objects.filter(is_active=True).prefetch_related(*lists)
    return cached("notices", lambda: list(rows))


def today() -> date:
    return local_day(now())


def is_in_force(notice: Notice, day: date) -> bool:
    return notice.shown_from <= day and not is_expired(notice, day)


def is_expired(notice: Notice, day: date) -> bool:
    return notice.shown_until is not None and notice.shown_until < day


def notices_for(place: Place, user: User) -> list[Notice]:
    """What is in force today for the contact and not marked read by the user, the most important first."""
    rows = [row for row in _notices() if is_in_force(row, today()) and _is_notice_for(row, place)]
    read = read_marks(user, rows)
    return [row for row in rows if row.pk not in read]


def _is_notice_for(row: Notice, place: Place) -> bool:
    of_contact = (
        (row.areas, place.area),
        (row.municipalities, place.municipality),
        (row.languages, place.language),
    )
    return all(is_for(listed, code) for listed, code in of_contact)


def read_marks(user: User, notices: Collection[Notice]) -> set[int]:
    """Those of `notices` that the user has marked read."""
    marks = NoticeRead.objects.filter(user=user, notice__in=[row.pk for row in notices])
    return set(marks.values_list("notice", flat=True)) if notices else set()


class Reader(NamedTuple):
    """Whose work a person does: service areas and languages; empty is all of them."""

    areas: frozenset[str]
    languages: frozenset[str]

    @classmethod
    def of(cls, user: User) -> "Reader":
        return cls(frozenset(_codes(user.service_areas)), frozenset(_codes(user.serves_in)))

    def meets(self, notice: Notice) -> bool:
        pairs = ((self.areas, _codes(notice.areas)), (self.languages, _codes(notice.languages)))
        return all(not own or not listed or not own.isdisjoint(listed) for own, listed in pairs)


class NoticeRow(NamedTuple):
    """A notice on its page; `readers` of `audience` have marked it read where the user may see how many."""

    notice: Notice
    is_read: bool
    readers: int = 0
    audience: int = 0


def unread_count(user: User) -> int:
    reader, day = Reader.of(user), today()
    rows = [row for row in _notices() if is_in_force(row, day) and reader.meets(row)]
    return len(rows) - len(read_marks(user, rows))


def notices_of(user: User) -> list[NoticeRow]:
    """What is in force today in the user's work, unread ones first."""
    day = today()
    rows = _rows_of(user, [row for row in _notices() if is_in_force(row, day)])
    return sorted(rows, key=lambda row: row.is_read)


def archive_of(user: User) -> list[NoticeRow]:
    """What was in force earlier, the newest first."""
    day = today()
    rows = _rows_of(user, [row for row in _notices() if is_expired(row, day)])
    return sorted(rows, key=lambda row: row.notice.shown_until, reverse=True)


def _rows_of(user: User, notices: list[Notice]) -> list[NoticeRow]:
    reader = Reader.of(user)
    mine = [row for row in notices if reader.meets(row)]
    read = read_marks(user, mine)
    readers = _readers_seen_by(user)
    marks = _marks_of(readers, mine) if readers else {}
    return [
        NoticeRow(row, row.pk in read, marks.get(row.pk, 0), sum(one.meets(row) for one in readers.values()))
        for row in mine
    ]


def _readers_seen_by(user: User) -> dict[int, Reader]:
    """Those whose reading a leading person sees as a number: the counsellors of the own units, or of all."""
    scope = scope_of(user, Permission.WORK_NUMBERS)
    if scope is None:
        return {}
    rows = User.objects.filter(is_active=True, grants__role__in=READERS, grants__ended_at=None).distinct()
    if scope != Scope.ALL:
        rows = rows.filter(unit__in=units_of(user))
    return {row.pk: Reader.of(row) for row in rows.prefetch_related("service_areas", "serves_in")}


def _marks_of(readers: dict[int, Reader], notices: list[Notice]) -> dict[int, int]:
    """How many of those a notice is for have marked it read."""
    by_pk, counts = {row.pk: row for row in notices}, dict.fromkeys([row.pk for row in notices], 0)
    marks = NoticeRead.objects.filter(user__in=readers, notice__in=by_pk).values_list("notice", "user")
    for notice, user in marks:
        counts[notice] += readers[user].meets(by_pk[notice])
    return counts
