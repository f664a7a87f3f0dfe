from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from forms.records.log import write_log


class Command(BaseCommand):
    help = (
        "Writes what was disposed of, redacted and forgotten, one JSON line each. Keep it apart from the backups, and "
        "run replay_disposals with it after one of them was restored."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="Where to; without it to the standard output.")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        lines = [f"{line}\n" for line in write_log()]
        if file is None:
            self.stdout.write("".join(lines), ending="")
            return
        half = file.with_name(f"{file.name}.part")  # a run that is killed leaves the log of yesterday whole
        half.write_text("".join(lines), encoding="utf-8")
        half.replace(file)
        self.stdout.write(f"{len(lines) - 1} lines.")
