"""Refusals: exceptions that carry a sentence for the person."""


class ActionRefused(Exception):
    """An action was refused by a rule; `text` is the sentence shown, `code` a stable word for sockets and tests.

    One place turns it into a message, an htmx fragment or a socket frame.
    """

    def __init__(self, text, *, code: str = "refused", status: int = 409):
        super().__init__(str(text))
        self.text, self.code, self.status = text, code, status


class NotFound(ActionRefused):
    """Unknown, somebody else's and wrong secret: all the same answer, so that nobody learns which."""

    def __init__(self, text=""):
        super().__init__(text, code="not_found", status=404)
