"""The part of the form's state that leads the counsellor: steps, triggers, first information, questions."""

from ..guidance import Guide
from ..models import Contact, FormStep, Trigger
from ..queries import guidance as rows


def leading_state(contact: Contact, guide: Guide, areas: list[str], steps: list[FormStep], *, is_edit: bool) -> dict:
    """What the page's script leads by, for every service area: the counsellor may change it on the way."""
    told = {} if is_edit else rows.told_before(contact)  # only an open contact is a ground to show them
    return {
        "steps": {area: [step_of(row) for row in rows.steps_of_area(steps, area)] for area in areas},
        "triggers": [trigger_of(row) for row in guide.triggers if row.is_active],
        "levels": guide.order,
        "firstInformation": [
            {"code": row.pk, "name": row.name, "kind": row.kind} for row in guide.items if row.is_active
        ],
        "told": {code: one._asdict() for code, one in told.items()},
        "questions": {area: [row.pk for row in guide.questions_of(area)] for area in areas},
    }


def step_of(row: FormStep) -> dict:
    return {"step": row.step, "name": row.name, "hint": row.hint}


def trigger_of(row: Trigger) -> dict:
    route = row.default_route
    return {
        "code": row.pk,
        "name": row.name,
        "short": row.short,
        "action": row.action,
        "phone": row.phone or (route.phone if route else ""),
        "level": row.level_id or "",
        "destination": row.default_route_id or "",
        "blocks": row.blocks_questions,
        "areas": [area.pk for area in row.areas.all()],
    }


def leading_choices(guide: Guide, area: str, steps: list[FormStep]) -> dict:
    """The same rows for the template. The triggers that stop all questions come first: they carry the digits."""
    triggers = [row for row in guide.triggers if row.is_active]
    return {
        "triggers": triggers,
        "urgent_triggers": [row for row in triggers if row.blocks_questions],
        "segment_questions": [row for row in guide.questions if row.is_active],
        "first_items": [row for row in guide.items if row.is_active],
        "steps": rows.steps_of_area(steps, area),
    }
