"""What the rules say of a form as it stands: levels, first information, segment and its reason, in words."""

from decimal import Decimal

from django.http import JsonResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from .. import access
from ..drafts import ContactFacts
from ..guidance import REPEAT_QUESTION, Guide
from ..models import Contact
from ..queries import guidance as rows
from .contact_form import read_body


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_guidance(request, pk):
    """What the facts lead to. Nothing is written and nothing about the person is decided."""
    found = access.get_contact_for_edit(request.user, pk)
    _version, facts = read_body(request)
    return JsonResponse(answer_for(found, facts))


def answer_for(contact: Contact, facts: ContactFacts) -> dict:
    guide = Guide(facts, contact)
    warning = rows.membership_warning(contact, facts)
    return {
        "level": guide.raised_level,
        "blocks": guide.is_stopped,
        "opens": [row.pk for row in guide.open_items],
        "suggestion": suggestion_of(guide),
        "next_question": guide.next_question,
        "questions": [{"code": row.pk, "axis": row.axis} for row in guide.questions_of(facts.service_area)],
        "known": known_answers(contact, guide),
        "warnings": [{"field": "municipality", "text": warning}] if warning else [],
    }


def suggestion_of(guide: Guide) -> dict:
    """The suggested segment with everything a counsellor weighs it by; empty while no rules are in force."""
    found = guide.suggestion
    segment = rows.segment_of(found.segment)
    levels = {row.pk: row.name for row in guide.levels}
    return {
        "segment": found.segment,
        "name": segment.name if segment else "",
        "definition": segment.definition if segment else "",
        "level": found.level,
        "level_name": levels.get(found.level, ""),
        "reason": reason_of(guide),
        "resources": in_figures(found.resources),
        "complexity": in_figures(found.complexity),
        "rules": guide.rules.version if guide.rules else "",
        "is_enough": found.is_enough,
        "hints": [] if found.is_stopped else hints_of(found.segment),
    }


def hints_of(segment: str) -> list[dict]:
    return [{"code": row.pk, "name": row.name} for row in rows.destinations_of(segment)]


def known_answers(contact: Contact, guide: Guide) -> dict[str, int]:
    """Answers that the system knows by itself: how often the person has made contact. Offered, never filled in."""
    asked = {row.pk for row in guide.questions_of(guide.facts.service_area)}
    times = rows.contacts_in_30_days(contact) if REPEAT_QUESTION in asked else 0
    return {REPEAT_QUESTION: min(times, 3) - 1} if times else {}


def in_figures(mean: Decimal | None) -> str | None:
    return None if mean is None else number_format(mean.normalize())


def reason_of(guide: Guide) -> str:
    """Why the rules suggest what they suggest, in sentences."""
    if guide.rules is None:
        return ""
    if guide.is_stopped:
        names = [row.name for row in guide.marked if row.blocks_questions]
        return _("A trigger stops all questions: %(names)s.") % {"names": "; ".join(names)}
    axes = _axes(guide) if guide.suggestion.is_enough else _too_little(guide)
    return " ".join([*axes, *_raised(guide)])


def _axes(guide: Guide) -> list[str]:
    found, rules = guide.suggestion, guide.rules
    weak, complicated = found.resources >= rules.weak_resources_at, found.complexity >= rules.complex_at
    resources = (
        _("Resources %(mean)s: weak, for the limit is %(limit)s.")
        if weak
        else _("Resources %(mean)s: sufficient, under the limit %(limit)s.")
    )
    complexity = (
        _("Complexity %(mean)s: high, for the limit is %(limit)s.")
        if complicated
        else _("Complexity %(mean)s: low, under the limit %(limit)s.")
    )
    return [
        resources % {"mean": in_figures(found.resources), "limit": in_figures(rules.weak_resources_at)},
        complexity % {"mean": in_figures(found.complexity), "limit": in_figures(rules.complex_at)},
    ]


def _too_little(guide: Guide) -> list[str]:
    resources, complexity = guide.scores
    return [
        _(
            "Too little is known yet: at least %(least)s answers are needed on each axis. "
            "Answered: resources %(resources)s, complexity %(complexity)s."
        )
        % {"least": guide.rules.min_answers_per_axis, "resources": len(resources), "complexity": len(complexity)}
    ]


def _raised(guide: Guide) -> list[str]:
    names = [f"{row.name} ({row.level_id})" for row in guide.marked if row.level_id]
    return [_("Triggers raise the level: %(names)s.") % {"names": "; ".join(names)}] if names else []
