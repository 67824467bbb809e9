"""Artificial identity codes of the 900 series: nobody has one."""

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def artificial(day: str = "120938", sign: str = "-", number: int = 901) -> str:
    return f"{day}{sign}{number}{CHECK[int(f'{day}{number}') % 31]}"
