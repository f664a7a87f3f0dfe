from tests.demo import chromium, demo, find_faults, log_in, open_page, sessions  # noqa: F401  fixtures
