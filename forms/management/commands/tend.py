from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms.jobs import JOBS, run


class Command(BaseCommand):
    help = (
        "Everything that is due by the clock: mail and virus scans that wait, forms that have closed, reminders, "
        "addresses that were never confirmed, drafts and files that are over. Run it once a minute; twice is harmless."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("jobs", nargs="*", choices=[[], *JOBS], help="Only these.")

    def handle(self, *, jobs: list[str], **options: Any) -> None:
        done = run(jobs or list(JOBS), timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                ", ".join(f"{name}: {'failed' if count is None else count}" for name, count in done.items())
            )
        if None in done.values():
            raise CommandError("A job failed; the log says why.")
