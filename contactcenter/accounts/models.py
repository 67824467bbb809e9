"""Who works here: organisations, units, users and what they may do."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import Named

from .roles import Role


class Organisation(Named):
    """An employer of users: the guidance service's own, a municipality, an association. Not a Provider."""

    is_own = models.BooleanField(_("runs this service"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class Unit(Named):
    """A unit of an organisation, in a tree: centre, local points, teams."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units", verbose_name=_("organisation"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("upper unit")
    )
    service_areas = models.ManyToManyField("reference.ServiceArea", blank=True, verbose_name=_("service areas"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class User(AbstractUser):
    """A person who signs in. `rights_epoch` grows by one at every change of rights: open sockets end with it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("unit"))
    language = models.CharField(
        _("language of the workspace"),
        max_length=2,
        default="fi",
        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
    )
    serves_in = models.ManyToManyField("reference.Language", blank=True, related_name="+", verbose_name=_("serves in"))
    service_areas = models.ManyToManyField(
        "reference.ServiceArea", blank=True, related_name="+", verbose_name=_("service areas")
    )
    rights_epoch = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username


class RoleGrant(models.Model):
    """A role given to a user for a unit and all below it; no unit means wherever the role reaches."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="grants", verbose_name=_("unit"))
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by"))
    granted_at = models.DateTimeField(_("given"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("granted role")
        verbose_name_plural = _("granted roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="role_granted_once",
                violation_error_message=_("This person already has this role."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ended_at__isnull=True, unit__isnull=True),
                name="role_without_unit_granted_once",
                violation_error_message=_("This person already has this role."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"
