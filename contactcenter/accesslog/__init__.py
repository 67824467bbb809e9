"""Who looked at whose data. `accesslog.record(...)` is the door for every app above."""


def record(**entry):
    """See `actions.record`; imported late, since models exist only after the applications are loaded."""
    from .actions import record

    return record(**entry)
