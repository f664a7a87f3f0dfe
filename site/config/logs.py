import logging
import re
from typing import Any

KEY = re.compile(r"/(receipt|draft|watch|confirm)/[\w-]{22}")


class HideKeys(logging.Filter):
    """Addresses with a resident's key open what they sent: of such an address a log has everything but the key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hide(each) for each in record.args)
        return True


def hide(value: Any) -> Any:
    return KEY.sub(r"/\1/…", value) if isinstance(value, str) else value
