"""Forms about users: one's own language, and what administrators edit."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from .models import RoleGrant, User


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("language of the workspace"), choices=settings.LANGUAGES)


class UserForm(forms.ModelForm):
    """A user as administrators see one. `PLAIN` are the columns that are changed as they stand."""

    PLAIN = ("username", "first_name", "last_name", "email", "unit", "language", "is_active")

    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep the present one. A new password signs the user out everywhere."),
    )

    class Meta:
        model = User
        fields = (
            "username",
            "first_name",
            "last_name",
            "email",
            "unit",
            "language",
            "is_active",
            "serves_in",
            "service_areas",
        )

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        elif self.instance.pk is None:
            raise forms.ValidationError(_("Give the new user a first password."))
        return password


class GrantForm(forms.ModelForm):
    class Meta:
        model = RoleGrant
        fields = ("user", "role", "unit")
        help_texts = {"unit": _("The role reaches this unit and those below it. Empty: wherever the role reaches.")}
