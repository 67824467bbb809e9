"""Phone numbers: what was typed is kept elsewhere; here it becomes the one form that numbers are matched by."""

import phonenumbers

REGION = "FI"


def e164(phone: str) -> str:
    """The number in international form, or nothing when it is not a possible number. Finland by default."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def endings_of(text: str, least: int) -> set[str]:
    """What a number in international form may end with, when somebody wrote `text` of it: at least so many digits."""
    written = "".join(sign for sign in text if sign in "0123456789")
    possible = {written, written.lstrip("0"), e164(text).lstrip("+")}
    return {digits for digits in possible if len(digits) >= least and digits.strip("0")}
