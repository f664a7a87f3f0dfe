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
    parent = source.get_parent()
    is_below_one = parent is not None and parent.cached_content_type.model_class() is OpportunityPage
    opportunity = parent.specific if is_below_one else Window()
    return Window(source.opens_at or opportunity.opens_at, source.closes_at or opportunity.closes_at)
