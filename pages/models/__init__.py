from pages.models.boards import BoardIndexPage, BoardPage
from pages.models.calendar import Holiday, WorkingYear
from pages.models.events import EventIndexPage, EventPage
from pages.models.home import HomePage
from pages.models.opportunities import OpportunityIndexPage, OpportunityPage
from pages.models.reports import ReportIndexPage, ReportPage
from pages.models.services import ServiceIndexPage, ServicePage
from pages.models.settings import CitySettings
from pages.models.standard import StandardPage
from pages.models.taxonomy import Department, District, Topic

__all__ = [
    "BoardIndexPage",
    "BoardPage",
    "CitySettings",
    "Department",
    "District",
    "EventIndexPage",
    "EventPage",
    "Holiday",
    "HomePage",
    "OpportunityIndexPage",
    "OpportunityPage",
    "ReportIndexPage",
    "ReportPage",
    "ServiceIndexPage",
    "ServicePage",
    "StandardPage",
    "Topic",
    "WorkingYear",
]
