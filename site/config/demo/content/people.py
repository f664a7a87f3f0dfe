"""Who works in Port Alder, and what things are sorted by."""

from typing import Any

DEPARTMENTS = [
    {"code": "clerk", "name": "City Clerk", "email": "clerk@portalder.example", "phone": "(555) 010-0311"},
    {"code": "parks", "name": "Parks and Recreation", "email": "parks@portalder.example", "phone": "(555) 010-0320"},
    {
        "code": "streets",
        "name": "Streets and Transport",
        "email": "streets@portalder.example",
        "phone": "(555) 010-0330",
    },
    {"code": "library", "name": "Library", "email": "library@portalder.example", "phone": "(555) 010-0340"},
    {
        "code": "accountability",
        "name": "Office of Police Accountability",
        "email": "accountability@portalder.example",
        "phone": "(555) 010-0350",
    },
]

TOPICS = [
    {"code": "parks", "name": "Parks and trees"},
    {"code": "streets", "name": "Streets and sidewalks"},
    {"code": "safety", "name": "Public safety"},
    {"code": "budget", "name": "Budget"},
    {"code": "youth", "name": "Youth"},
    {"code": "languages", "name": "Languages"},
]

DISTRICTS = [
    {"code": "harbor", "name": "Harbor District"},
    {"code": "hill", "name": "Hill District"},
    {"code": "river", "name": "River District"},
    {"code": "mills", "name": "Old Mills District"},
]

QUEUES = [
    "City Clerk",
    "Parks and Recreation",
    "Streets and Transport",
    "Library",
    "Police Accountability",
    "Parks Commission applications",
    "Library Board applications",
    "Volunteers",
]

# Everybody's password is printed by `make demo`.
PEOPLE: list[dict[str, Any]] = [
    {"username": "admin", "name": "Alma Reyes", "role": "Administrator", "group": None},
    {"username": "editor", "name": "Edgar Lund", "role": "Editor", "group": "Editors"},
    {"username": "translator", "name": "Teresa Molina", "role": "Spanish translator", "group": "Translators: Spanish"},
    {"username": "moderator", "name": "Minh Tran", "role": "Moderator", "group": "Moderators"},
    {"username": "reviewer", "name": "Rosa Okafor", "role": "Board reviewer", "group": "Reviewers: Parks Commission"},
]
