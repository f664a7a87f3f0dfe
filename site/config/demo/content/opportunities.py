from config.demo.content.applications import APPLY_LIBRARY, APPLY_PARKS, CLEANUP, VOLUNTEER
from config.demo.content.moments import In

OPPORTUNITIES = {
    "type": "pages.OpportunityIndexPage",
    "slug": "opportunities",
    "title": "Opportunities",
    "introduction": "Seats on boards and volunteer work that are open now, or will be soon.",
    "main": True,
    "menu": True,
    "children": [
        {
            "type": "pages.OpportunityPage",
            "slug": "parks-commission-member",
            "title": "Parks and Recreation Commission: at-large member",
            "introduction": "Help decide how our parks are used, cared for and paid for. Two seats, three years, for residents of any district.",
            "requirements": "You live in Port Alder and are 18 or older. You need not be a citizen, and you need no training.",
            "kind": "board",
            "opens_at": In(-10, 9),
            "closes_at": In(28, 17, weekday=4),
            "places": 2,
            "hours_a_month": 6,
            "board": "parks-commission",
            "department": "parks",
            "topics": ["parks"],
            "body": [
                (
                    "steps",
                    {
                        "title": "From application to appointment",
                        "steps": [
                            {
                                "title": "Apply",
                                "text": "Only with the form on this site, or on paper at any library. It takes about half an hour.",
                                "day": In(28, 17, weekday=4),
                            },
                            {
                                "title": "Check of the requirements",
                                "day": In(32, weekday=0),
                                "text": "In the week after closing. If we find that you do not meet them, you have 14 days to ask for a review.",
                            },
                            {
                                "title": "List of eligible applicants",
                                "day": In(39, weekday=0),
                                "text": "Everybody who meets the requirements is on it, without a rank.",
                            },
                            {
                                "title": "Conversation",
                                "day": In(46, weekday=0),
                                "text": "Forty minutes with two members and one resident, in the language you choose.",
                            },
                            {
                                "title": "Appointment",
                                "text": "The City Council votes in a public meeting. The day is still to be decided.",
                            },
                        ],
                    },
                ),
            ],
            "children": [APPLY_PARKS],
        },
        {
            "type": "pages.OpportunityPage",
            "slug": "library-board-youth-member",
            "title": "Library Advisory Board: youth member",
            "introduction": "Are you between 14 and 20? Say what libraries are for. One seat, one year.",
            "requirements": "You are 14 to 20 years old and live or go to school in Port Alder. If you are under 18, a parent or guardian signs with you later.",
            "kind": "board",
            "opens_at": In(-25, 9),
            "closes_at": In(3, 17),
            "places": 1,
            "hours_a_month": 3,
            "board": "library-board",
            "department": "library",
            "topics": ["youth"],
            "body": [
                (
                    "paragraph",
                    "<p>The Board meets after school, every second month. Snacks, bus fare and a certificate of service are included.</p>",
                ),
            ],
            "children": [APPLY_LIBRARY],
        },
        {
            "type": "pages.OpportunityPage",
            "slug": "public-safety-commission-member",
            "title": "Community Commission for Public Safety: nomination for one seat",
            "introduction": "One of the seven seats falls vacant. The District Councils nominate, the Mayor chooses, the City Council confirms.",
            "requirements": "You have lived in Port Alder for at least five years and have not worked for the police in that time.",
            "kind": "board",
            "opens_at": In(14, 9),
            "closes_at": In(60, 17, weekday=4),
            "places": 1,
            "hours_a_month": 12,
            "board": "public-safety-commission",
            "department": "accountability",
            "topics": ["safety"],
            "body": [
                (
                    "paragraph",
                    "<p>Come to the next meeting of your District Council if you want to know more, or if you would like to nominate somebody else.</p>",
                ),
            ],
        },
        {
            "type": "pages.OpportunityPage",
            "slug": "river-cleanup",
            "title": "River cleanup: one Saturday, three shifts",
            "introduction": "Take litter and old branches out of the river with your neighbors. Children are welcome with an adult.",
            "requirements": "Anybody can come. No training, no tools.",
            "kind": "volunteer",
            "opens_at": In(-5, 9),
            "closes_at": In(18, 17, weekday=3),
            "places": 26,
            "department": "parks",
            "topics": ["parks"],
            "body": [
                (
                    "paragraph",
                    "<p>Wear shoes that may get wet. In a storm we move to the next Saturday and write to you.</p>",
                )
            ],
            "children": [CLEANUP],
        },
        {
            "type": "pages.OpportunityPage",
            "slug": "language-ambassadors",
            "title": "Language ambassadors at city events",
            "introduction": "Welcome neighbors in your language at listening sessions and festivals. Four hours a month, training included.",
            "requirements": "You speak English and at least one other language, and you are 16 or older.",
            "kind": "volunteer",
            "opens_at": In(-40, 9),
            "closes_at": In(-6, 17),
            "places": 25,
            "hours_a_month": 4,
            "department": "clerk",
            "topics": ["languages"],
            "body": [
                (
                    "paragraph",
                    "<p>Ambassadors do not interpret: they greet, explain and call an interpreter when one is needed.</p>",
                ),
            ],
            "children": [VOLUNTEER],
        },
    ],
}
