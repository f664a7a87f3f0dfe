from config.demo.content.consultation import CAMERAS
from config.demo.content.forms import CONCERN

BOARDS = {
    "type": "pages.BoardIndexPage",
    "slug": "boards",
    "title": "Boards and commissions",
    "introduction": "Residents who advise and decide with the City: who they are, when they meet, how to join.",
    "main": True,
    "menu": True,
    "children": [
        {
            "type": "pages.BoardPage",
            "slug": "parks-commission",
            "title": "Parks and Recreation Commission",
            "introduction": "Advises the City Council on parks, trails, recreation programs and the trees on our streets.",
            "meets": "Second Tuesday of each month, 6:30 pm",
            "appointed_by": "The City Council",
            "department": "parks",
            "topics": ["parks"],
            "seats": 9,
            "term_years": 3,
            "hours_a_month": 6,
            "place": "City Hall, Room 120, 120 Main Street",
            "email": "parks-commission@portalder.example",
            "body": [
                (
                    "paragraph",
                    "<p>The Commission reviews the parks budget, hears residents on every new park plan and walks through four parks a year with the people who use them.</p><p>Members need no special training. Childcare and bus fare are paid for every meeting.</p>",
                ),
                (
                    "answer",
                    {
                        "question": "Are the meetings open to the public?",
                        "answer": "<p>Yes, always, in the room and online. Anybody may speak for three minutes at the start.</p>",
                    },
                ),
            ],
        },
        {
            "type": "pages.BoardPage",
            "slug": "public-safety-commission",
            "title": "Community Commission for Public Safety",
            "introduction": "Seven residents who set goals for the police, review its policies and its budget, and hear the public on all three.",
            "meets": "Last Thursday of each month, 6 pm",
            "appointed_by": "Nominated by the District Councils, chosen by the Mayor, confirmed by the City Council",
            "department": "accountability",
            "topics": ["safety", "budget"],
            "seats": 7,
            "term_years": 4,
            "hours_a_month": 12,
            "place": "Civic Center, 40 Alder Square",
            "email": "commission@portalder.example",
            "body": [
                (
                    "paragraph",
                    "<p>Members come from all parts of the city. At least two have worked in law, one in public health or mental health, and one has been active for the rights of immigrants.</p>",
                ),
                (
                    "steps",
                    {
                        "title": "How a policy is made",
                        "steps": [
                            {"title": "Draft", "text": "The draft is published in all languages of this site."},
                            {"title": "Comments", "text": "Residents and organizations have at least 30 days."},
                            {"title": "Vote", "text": "The Commission says what it heard, and votes in public."},
                        ],
                    },
                ),
            ],
            "children": [CONCERN, CAMERAS],
        },
        {
            "type": "pages.BoardPage",
            "slug": "harbor-district-council",
            "title": "Harbor District Council",
            "introduction": "Three elected residents who bring the Harbor District's concerns about safety to the City, every month.",
            "meets": "First Wednesday of each month, 6:30 pm",
            "appointed_by": "Elected by the residents of the district",
            "department": "accountability",
            "district": "harbor",
            "topics": ["safety"],
            "seats": 3,
            "term_years": 4,
            "hours_a_month": 10,
            "place": "Harbor Library, 8 Pier Street",
            "email": "harbor-council@portalder.example",
            "body": [
                (
                    "paragraph",
                    "<p>The Council holds a public meeting each month, helps residents who had trouble with the police to be heard, and nominates members of the Community Commission for Public Safety.</p>",
                ),
            ],
        },
        {
            "type": "pages.BoardPage",
            "slug": "library-board",
            "title": "Library Advisory Board",
            "introduction": "Readers of every age who say what our five libraries should offer, and when they should be open.",
            "meets": "Third Monday of every second month, 5 pm",
            "appointed_by": "The Mayor",
            "department": "library",
            "topics": ["youth", "languages"],
            "seats": 11,
            "term_years": 2,
            "hours_a_month": 3,
            "place": "Main Library, 200 Main Street",
            "email": "library-board@portalder.example",
            "body": [
                (
                    "paragraph",
                    "<p>Two of the eleven seats are for people between 14 and 20. The Board chooses a tenth of all new books, and half of those in languages other than English.</p>",
                ),
            ],
        },
    ],
}
