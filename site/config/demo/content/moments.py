from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class In:
    """A moment relative to the day of loading, at an hour of the city's clock. `weekday` (0 is Monday) moves it to
    the next such day."""

    days: int
    hour: int = 12
    minute: int = 0
    weekday: int | None = None

    def resolve(self, now: datetime, zone: str) -> datetime:
        day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=self.days)
        if self.weekday is not None:
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
        return datetime.combine(day, time(self.hour, self.minute), ZoneInfo(zone))


@dataclass(frozen=True)
class Year:
    """That of the day of loading, or one before it."""

    before: int = 0


@dataclass(frozen=True)
class Form:
    """The English page of a form that is loaded before."""

    slug: str
