"""What a service area's form looks like before anybody meets it: its rows, also those not in use yet, and faults."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.reference.models import AreaMembership, ServiceArea, text_of

from ..completeness import EVERY_REASON_AREA
from ..drafts import ContactFacts
from ..guidance import Guide
from ..models import CheckList, ContactReason, FirstInformation, FormStep, Notice, Script, SegmentQuestion, Trigger
from ..segments import COMPLEXITY, RESOURCES, by_weight, is_of_area
from . import beside, guidance

NATIONAL = ("fi", "sv")
CALL = "PUH"


def areas() -> QuerySet[ServiceArea]:
    """Every service area, also those not in use yet."""
    return ServiceArea.objects.all()


class PreviewGuide(Guide):
    """The guide of nobody's contact; rows not in use yet are tried out too when asked."""

    with_unused = False

    def questions_of(self, area: str) -> list[SegmentQuestion]:
        if not self.with_unused:
            return super().questions_of(area)
        return by_weight(row for row in self.questions if is_of_area(row, area))


@dataclass
class Preview:
    """The form of `area` for a contact in `language`."""

    area: ServiceArea
    language: str
    with_unused: bool

    def guide(self, answers: dict[str, int], triggers: list[str]) -> PreviewGuide:
        facts = ContactFacts(
            service_area=self.area.pk, level="L1", segment_answers=answers, triggers=triggers, language=self.language
        )
        guide = PreviewGuide(facts)
        guide.with_unused = self.with_unused
        return guide

    def _of_area(self, model, *lists: str) -> list:
        rows = model.objects.prefetch_related("areas", *lists)
        return [row for row in rows if (row.is_active or self.with_unused) and is_of_area(row, self.area.pk)]

    @cached_property
    def steps(self) -> list[FormStep]:
        rows = guidance.form_steps()
        shown = guidance.steps_of_area(rows, self.area.pk)
        if self.with_unused:
            shown += [row for row in rows if not row.is_active and row not in shown and is_of_area(row, self.area.pk)]
        return sorted(shown, key=lambda row: row.position)

    @cached_property
    def triggers(self) -> list[Trigger]:
        rows = Trigger.objects.select_related("level", "default_route").prefetch_related("areas")
        found = [row for row in rows if (row.is_active or self.with_unused) and is_of_area(row, self.area.pk)]
        return sorted(found, key=lambda row: not row.blocks_questions)

    @cached_property
    def reasons(self) -> list[ContactReason]:
        """In their own order, as somebody meets them who has not recorded anything yet."""
        rows = ContactReason.objects.select_related("category").prefetch_related("areas")
        found = [row for row in rows if row.is_active or self.with_unused]
        is_general = self.area.pk == EVERY_REASON_AREA
        return [row for row in found if is_general or is_of_area(row, self.area.pk)]

    @cached_property
    def items(self) -> list[FirstInformation]:
        return self._of_area(FirstInformation, "opens_on_triggers")

    @cached_property
    def questions(self) -> list[SegmentQuestion]:
        return by_weight(self._of_area(SegmentQuestion))

    @cached_property
    def place(self) -> beside.Place:
        return beside.Place(self.area.pk, "", self.language, CALL, tuple(row.pk for row in self.reasons))

    @cached_property
    def scripts(self) -> list[Script]:
        rows = Script.objects.prefetch_related("areas", "languages", "channels")
        return beside.scripts_for(self.place, [row for row in rows if row.is_active or self.with_unused])

    @cached_property
    def check_lists(self) -> list[beside.Checks]:
        rows = CheckList.objects.prefetch_related("areas", "reasons")
        return beside.checks_for(self.place, [row for row in rows if row.is_active or self.with_unused])

    @cached_property
    def notices(self) -> list[Notice]:
        rows = Notice.objects.prefetch_related("areas", "languages", "municipalities")
        day = beside.today()
        shown = [row for row in rows if not beside.is_expired(row, day) and (row.is_active or self.with_unused)]
        shown = [row for row in shown if beside.is_in_force(row, day) or self.with_unused]
        return [row for row in shown if self._is_notice_for(row)]

    def _is_notice_for(self, row: Notice) -> bool:
        return beside.is_for(row.areas, self.area.pk) and beside.is_for(row.languages, self.language)

    @cached_property
    def faults(self) -> list["Fault"]:
        return [*_faults_of_area(self), *_faults_of_guidance(self), *_faults_of_texts(self)]


class Fault(NamedTuple):
    """What a counsellor would stumble on, and the row to mend when there is one."""

    text: str
    row: Model | None = None


def _faults_of_area(preview: Preview) -> Iterator[Fault]:
    area = preview.area
    if not area.is_active:
        yield Fault(_("The service area is not in use yet."), area)
    if not any(area.pk in {one.pk for one in row.areas.all()} for row in preview.reasons):
        yield Fault(_("The area has no reasons of its own."), area)
    is_general = area.pk == EVERY_REASON_AREA
    if not is_general and not AreaMembership.objects.filter(service_area=area, until_on=None).exists():
        yield Fault(_("No municipality takes part in this area."), area)
    if not User.objects.filter(is_active=True, service_areas=area).exists():
        yield Fault(_("Nobody answers in this area yet."), area)


def _faults_of_guidance(preview: Preview) -> Iterator[Fault]:
    for row in preview.triggers:
        if row.blocks_questions and not (row.phone or (row.default_route and row.default_route.phone)):
            yield Fault(_("The trigger “%(name)s” stops all questions but gives no number.") % {"name": row.name}, row)
        if row.default_route and not row.default_route.is_active:
            yield Fault(_("The destination of the trigger “%(name)s” is not in use.") % {"name": row.name}, row)
    rules = preview.guide({}, []).rules
    if rules is None:
        yield Fault(_("No rules of the segment suggestion are in force."))
        return
    names = dict(SegmentQuestion.AXES)
    for axis in (RESOURCES, COMPLEXITY):
        count = sum(row.axis == axis for row in preview.questions)
        if count < rules.min_answers_per_axis:
            values = {"axis": names[axis], "count": count, "least": rules.min_answers_per_axis}
            words = _("Questions on the axis “%(axis)s”: %(count)s. The rules need %(least)s answers.")
            yield Fault(words % values, rules)


def _faults_of_texts(preview: Preview) -> Iterator[Fault]:
    yield from _without(preview.steps, "name")
    yield from _without(preview.triggers, "name")
    yield from _without(preview.reasons, "name")
    yield from _without(preview.items, "name")
    yield from _without(preview.questions, "name", "options")
    yield from _without(preview.scripts, "name", "lines")
    yield from _without([checks.row for checks in preview.check_lists], "name", "lines")
    if not preview.scripts:
        yield Fault(_("There is no call script for this area and language."))


def _without(rows: Iterable, *fields: str) -> Iterator[Fault]:
    """Rows whose text stands in one national language only."""
    in_words = {"fi": _("in Finnish"), "sv": _("in Swedish")}
    for row in rows:
        for language in NATIONAL:
            if any(text_of(row, field, language).language != language for field in fields):
                values = {"name": row.name, "kind": row._meta.verbose_name, "language": in_words[language]}
                yield Fault(_("The %(kind)s “%(name)s” has no text %(language)s.") % values, row)
