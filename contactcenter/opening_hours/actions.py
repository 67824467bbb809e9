"""What is done to opening hours, and the count of those who found the door closed."""

from django.db.models.functions import Now

from .models import DoorAttempt, DoorReason


def record_attempt(*, channel: str, language: str, area: str | None = None, reason: DoorReason) -> DoorAttempt:
    """Somebody pressed chat or called in vain. Takes codes; keeps nothing that tells who it was."""
    return DoorAttempt.objects.create(
        channel_id=channel, language_id=language, service_area_id=area, reason=DoorReason(reason), at=Now()
    )
