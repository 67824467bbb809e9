"""The one role table: role × permission × scope. Everything else is denied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COUNSELLOR = "counsellor", _("Counsellor")
    LEAD = "lead", _("Lead counsellor")
    SUPERVISOR = "supervisor", _("Supervisor")
    PROFESSIONAL = "professional", _("Professional")
    ADMINISTRATOR = "administrator", _("Administrator")
    PRIVACY = "privacy", _("Data-protection officer")


class Scope(models.TextChoices):
    OWN = "own", _("own")
    UNIT = "unit", _("own unit")
    ORGANISATION = "organisation", _("own organisation")
    ALL = "all", _("all")


class Permission(models.TextChoices):
    """What a door asks for. A door without one of these is public only if it says so itself."""

    SIGNED_IN = "signed_in", _("Use the workspace")
    SERVE = "serve", _("Answer chats and calls")
    CONTACT_VIEW = "contact_view", _("See contacts")
    CONTACT_EDIT = "contact_edit", _("Record contacts")
    PERSON_VIEW = "person_view", _("Open a person's record")
    PERSON_EDIT = "person_edit", _("Edit a person's record")
    PERSON_MERGE = "person_merge", _("Merge persons")
    IDENTITY_CODE_VIEW = "identity_code_view", _("See a whole identity code")
    CASE_VIEW = "case_view", _("See cases")
    CASE_EDIT = "case_edit", _("Work on a case")
    WORK_REASSIGN = "work_reassign", _("Move a colleague's work")
    WORK_NUMBERS = "work_numbers", _("See how much work there is")
    NOTICE_VIEW = "notice_view", _("Read news and instructions")
    FIGURES_VIEW = "figures_view", _("See figures")
    FIGURES_EXPORT = "figures_export", _("Export figures")
    HOURS_EDIT = "hours_edit", _("Edit opening hours")
    REFERENCE_EDIT = "reference_edit", _("Edit reference data")
    CATALOGUE_USE = "catalogue_use", _("Search the catalogue in the workspace")
    CATALOGUE_IMPORT = "catalogue_import", _("Import the service register")
    ADMINISTRATION = "administration", _("Open the administration pages")
    USERS_EDIT = "users_edit", _("Manage users")
    ACCESS_LOG_VIEW = "access_log_view", _("Read the access log")
    RETENTION_VIEW = "retention_view", _("See what is due to be erased")
    RETENTION_HOLD = "retention_hold", _("Hold data from being erased")


P, S, R = Permission, Scope, Role
TABLE: dict[Role, dict[Permission, Scope]] = {
    R.COUNSELLOR: {
        P.SIGNED_IN: S.OWN,
        P.SERVE: S.UNIT,
        P.CONTACT_VIEW: S.OWN,
        P.CONTACT_EDIT: S.OWN,
        P.PERSON_VIEW: S.UNIT,
        P.PERSON_EDIT: S.UNIT,
        P.IDENTITY_CODE_VIEW: S.UNIT,
        P.CASE_VIEW: S.UNIT,
        P.CASE_EDIT: S.UNIT,
        P.NOTICE_VIEW: S.ALL,
        P.CATALOGUE_USE: S.ALL,
    },
    R.LEAD: {
        P.SIGNED_IN: S.OWN,
        P.SERVE: S.UNIT,
        P.CONTACT_VIEW: S.UNIT,
        P.CONTACT_EDIT: S.UNIT,
        P.PERSON_VIEW: S.UNIT,
        P.PERSON_EDIT: S.UNIT,
        P.PERSON_MERGE: S.UNIT,
        P.IDENTITY_CODE_VIEW: S.UNIT,
        P.CASE_VIEW: S.UNIT,
        P.CASE_EDIT: S.UNIT,
        P.WORK_REASSIGN: S.UNIT,
        P.WORK_NUMBERS: S.UNIT,
        P.NOTICE_VIEW: S.ALL,
        P.CATALOGUE_USE: S.ALL,
        P.FIGURES_VIEW: S.UNIT,
        P.HOURS_EDIT: S.UNIT,
    },
    R.SUPERVISOR: {
        P.SIGNED_IN: S.OWN,
        P.FIGURES_VIEW: S.ALL,
        P.FIGURES_EXPORT: S.ALL,
        P.HOURS_EDIT: S.ALL,
        P.CATALOGUE_USE: S.ALL,
        P.PERSON_VIEW: S.OWN,  # a person only with a stated reason, see access.py
        P.CASE_VIEW: S.OWN,  # a case likewise
        P.WORK_NUMBERS: S.ALL,
        P.NOTICE_VIEW: S.ALL,
        P.REFERENCE_EDIT: S.ALL,
        P.ADMINISTRATION: S.ALL,
    },
    R.PROFESSIONAL: {P.SIGNED_IN: S.OWN, P.CATALOGUE_USE: S.ALL},
    R.ADMINISTRATOR: {
        P.SIGNED_IN: S.OWN,
        P.REFERENCE_EDIT: S.ALL,
        P.HOURS_EDIT: S.ALL,
        P.CATALOGUE_USE: S.ALL,
        P.CATALOGUE_IMPORT: S.ALL,
        P.USERS_EDIT: S.ALL,
        P.ADMINISTRATION: S.ALL,
        P.RETENTION_VIEW: S.ALL,
    },
    R.PRIVACY: {P.SIGNED_IN: S.OWN, P.ACCESS_LOG_VIEW: S.ALL, P.RETENTION_VIEW: S.ALL, P.RETENTION_HOLD: S.ALL},
}
# Whoever holds one of these sees persons, and needs a second factor.
SEES_PERSONS = {P.CONTACT_VIEW, P.PERSON_VIEW, P.CASE_VIEW, P.SERVE, P.ACCESS_LOG_VIEW}
