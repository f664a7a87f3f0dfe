import time

from django.core.management.base import BaseCommand

from config.demo.load import is_loaded, load_city


class Command(BaseCommand):
    help = "Load the demo city Port Alder into an empty site. A city that is there already stays as it is."

    def handle(self, **options: object) -> None:
        if is_loaded():
            self.stdout.write("Port Alder is there already.")
            return
        started = time.monotonic()
        load_city(lambda step: self.stdout.write(f"  {time.monotonic() - started:5.1f} s  {step}"))
        self.stdout.write(f"  {time.monotonic() - started:5.1f} s  Port Alder is there.")
