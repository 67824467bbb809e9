"""One's own page: who I am here, what I may do, and in which language the workspace speaks."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from . import actions
from .access import requires
from .forms import LanguageForm
from .queries import grants_in_force
from .roles import Permission


@requires(Permission.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        actions.choose_language(request.user, language=form.cleaned_data["language"], by=request.user)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("The language is changed."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "grants": grants_in_force(request.user),
        "serves_in": request.user.serves_in.all(),
        "service_areas": request.user.service_areas.all(),
    }
    return render(request, "accounts/profile.html", context)
