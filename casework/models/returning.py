"""How an anonymous person is known again: a spoken code, and for a month the keyed hash of a phone number."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .contacts import Contact


class ContinuationCode(models.Model):
    """A short spoken code such as `KOIVU 42`. Only its keyed hash is kept; told once, when it is given."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="continuation_code")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"), db_index=True)

    class Meta:
        verbose_name = _("continuation code")
        verbose_name_plural = _("continuation codes")


class CallerMark(models.Model):
    """Keyed hash of the number of an anonymous caller; the key changes monthly, the row lives 30 days."""

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="caller_mark")
    month = models.CharField(max_length=7)  # of the key: 2026-11
    number_hash = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField(db_index=True)
