"""Who is on duty: the open duty spells."""

from django.db.models import Count, Q

from contactcenter.accounts.models import User

from .models import ConversationState, DutySpell, DutyState

ON_DUTY = [DutyState.AVAILABLE, DutyState.WRAP_UP, DutyState.BREAK]


def open_spell(user: User) -> DutySpell | None:
    return DutySpell.objects.filter(user=user, ended_at=None).first()


def duty_state(user: User) -> str:
    spell = open_spell(user)
    return spell.state if spell else DutyState.OFF


def people_on_duty():
    """Users who are at work now, whatever they are doing this minute."""
    return User.objects.filter(is_active=True, duty_spells__ended_at=None, duty_spells__state__in=ON_DUTY)


def is_served(language: str, area: str | None) -> bool:
    """Whether somebody on duty serves in the language, and in the area when one was chosen."""
    people = people_on_duty().filter(serves_in=language)
    if area:
        people = people.filter(Q(service_areas=area) | Q(service_areas=None))
    return people.exists()


def loads(user_ids) -> dict[int, tuple[str, int]]:
    """For each of the users: duty state, and number of active chats."""
    spells = dict(DutySpell.objects.filter(user__in=user_ids, ended_at=None).values_list("user", "state"))
    active = dict(
        User.objects.filter(pk__in=user_ids)
        .annotate(chats=Count("claimed_chats", filter=Q(claimed_chats__state=ConversationState.ACTIVE)))
        .values_list("pk", "chats")
    )
    return {pk: (spells.get(pk, DutyState.OFF), active.get(pk, 0)) for pk in user_ids}
