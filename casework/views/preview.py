"""The leading form of a service area as a counsellor will meet it, before it is in use; nothing is saved here."""

from typing import NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission

from .. import access
from ..drafts import SCORES
from ..queries import REASON_DIGITS
from ..queries.preview import Fault, Preview, areas
from .guidance import suggestion_of

ANSWER = "answer-"


@requires(Permission.REFERENCE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def form_preview(request):
    """The form's parts in the page's language, its faults, and a try-out of the suggestion."""
    preview = asked_for(request)
    trial = tried(request, preview)
    context = {"preview": preview, "trial": trial}
    if request.htmx:
        return render(request, "casework/_preview_suggestion.html", context)
    context |= {
        "areas": areas(),
        "faults": [Mending(fault.text, address_of(fault)) for fault in preview.faults],
        "reason_digits": REASON_DIGITS,
    }
    return render(request, "casework/form_preview.html", context)


def asked_for(request) -> Preview:
    """The language is the page's own, which `?language=` chooses."""
    area = access.get_service_area(request.user, request.GET.get("area", ""))
    return Preview(area, request.LANGUAGE_CODE, "with_unused" in request.GET)


class Trial(NamedTuple):
    """The answers tried and what the rules make of them, in words."""

    answers: dict[str, int]
    triggers: list[str]
    suggestion: dict


def tried(request, preview: Preview) -> Trial:
    sent = {name.removeprefix(ANSWER): value for name, value in request.POST.items() if name.startswith(ANSWER)}
    answers = {code: int(score) for code, score in sent.items() if score in {str(one) for one in SCORES}}
    triggers = request.POST.getlist("trigger")
    return Trial(answers, triggers, suggestion_of(preview.guide(answers, triggers)))


class Mending(NamedTuple):
    """A fault in words and where it is mended."""

    text: str
    url: str


def address_of(fault: Fault) -> str:
    if fault.row is None or fault.row._state.adding:
        return ""
    meta = fault.row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[fault.row.pk])
