"""The record's first page."""

import pytest
from django.urls import reverse

from core.models import AccessLog

pytestmark = pytest.mark.django_db


def test_client_detail(sign_in, keyworker, record):
    page = sign_in(keyworker).get(reverse("clients:client_detail", args=[record.pk]))
    assert page.status_code == 200
    assert AccessLog.objects.filter(subject_id=record.pk).count() == 1


def test_client_detail_of_another_team_is_absent(sign_in, stranger, record):
    assert sign_in(stranger).get(reverse("clients:client_detail", args=[record.pk])).status_code == 404
