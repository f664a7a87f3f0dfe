"""The city's own name, contact and colours; a colour on which nobody could read is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from pages import colours
from pages.models import CitySettings
from tests.factories import let_edit, make_staff, make_user


@pytest.fixture
def city(home):
    return CitySettings.for_site(Site.objects.get())


def send(client, city, **changes):
    values = {
        "city_name": "Port Alder", "time_zone": "America/Los_Angeles", "currency": "USD", "phone": "", "email": "",
        "address": "", "logo": "", "brand_colour": "#1a4480", "link_colour": "#005ea2", **changes,
    }  # fmt: skip
    return client.post(reverse("wagtailsettings:edit", args=["pages", "citysettings", city.site_id]), values)


def test_an_administrator_changes_them_in_the_admin(city, staff, resident):
    response = send(
        staff(make_user("alma", superuser=True)),
        city,
        city_name="Ríomar",
        brand_colour="#7a1f2b",
        phone="(555) 010-0311",
    )
    assert response.status_code == 302
    page = resident.get("/es/").content.decode()
    assert "Ciudad de Ríomar" in page
    assert "--brand: #7a1f2b" in page
    assert '<bdi dir="ltr">(555) 010-0311</bdi>' in page


@pytest.mark.parametrize("colour", ["#ffff00", "#9bc3ea", "red", "#12345", "#1a4480;} body{display:none"])
def test_a_colour_that_is_too_light_or_none_is_refused(colour, city, staff):
    response = send(staff(make_user("alma", superuser=True)), city, brand_colour=colour)
    assert response.status_code == 200
    city.refresh_from_db()
    assert city.brand_colour == "#1a4480"


def test_the_message_names_the_contrast():
    with pytest.raises(ValidationError, match=r"1\.1 to 1"):
        colours.validate_readable("#ffff00")


def test_a_stranger_cannot_change_them(city, home, staff):
    group = make_staff("Editors of pages")
    let_edit(group, home)
    assert send(staff(make_user("edgar", group)), city, city_name="Elsewhere").status_code == 302
    city.refresh_from_db()
    assert city.city_name == "Port Alder"


@pytest.mark.parametrize(("one", "other", "contrast"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one, other, contrast):
    assert colours.measure_contrast(one, other) == pytest.approx(contrast, abs=0.01)
    assert colours.measure_contrast(other, one) == pytest.approx(contrast, abs=0.01)
