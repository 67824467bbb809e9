"""The demo's staff: an organisation with a centre and local points, an association, and one user for each role."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from contactcenter.accounts.models import Organisation, RoleGrant, Unit, User
from contactcenter.reference.models import ServiceArea

from .files import parts, rows


def is_loaded() -> bool:
    return User.objects.filter(username=rows("people")[0]["username"]).exists()


def load_people() -> list[User]:
    """Everybody, in the order of the file. They share one password, which is refused outside the demo."""
    units = _load_units()
    password = make_password(settings.DEMO_PASSWORD)  # made once: a slow hash for each would double the time
    return [_load_user(row, units[row["unit"]], password) for row in rows("people")]


def _load_units() -> dict[str, Unit]:
    own = Organisation.objects.create(
        name_fi="Lounatuulen palveluneuvonta", name_sv="Sydvästvindens servicerådgivning",
        name_en="Lounatuuli guidance service", is_own=True,
    )  # fmt: skip
    units: dict[str, Unit] = {}
    for row in rows("units"):
        names = {name: row[name] for name in ("name_fi", "name_sv", "name_en")}
        unit = Unit.objects.create(organisation=own, parent=units.get(row["parent"]), **names)
        unit.service_areas.set(ServiceArea.objects.filter(is_active=True))
        units[unit.name_fi] = unit
    association = Organisation.objects.create(
        name_fi="Yhdessä Lähellä ry", name_sv="Tillsammans Nära rf", name_en="Yhdessä Lähellä association"
    )
    units["Toimisto"] = Unit.objects.create(
        organisation=association, name_fi="Toimisto", name_sv="Kansliet", name_en="Office"
    )
    return units


def _load_user(row: dict, unit: Unit, password: str) -> User:
    user = User(
        username=row["username"], first_name=row["first_name"], last_name=row["last_name"], language=row["language"],
        unit=unit, organisation=unit.organisation, password=password, date_joined=timezone.now(),
    )  # fmt: skip
    user.save()
    user.serves_in.set(parts(row["serves_in"]))
    user.service_areas.set(parts(row["areas"]))
    RoleGrant.objects.create(user=user, role=row["role"])
    return user
