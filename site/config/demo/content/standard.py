from config.demo.content.moments import Form, Year

RESULTS = {
    "type": "pages.StandardPage",
    "slug": "results",
    "title": "What you told us",
    "introduction": "What residents said in the Citizen Survey, and how the City answers those who write to it.",
    "body": [
        (
            "results",
            {
                "title": "Results of the Citizen Survey",
                "introduction": "Answers in all languages, counted together.",
                "form": Form("citizen-survey"),
                "questions": [],
            },
        ),
        (
            "engagement",
            {
                "title": "What reached the City this year",
                "introduction": "Questions, complaints, ideas, sign-ups and answers to surveys.",
                "year": Year(),
                "dimension": "month",
            },
        ),
        (
            "engagement",
            {
                "title": "The languages in which people write",
                "introduction": "",
                "year": Year(),
                "dimension": "language",
            },
        ),
    ],
}

STANDARD = [
    {
        "type": "pages.StandardPage",
        "slug": "how-to-take-part",
        "title": "How to take part",
        "introduction": "Five minutes or five years: all the ways in which residents help to run Port Alder.",
        "main": True,
        "menu": True,
        "body": [
            (
                "steps",
                {
                    "title": "Choose what fits you",
                    "steps": [
                        {
                            "title": "Five minutes: tell us",
                            "text": "A question, an idea, a complaint or thanks. Somebody reads every one.",
                        },
                        {
                            "title": "An evening: come to an event",
                            "text": "Meetings are open to everybody. Interpretation and childcare are free.",
                        },
                        {
                            "title": "A few hours: volunteer",
                            "text": "At festivals, in parks and in libraries. We train you.",
                        },
                        {
                            "title": "A term: join a board",
                            "text": "Boards advise the City Council. Most need no special knowledge.",
                        },
                    ],
                },
            ),
            (
                "answer",
                {
                    "question": "Do I have to be a citizen?",
                    "answer": "<p>No. Anybody who lives in Port Alder can take part. Where the law asks for more, the page says so.</p>",
                },
            ),
        ],
        "children": [RESULTS],
    },
    {
        "type": "pages.StandardPage",
        "slug": "language-help",
        "title": "Language help",
        "introduction": "This site speaks ten languages. On the phone and at our counters we speak many more.",
        "main": True,
        "body": [
            (
                "paragraph",
                "<p>Dates, places and numbers are the same in every language at all times. A text whose translation is older than the English says so at the top.</p><p>If you find a mistake in a translation, please tell us.</p>",
            ),
        ],
    },
    {
        "type": "pages.StandardPage",
        "slug": "accessibility",
        "title": "Accessibility",
        "introduction": "This site is built to be used by everybody, with any device and any assistive technology.",
        "main": True,
        "body": [
            (
                "paragraph",
                "<p>We follow the Web Content Accessibility Guidelines 2.2, level AA. Every form works with the keyboard alone, without scripts, and at four times the size.</p><p>If something does not work for you, tell us. You get what you need in another way, the same week.</p>",
            ),
        ],
    },
    {
        "type": "pages.StandardPage",
        "slug": "privacy",
        "title": "Privacy",
        "introduction": "What we keep when you use this site, why, and for how long.",
        "main": True,
        "body": [
            (
                "paragraph",
                "<p>Reading this site leaves no trace with anybody but the City: there are no advertisements, no counters of other companies and no cookies, except one if you choose a language.</p><p>What you send with a form is read by the people who deal with it, and by nobody else.</p>",
            ),
        ],
    },
]
