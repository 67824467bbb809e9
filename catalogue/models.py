"""What help there is: categories, providers, services, their channels, and the runs that import them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import Named, ReferenceRow, ReferenceRows


class OrganisationType(ReferenceRow):
    """Provider type, the service register's own six: municipality, county, state, association, company, parish."""

    sector = models.CharField(_("sector"), max_length=20)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("provider type")
        verbose_name_plural = _("provider types")


class ServiceCategory(ReferenceRow):
    """One of the eleven service categories; a service may be in several."""

    scope_fi = models.TextField(_("what it holds, in Finnish"), blank=True)
    scope_sv = models.TextField(_("what it holds, in Swedish"), blank=True)
    scope_en = models.TextField(_("what it holds, in English"), blank=True)
    keywords_fi = models.TextField(_("search words in Finnish"), blank=True)
    keywords_sv = models.TextField(_("search words in Swedish"), blank=True)
    keywords_en = models.TextField(_("search words in English"), blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("service category")
        verbose_name_plural = _("service categories")


class PtvServiceClass(ReferenceRow):
    """A service class of the national register (P1 … P28.4)."""

    parent_code = models.CharField(_("parent class"), max_length=20, blank=True)
    categories = models.ManyToManyField(ServiceCategory, through="CategoryPtvClass", related_name="ptv_classes")

    class Meta(ReferenceRow.Meta):
        verbose_name = _("PTV service class")
        verbose_name_plural = _("PTV service classes")


class CategoryPtvClass(models.Model):
    """Which category a register class belongs to; each class has one primary category."""

    category = models.ForeignKey(ServiceCategory, models.CASCADE)
    ptv_class = models.ForeignKey(PtvServiceClass, models.CASCADE)
    rank = models.CharField(max_length=10, choices=[("primary", _("primary")), ("secondary", _("secondary"))])
    objects = ReferenceRows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "ptv_class"], name="class_in_category_once")]


class TargetGroup(ReferenceRow):
    """For whom; the register's target groups (KR1.1 …)."""

    parent_code = models.CharField(_("parent class"), max_length=20, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Source(models.TextChoices):
    PTV = "ptv", _("Finnish Service Catalogue")
    OWN = "own", _("Own entry")


class CatalogueEntry(Named):
    """What providers, services and channels share: identity in the register, texts, and being visible."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=5, choices=Source.choices, default=Source.OWN)
    ptv_id = models.UUIDField(_("PTV identifier"), null=True, blank=True, unique=True)
    # Hash of the imported record: a run that finds it unchanged writes nothing.
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    source_modified_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    description_fi = models.TextField(_("description in Finnish"), blank=True)
    description_sv = models.TextField(_("description in Swedish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    is_visible = models.BooleanField(_("shown"), default=True)
    hidden_reason = models.CharField(max_length=40, blank=True)  # gone_from_register

    class Meta:
        abstract = True


class Provider(CatalogueEntry):
    """Whom the catalogue lists as arranging services. Not an Organisation, whose people work here."""

    # Empty when the register has not told: a guess would decide where a routing is counted.
    type = models.ForeignKey(
        OrganisationType, models.PROTECT, null=True, blank=True, related_name="providers", verbose_name=_("type")
    )
    business_code = models.CharField(_("business ID"), max_length=20, blank=True)
    municipality = models.ForeignKey(
        "reference.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web_url = models.URLField(_("web address"), max_length=500, blank=True)
    is_own_local_point = models.BooleanField(_("own local point"), default=False)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="providers",
        verbose_name=_("organisation"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")


class Service(CatalogueEntry):
    """A service a person can be guided to."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services", verbose_name=_("provider"))
    alternative_names = models.TextField(blank=True)  # search only
    summary_fi = models.CharField(_("summary in Finnish"), max_length=500, blank=True)
    summary_sv = models.CharField(_("summary in Swedish"), max_length=500, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=500, blank=True)
    instructions_fi = models.TextField(_("how to apply, in Finnish"), blank=True)
    instructions_sv = models.TextField(_("how to apply, in Swedish"), blank=True)
    instructions_en = models.TextField(_("how to apply, in English"), blank=True)
    charge = models.CharField(
        _("charge"), max_length=20, blank=True, choices=[("free", _("Free of charge")), ("charged", _("Charged"))]
    )
    charge_note_fi = models.TextField(blank=True)
    charge_note_sv = models.TextField(blank=True)
    charge_note_en = models.TextField(blank=True)
    is_nationwide = models.BooleanField(_("nationwide"), default=False)
    categories = models.ManyToManyField(
        ServiceCategory, related_name="services", blank=True, verbose_name=_("categories")
    )
    are_categories_own = models.BooleanField(
        _("categories chosen by hand"), default=False, help_text=_("An import then leaves them as they are.")
    )
    ptv_classes = models.ManyToManyField(PtvServiceClass, related_name="services", blank=True)
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="services", blank=True, verbose_name=_("target groups")
    )
    municipalities = models.ManyToManyField(
        "reference.Municipality", related_name="services", blank=True, verbose_name=_("municipalities")
    )
    languages = models.ManyToManyField("reference.Language", related_name="+", blank=True, verbose_name=_("languages"))
    # What search reads, made by lemmas.index_text at save: ` 1kotihoito 1koti 1hoito 3apu `. The digit says where
    # the word stands: 1 name, 2 alternative name, 3 summary, 4 other text.
    lemmas_fi = models.TextField(blank=True, editable=False)
    lemmas_sv = models.TextField(blank=True, editable=False)
    lemmas_en = models.TextField(blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["lemmas_fi", "lemmas_sv", "lemmas_en", "source_hash"])

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name_fi"]


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    PLACE = "place", _("Place")
    WEB = "web", _("Web page")
    E_SERVICE = "e_service", _("E-service")
    FORM = "form", _("Printable form")


class ServiceChannel(CatalogueEntry):
    """A way to reach a service. Lists hold one object a value: `{"value", "language", "note"}`.

    `hours`: list of `{"kind": "weekly"|"exception", "weekday": 0-6, "opens": "HH:MM", "closes": "HH:MM",
    "closes_weekday": 0-6 (only when another day), "from": date, "until": date, "closed": bool, "always": bool,
    "by_appointment": bool, "note": {fi, sv, en}}`; a key that is missing is false or unknown.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="channels", verbose_name=_("provider"))
    services = models.ManyToManyField(Service, through="ServiceConnection", related_name="channels")
    phones = models.JSONField(_("phone numbers"), default=list, blank=True)
    emails = models.JSONField(_("e-mail addresses"), default=list, blank=True)
    urls = models.JSONField(_("web addresses"), default=list, blank=True)
    hours = models.JSONField(_("hours"), default=list, blank=True)
    street_fi = models.CharField(max_length=300, blank=True)
    street_sv = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    post_office_fi = models.CharField(max_length=100, blank=True)
    post_office_sv = models.CharField(max_length=100, blank=True)
    municipality = models.ForeignKey("reference.Municipality", models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)  # WGS 84 degrees
    longitude = models.FloatField(null=True, blank=True)
    accessibility = models.JSONField(default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("service channel")
        verbose_name_plural = _("service channels")


class ServiceConnection(models.Model):
    """A service reached by a channel; the connection's own contact details win over the channel's."""

    service = models.ForeignKey(Service, models.CASCADE)
    channel = models.ForeignKey(ServiceChannel, models.CASCADE)
    contact_details = models.JSONField(default=dict, blank=True)
    hours = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "channel"], name="service_channel_connected_once")]


class ImportRun(models.Model):
    """One run of the register's import: what it read, planned and did; problems by record."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    folder = models.CharField(max_length=500)
    started_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    is_applied = models.BooleanField(default=False)
    is_complete = models.BooleanField(default=False)
    counts = models.JSONField(
        default=dict
    )  # {"service": {"new": n, "changed": n, "same": n, "gone": n, "rejected": n}}
    changes = models.JSONField(default=list)  # [{"kind", "id", "name", "change"}], the first of them
    problems = models.JSONField(default=list)  # [{"file", "id", "problem"}]

    class Meta:
        ordering = ["-started_at"]
