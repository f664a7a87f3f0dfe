SERVICES = {
    "type": "pages.ServiceIndexPage",
    "slug": "services",
    "title": "Services",
    "introduction": "What the City does for you, what it costs and how long it takes.",
    "main": True,
    "menu": True,
    "children": [
        {
            "type": "pages.ServicePage",
            "slug": "report-a-problem",
            "title": "Report a street or park problem",
            "introduction": "A broken light, a hole in the road, a fallen tree: tell us where it is and we send a crew.",
            "department": "streets",
            "topics": ["streets", "parks"],
            "fee": "0",
            "working_days": 5,
            "start_page": "ask-or-tell-the-city",
            "body": [
                (
                    "paragraph",
                    "<p>You do not need to know which department is in charge. We pass your report on, and you can ask about it with your reference number.</p>",
                ),
                (
                    "steps",
                    {
                        "title": "How it works",
                        "steps": [
                            {
                                "title": "Tell us what and where",
                                "text": "A street corner, a house number or the name of the park is enough.",
                            },
                            {"title": "We check it", "text": "Dangerous places are made safe the same day."},
                            {"title": "We repair it", "text": "If it takes longer than planned, we tell you why."},
                        ],
                    },
                ),
                ("callout", {"title": "Somebody is in danger", "text": "Call 911. Do not use a form."}),
            ],
        },
        {
            "type": "pages.ServicePage",
            "slug": "ask-for-an-interpreter",
            "title": "Ask for an interpreter",
            "introduction": "An interpreter or a translated document, free of charge, for anything you need from the City.",
            "department": "clerk",
            "topics": ["languages"],
            "fee": "0",
            "working_days": 3,
            "start_page": "ask-or-tell-the-city",
            "body": [
                (
                    "paragraph",
                    "<p>You can ask for an interpreter at a counter, at a public meeting, on the phone or for a letter you have received. Sign language is included.</p>",
                ),
                (
                    "answer",
                    {
                        "question": "May a friend or my child interpret for me?",
                        "answer": "<p>You may bring anybody you trust. Children should not have to interpret, so we always offer a professional.</p>",
                    },
                ),
                (
                    "answer",
                    {
                        "question": "What if my language is not on this site?",
                        "answer": "<p>We reach interpreters of more than 200 languages by phone, within minutes.</p>",
                    },
                ),
            ],
        },
        {
            "type": "pages.ServicePage",
            "slug": "reserve-a-picnic-shelter",
            "title": "Reserve a picnic shelter",
            "introduction": "Shelters for 20 to 80 people in six parks, from sunrise to sunset.",
            "department": "parks",
            "topics": ["parks"],
            "fee": "45.00",
            "working_days": 2,
            "body": [
                (
                    "paragraph",
                    "<p>Residents can reserve three months ahead. Neighborhood associations and schools reserve free of charge once a year.</p>",
                ),
                ("heading", "What you need"),
                (
                    "paragraph",
                    "<ul><li>The date, and a second date in case the first is taken</li><li>How many people will come</li><li>A phone number for the day itself</li></ul>",
                ),
            ],
            # Said in English after the translations were made: a page that is out of date, for everybody to see.
            "later": "Shelters for 20 to 120 people in seven parks, from sunrise to sunset. Grills are now included.",
        },
        {
            "type": "pages.ServicePage",
            "slug": "request-a-public-record",
            "title": "Request a public record",
            "introduction": "Ask for a document of the City: minutes, permits, contracts, reports, letters.",
            "department": "clerk",
            "topics": [],
            "fee": "0",
            "working_days": 10,
            "start_page": "ask-or-tell-the-city",
            "body": [
                (
                    "paragraph",
                    "<p>You do not have to say who you are or why you ask. The more exactly you name the document, the sooner you have it.</p>",
                ),
                (
                    "callout",
                    {
                        "title": "",
                        "text": "What you write in a request is itself a public record. Leave out what nobody else should read.",
                    },
                ),
            ],
        },
    ],
}
