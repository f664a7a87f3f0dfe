from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms.models import Event
from forms.record import find_breaks
from forms.records.guards import list_missing


class Command(BaseCommand):
    help = (
        "Checks that no line of the record of the inbox was changed or taken out, and that the database guards it and "
        "what came in. Ends with 1 if not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(find_breaks())
        for event in broken:
            self.stderr.write(f"{event.pk}: {event}: this line, or the one before it, is not as it was written")
        if broken:
            raise CommandError(f"The record is broken in {len(broken)} places.")
        if missing := list_missing():
            raise CommandError(f"The database does not guard: {', '.join(missing)}. Run migrate, which sees to it.")
        last = Event.objects.order_by("-pk").first()
        self.stdout.write(f"{Event.objects.count()} lines, all as they were written.")
        if last:
            self.stdout.write(f"Keep this elsewhere, and compare it the next time: {last.pk} {last.digest}")
