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

# Working days within which a queue answers.
RESPONSE_TARGETS = {
    "City Clerk": 5,
    "Parks and Recreation": 3,
    "Streets and Transport": 3,
    "Library": 5,
    "Police Accountability": 10,
}

EVERYTHING = ["view", "answer", "decide", "export"]
DEPARTMENTS_QUEUES = ["City Clerk", "Parks and Recreation", "Streets and Transport", "Library", "Volunteers"]

# Not the concerns about the police: who disposes of a case may be shown what is in it.
RECORDS_QUEUES = [*DEPARTMENTS_QUEUES, "Parks Commission applications", "Library Board applications"]

# {group: [(queues, rights)]}, see `forms.rights`.
RIGHTS: dict[str, list[tuple[list[str], list[str]]]] = {
    "Moderators": [(DEPARTMENTS_QUEUES, EVERYTHING)],
    "Staff: Parks and Recreation": [(["Parks and Recreation"], ["view", "answer"])],
    "Staff: Police Accountability": [(["Police Accountability"], [*EVERYTHING, "unseal"])],
    "Selection: Parks Commission": [(["Parks Commission applications"], [*EVERYTHING, "unseal"])],
    "Panel: Parks Commission": [(["Parks Commission applications"], ["review"])],
    "Records officers": [(QUEUES, ["audit"]), (RECORDS_QUEUES, ["dispose"])],
}

# Everybody's password is printed by `make demo`.
PEOPLE: list[dict[str, Any]] = [
    {"username": "admin", "name": "Alma Reyes", "role": "Administrator", "group": None},
    {"username": "editor", "name": "Edgar Lund", "role": "Editor", "group": "Editors"},
    {"username": "translator", "name": "Teresa Molina", "role": "Spanish translator", "group": "Translators: Spanish"},
    {"username": "moderator", "name": "Minh Tran", "role": "Moderator", "group": "Moderators"},
    {"username": "parks", "name": "Pia Lindgren", "role": "Parks staff", "group": "Staff: Parks and Recreation"},
    {
        "username": "oversight",
        "name": "Omar Diallo",
        "role": "Police accountability",
        "group": "Staff: Police Accountability",
    },
    {"username": "reviewer", "name": "Rosa Okafor", "role": "Board reviewer", "group": "Selection: Parks Commission"},
    {"username": "panel", "name": "Paul Novak", "role": "Panel member", "group": "Panel: Parks Commission"},
    {"username": "records", "name": "Ruth Sandoval", "role": "Records officer", "group": "Records officers"},
    {"username": "clerk", "name": "Grace Adeyemi", "role": "City clerk", "group": "Records officers"},
]

# The lines of the records schedule: code, title, months, from when, source.
SERIES = [
    ("GS-104", "Correspondence with residents", 24, "closed", "State general schedule, version 4.2, page 31"),
    ("GS-217", "Applications for boards and commissions", 36, "form", "State general schedule, version 4.2, page 58"),
    ("GS-330", "Complaints about the police", 60, "closed", "State general schedule, version 4.2, page 77"),
]
