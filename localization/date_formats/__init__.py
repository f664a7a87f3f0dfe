"""Where Django's own formats of a language are missing or disagree with each other (FORMAT_MODULE_PATH).

A day has the same order wherever it stands, with a time beside it or without. tests/localization/test_date_formats.py
says so of every language.
"""
