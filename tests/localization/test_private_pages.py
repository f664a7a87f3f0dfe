"""A page that needs a password needs it in every language, and its title is in no list."""

import pytest

from tests import factories as f


@pytest.fixture
def service(home, spanish_home):
    index = f.ServiceIndexFactory(parent=home, slug="services")
    f.translate(index, "es")
    page = f.ServiceFactory(parent=index, slug="secret", title="Secret service", introduction="Hush.")
    f.translate(page, "es", {"Secret service": "Servicio secreto"})
    page.view_restrictions.create(restriction_type="password", password="open sesame")
    return page


@pytest.mark.parametrize("language", ["en", "es", "km"])
def test_it_asks_for_the_password_in_the_readers_language(language, service, resident, read):
    response = resident.get(f"/{language}/services/secret/")
    page = read(response)
    assert page.select_one("[type=password]")
    assert page.html["lang"] == language
    assert "Hush" not in response.content.decode()


@pytest.mark.parametrize("language", ["en", "es", "km"])
def test_it_is_in_no_list_and_no_sitemap(language, service, resident):
    for address in (f"/{language}/", f"/{language}/services/", "/sitemap.xml"):
        content = resident.get(address).content.decode()
        assert "ecret" not in content


def test_with_the_password_it_opens(service):
    from django.test import Client

    client = Client()
    restriction = service.view_restrictions.get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{service.pk}/",
        {"password": "open sesame", "return_url": "http://testserver/es/services/secret/"},
    )
    assert "Servicio secreto" in client.get("/es/services/secret/").content.decode()
