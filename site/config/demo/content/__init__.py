"""What Port Alder says in English. Facts are drawn from five real offices; the city is invented.

A page is a dict: `type`, `slug`, `title`, the page's own fields, `body` as (block type, value) pairs, `children`;
`main` pages exist in every language, the others in English, Spanish and Arabic. Moments are `In(days, hour, minute)`
from the day the demo is loaded, in the city's zone.
"""

from config.demo.content.boards import BOARDS
from config.demo.content.events import EVENTS
from config.demo.content.forms import ASK, SURVEY
from config.demo.content.opportunities import OPPORTUNITIES
from config.demo.content.people import DEPARTMENTS, DISTRICTS, PEOPLE, QUEUES, TOPICS
from config.demo.content.reports import REPORTS
from config.demo.content.services import SERVICES
from config.demo.content.standard import STANDARD

HOME = {
    "type": "pages.HomePage",
    "slug": "port-alder",
    "title": "Take part in Port Alder",
    "introduction": (
        "Ask, tell, apply, volunteer: everything the City asks its residents, in one place and in your language."
    ),
    "main": True,
    "body": [
        (
            "callout",
            {
                "title": "You need no account",
                "text": (
                    "Every form works on any phone. You get a reference number, and you can call us with it in "
                    "any language."
                ),
            },
        ),
    ],
    "children": [SERVICES, BOARDS, OPPORTUNITIES, EVENTS, ASK, SURVEY, REPORTS, *STANDARD],
}

__all__ = ["DEPARTMENTS", "DISTRICTS", "HOME", "PEOPLE", "QUEUES", "TOPICS"]
