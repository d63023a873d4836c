"""What the tests of the verbs share: a consent, a need, the forms as they are sent, the alerts of a rule."""

from aftercare.forms import NeedForm
from alerts.models import Alert
from clients.choices import ConsentCategory, ConsentPurpose
from recovery_capital.choices import Domain
from tests.factories.clients import ConsentFactory


def consent_to(handover, **more):
    details = {"client": handover.client, "recipient": handover.receiving_service,
               "purpose": ConsentPurpose.AFTERCARE_HANDOVER, "categories": list(ConsentCategory)}  # fmt: skip
    return ConsentFactory(**details | more)


def need_of(handover, domain=Domain.HOUSING):
    return handover.needs.get(domain=domain)


def leave_unmet(handover, domain=Domain.HOUSING):
    handover.needs.filter(domain=domain).update(has_need=True, service=None, no_service_reason="")


def open_alerts(rule):
    return Alert.objects.open().filter(rule=rule).order_by("due_at")


def posted(form):
    """What a browser would send back of a form."""
    values = {form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, False)}


def need_form(need, services=(), **typed):
    blank = NeedForm(instance=need, services=services, prefix=need.domain)
    data = posted(blank) | {f"{need.domain}-{name}": value for name, value in typed.items()}
    return NeedForm(data, instance=need, services=services, prefix=need.domain)
