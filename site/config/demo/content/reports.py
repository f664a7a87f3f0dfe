from config.demo.content.moments import Year

REPORTS = {
    "type": "pages.ReportIndexPage",
    "slug": "reports",
    "title": "Public reports",
    "introduction": "What the City's offices have done, and what they heard, year by year.",
    "children": [
        {
            "type": "pages.ReportPage",
            "slug": "police-accountability-this-year",
            "title": "Police accountability: the year so far",
            "introduction": "How many concerns and questions reached us, and how they were answered. No case can be recognised here.",
            "year": Year(),
            "department": "accountability",
            "topics": ["safety"],
            "body": [
                (
                    "engagement",
                    {
                        "title": "What reached the City, by district",
                        "introduction": "",
                        "year": Year(),
                        "dimension": "district",
                    },
                ),
            ],
        },
        {
            "type": "pages.ReportPage",
            "slug": "police-accountability-last-year",
            "title": "Police accountability: annual report",
            "introduction": "Listening sessions, school visits, and what came of your concerns.",
            "year": Year(1),
            "department": "accountability",
            "topics": ["safety", "youth"],
            "document": (
                "Annual report of the Office of Police Accountability",
                [
                    "We held six listening sessions and visited nine schools.",
                    "Most of you asked for interpreters at every session. Since May there are some at all of them.",
                ],
            ),
            "body": [
                ("paragraph", "<p>We held six listening sessions and visited nine schools.</p>"),
                (
                    "paragraph",
                    "<p>Most of you asked for interpreters at every session. Since May there are some at all of them.</p>",
                ),
            ],
        },
        {
            "type": "pages.ReportPage",
            "slug": "parks-last-year",
            "title": "Parks: what was planted and mended",
            "introduction": "Four hundred trees, eleven playgrounds, one new path along the river.",
            "year": Year(1),
            "department": "parks",
            "topics": ["parks"],
            "body": [("paragraph", "<p>Four hundred trees, eleven playgrounds, one new path along the river.</p>")],
        },
    ],
}
