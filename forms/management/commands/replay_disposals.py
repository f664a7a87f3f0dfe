from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms.records.log import BrokenLog, read_log, replay


class Command(BaseCommand):
    help = (
        "After a restore from a backup: disposes again of everything that the disposal log says, and takes out again "
        "what was redacted. Twice is harmless. Ends with 1 where something could not be done."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="What disposal_log has written.")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open(encoding="utf-8") as lines:
                entries = read_log(lines)
        except (OSError, UnicodeDecodeError, BrokenLog) as error:
            raise CommandError(f"Nothing was done: {error}.") from error
        report = replay(entries)
        self.stdout.write(f"Disposed of again: {len(report.disposed)} {' '.join(report.disposed)}".rstrip())
        self.stdout.write(f"Redacted again: {len(report.redacted)} {' '.join(report.redacted)}".rstrip())
        self.stdout.write(f"Not in the backup: {len(report.missing)} {' '.join(report.missing)}".rstrip())
        self.stdout.write(f"Unsent answers and requests deleted again: {report.forgotten}")
        self.stdout.write(f"As the log says already: {report.known}")
        if report.failed:
            raise CommandError(
                f"Left, because a legal hold covers them: {' '.join(report.failed)}. "
                "Release it if it was released before, and run this again."
            )
