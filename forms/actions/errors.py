from typing import Any


class Refused(Exception):
    """What was asked cannot be done; the reason is for the person who asked."""


class Flooded(Refused):
    """Far more came in than people could have sent."""


class WindowClosed(Refused):
    """The form is not open at the moment of storing."""


class NoPlaceLeft(Refused):
    """The form has a limited number of places, and no waiting list."""


class Stale(Refused):
    """Somebody else has changed the case since it was shown. `case`: as it is now."""

    def __init__(self, case: Any) -> None:
        super().__init__("changed by somebody else")
        self.case = case
