"""When a form may be sent: half-open, [opens, closes), two instants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pages.models import OpportunityPage


@dataclass(frozen=True)
class Window:
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_before(self, now: datetime) -> bool:
        return self.opens_at is not None and now < self.opens_at

    def is_after(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at

    def accepts(self, now: datetime) -> bool:
        return not self.is_before(now) and not self.is_after(now)


def find_window(source: Any) -> Window:
    """The form's own times; where it has none, those of the opportunity it is below; else it is always open."""
    opens_at, closes_at = source.opens_at, source.closes_at
    if source.path and not (opens_at and closes_at):
        above = OpportunityPage.objects.filter(path=source.path[: -source.steplen])
        if times := above.values_list("opens_at", "closes_at").first():
            opens_at, closes_at = opens_at or times[0], closes_at or times[1]
    return Window(opens_at, closes_at)
