from django.core.management.base import BaseCommand
from django.utils import timezone

from forms.delivery import sweep


class Command(BaseCommand):
    help = "Give the worker what is due: messages that were postponed, and those a killed worker left. Once a minute."

    def handle(self, **options: object) -> None:
        count = sweep(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{count} messages are due.")
