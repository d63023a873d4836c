"""Whatever form offers people, services or codes offers only those that are active: every form that a route shows is asked.

The forms are found by what the routes make of them, and compared with every class of ours that has such a field, so that a
new one is tried or the test says that it was not.
"""

from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.template import Template
from django.utils import timezone

from accounts.models import User
from programmes.choices import ProgrammeKind
from reference.fields import CodeChoiceField, CodesChoiceField
from reference.models import Code
from services_directory.choices import ServiceStatus
from services_directory.models import Service
from tests.factories import accounts
from tests.factories import services_directory as directory
from tests.factories.clients import EpisodeInterventionFactory
from tests.factories.programmes import EnrolmentFactory

from .test_bad_input import opener
from .test_who import browser, undrawn
from .who import FORM, WHO

PICKED = (User, Service, Code)
FORMS = [name for name, row in WHO.items() if row[1] == FORM or name.endswith(("_list", "_overview"))]
BESIDES = {
    "TimelineQuery.by": "who wrote in a record, gone or not, is what it is narrowed by",
    "ServiceForm.replaced_by": "an editor pastes an address, and what came next may have ended too",
}
NOT_SHOWN = {
    "ImportedClientForm.registered_team": "on no page: each line of a file goes through it",
    "TimeForm.room": "on no page by itself: the forms that book and move are made of it",
    "TimeForm.worker": "the same",
}


def chosen_from(field):
    """The keys that a field offers, by what they are keys of; those of a plain list of choices are UUIDs of anything."""
    queryset = getattr(field, "queryset", None)
    if queryset is not None:
        return (
            {queryset.model: set(queryset.values_list("pk", flat=True))} if issubclass(queryset.model, PICKED) else {}
        )
    keys = {str(key) for key, _words in getattr(field, "choices", []) if len(str(key)) == 36}
    return {Service: {UUID(key) for key in keys}, Code: {UUID(key) for key in keys}} if keys else {}


def declared():
    """Every field of a form of ours that chooses among rows, other than by the fields of `reference`, which know no retired code."""
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        for form in subclasses:
            if form.__module__.partition(".")[0] in settings.LOCAL_APPS:
                fields = getattr(form, "base_fields", {}).items()
                found |= {f"{form.__name__}.{name}" for name, field in fields if is_of_rows(field)}
    return found


def is_of_rows(field):
    if not isinstance(field, forms.ModelChoiceField) or isinstance(field, (CodeChoiceField, CodesChoiceField)):
        return False
    return field.queryset is None or issubclass(field.queryset.model, PICKED)


def shown_by(name, world):
    """The forms that are made when a page is opened by somebody who may."""
    made, plain = [], forms.BaseForm.__init__

    def kept(form, *args, **kwargs):
        plain(form, *args, **kwargs)
        made.append(form)

    user, url = opener(name, world)
    with patch.object(forms.BaseForm, "__init__", kept), patch.object(Template, "render", undrawn):
        browser(user).get(url)
    return made


def gone(world):
    """What nothing may offer: colleagues who have left, services that have ended, codes that are retired."""
    for user in list(world.users.values()):
        accounts.UserFactory(
            role=user.role, coach_kind=user.coach_kind, partnership=user.partnership, team=world.team, is_active=False
        )  # fmt: skip
    for episode in world.episodes.values():  # there is something to book as part of, and something that can go on
        EnrolmentFactory(client=episode.client, programme__kind=ProgrammeKind.ONE_TO_ONE)
        EpisodeInterventionFactory(episode=episode)
    for status in ServiceStatus:
        if status != ServiceStatus.ACTIVE:
            directory.ServiceFactory(status=status)
    yesterday = timezone.localdate() - timedelta(days=1)
    last = {code.code_set_id: code.pk for code in Code.objects.order_by("position")}
    Code.objects.filter(pk__in=last.values()).update(active_until=yesterday)
    return {
        User: set(User.objects.filter(is_active=False).values_list("pk", flat=True)),
        Service: set(Service.objects.exclude(status=ServiceStatus.ACTIVE).values_list("pk", flat=True)),
        Code: set(last.values()),
    }


@pytest.mark.django_db
def test_pickers_offer_only_the_active(world):
    never, asked, wrong = gone(world), set(), []
    for name in FORMS:
        with transaction.atomic():
            for form in shown_by(name, world):
                for field_name, field in form.fields.items():
                    asked.add(called := f"{type(form).__name__}.{field_name}")
                    for model, keys in chosen_from(field).items():
                        if keys & never[model] and called not in BESIDES:
                            wrong.append(f"{called} on {name} offers what is gone: {model.__name__}")
            transaction.set_rollback(True)
        world.records.clear()
    assert not wrong, "\n".join(wrong)
    assert declared() - asked == set(NOT_SHOWN), "No page of these tests shows these fields"
