"""The broker URL: folders for the demo, Redis or RabbitMQ with short patience in production."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from academy.broker import celery_settings


def test_a_folder_becomes_a_queue_that_worker_and_web_share(tmp_path: Path) -> None:
    found = celery_settings(f"filesystem://{tmp_path}/broker")
    options = found["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert found["CELERY_BROKER_URL"] == "filesystem://"
    assert options["data_folder_in"] == options["data_folder_out"] == str(tmp_path / "broker" / "queue")
    assert options["control_folder"] == str(tmp_path / "broker" / "control")
    assert (tmp_path / "broker" / "queue").is_dir()
    assert (tmp_path / "broker" / "control").is_dir()


@pytest.mark.parametrize("scheme", ["redis", "rediss", "amqp", "amqps"])
def test_a_server_is_given_up_on_within_seconds(scheme: str) -> None:
    found = celery_settings(f"{scheme}://broker.example:1234/0")
    assert found["CELERY_BROKER_URL"] == f"{scheme}://broker.example:1234/0"
    assert found["CELERY_BROKER_TRANSPORT_OPTIONS"] == {"socket_connect_timeout": 2, "socket_timeout": 5}


def test_another_kind_of_broker_is_refused_with_a_sentence() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        celery_settings("sqs://queue")
    assert str(refusal.value) == "ACADEMY_BROKER_URL begins with 'sqs'. Use filesystem:///folder or redis://host."
