from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from mosaic_backend.config.environment import Environment, database_settings, environment

SECRET_URL = "postgresql://u:geheim@h:1/x"


@pytest.fixture
def fresh(monkeypatch):
    """A reading of the environment that no other test sees."""
    environment.cache_clear()
    yield monkeypatch
    environment.cache_clear()


def test_environment_when_a_variable_is_missing_or_wrong_then_named_without_values(fresh):
    fresh.delenv("MOSAIC_REDIS_URL")
    fresh.setenv("MOSAIC_DATABASE_URL", SECRET_URL)
    fresh.setenv("MOSAIC_CAMERA_NETWORKS", "10.0.0.0/33")
    with pytest.raises(ImproperlyConfigured) as error:
        environment()
    assert "MOSAIC_REDIS_URL" in str(error.value)
    assert "MOSAIC_CAMERA_NETWORKS" in str(error.value)
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    "text", ["10.0.0.0/8,fd00::/8", "10.0.0.0/8 fd00::/8", " 10.0.0.0/8, fd00::/8"]
)
def test_camera_networks_when_listed_then_read(fresh, text):
    fresh.setenv("MOSAIC_CAMERA_NETWORKS", text)
    assert environment().camera_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def test_plate_countries_when_listed_then_read_or_refused_by_name(fresh):
    fresh.setenv("MOSAIC_PLATE_COUNTRIES", "gb, ie US-CA")
    assert environment().plate_countries == ("GB", "IE", "US-CA")
    environment.cache_clear()
    fresh.setenv("MOSAIC_PLATE_COUNTRIES", "GB,Germany")
    with pytest.raises(ImproperlyConfigured, match=r"MOSAIC_PLATE_COUNTRIES.*GERMANY"):
        environment()


def test_environment_when_shown_then_without_secrets(fresh):
    fresh.setenv("MOSAIC_DATABASE_URL", SECRET_URL)
    assert "geheim" not in repr(Environment())


def test_database_url_when_its_password_is_escaped_then_unescaped():
    settings = database_settings("postgresql://u%40x:p%2Fw@h:5/db", 0)
    assert (settings["USER"], settings["PASSWORD"]) == ("u@x", "p/w")
    assert settings["CONN_MAX_AGE"] == 0
