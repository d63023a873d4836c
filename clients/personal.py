"""The verbs of the person: added, moved, and the parts of the record that rules look at; the others are in workflow.py."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import NotAllowed

from .alike import refresh_name_keys
from .choices import POSTCODES, AddressKind, WayKind
from .models import Address, ClientDisability, ContactWay, DifferentPerson, FlagReview
from .reach import stop_messages
from .workflow import lock_client, plan_alerts


@transaction.atomic
def add_client(form, *, by):
    """Add a person, with the first ways to reach them and the address that they gave."""
    client, data = form.save(by=by), form.cleaned_data
    for kind, value in [(WayKind.PHONE, data["phone"]), (WayKind.EMAIL, data["email"])]:
        if value:
            ContactWay(client=client, kind=kind, value=value).save_by(by)
    lines, postcode = data["address"], data["postcode"]
    kind = next((kind for kind, code in POSTCODES.items() if code == postcode and not lines), AddressKind.HOME)
    if lines or postcode:
        Address(client=client, kind=kind, lines=lines, postcode=postcode).save_by(by)
    refresh_name_keys(client)
    if reason := data.get("duplicate_reason"):
        like = [found.client for found in form.alike] or [None]
        for one in like:
            DifferentPerson(client=client, like=one, reason=reason).save_by(by)
    return client


@transaction.atomic
def save_names(form, *, by):
    """Save names, and by what they are found when somebody mishears or mistypes them."""
    record = form.save(by=by)
    refresh_name_keys(getattr(record, "client", record))
    return record


@transaction.atomic
def save_safety(form, *, by):
    """Save what is safe; where nobody may get in touch, what waits to be sent to the person is taken back."""
    client = form.save(by=by)
    if client.do_not_contact:
        stop_messages(client)
    return client


@transaction.atomic
def save_way(form, *, by):
    """Save a way to reach the person that has changed; what waits to be sent was decided by what stood there before."""
    way = form.save(by=by)
    stop_messages(way.client)
    return way


@transaction.atomic
def move_home(form, *, by):
    """Write down a new address; where the person lived until then ends on the day before."""
    address = form.instance
    lock_client(address.client)
    since = address.starts_on or timezone.localdate()
    if address.kind != AddressKind.LETTERS and not address.ends_on:
        begun_before = Q(starts_on=None) | Q(starts_on__lt=since)
        for earlier in address.client.addresses.filter(begun_before, ends_on=None).exclude(kind=AddressKind.LETTERS):
            earlier.ends_on = since - timedelta(days=1)
            earlier.save_by(by, "ends_on")
    saved = form.save(by=by)
    plan_alerts(address.client)
    return saved


@transaction.atomic
def save_and_plan(form, *, by):
    """Save a part of the person that rules look at, and plan what is due because of it."""
    record = form.save(by=by)
    plan_alerts(record.client)
    return record


@transaction.atomic
def save_child(form, *, by):
    """Save a child; from the day we are told that it lives in the house, safeguarding is to be checked again."""
    child = form.instance
    if not child.lives_with_client:
        child.told_on = None
    elif child.told_on is None:
        child.told_on = timezone.localdate()
    return save_and_plan(form, by=by)


@transaction.atomic
def save_equality(form, *, by):
    """Save the equality answers, and the disabilities as rows of their own."""
    answers, chosen = form.save(by=by), form.cleaned_data["disabilities"]
    answers.client.disabilities.exclude(code__in=chosen).delete()
    known = set(answers.client.disabilities.values_list("code", flat=True))
    for code in chosen:
        if code.pk not in known:
            ClientDisability(client=answers.client, code=code).save_by(by)
    return answers


@transaction.atomic
def review_flag(flag, *, note, review_on, by):
    """Look at a flag again and keep it: nothing else moves its day of review."""
    lock_client(flag.client)
    flag.refresh_from_db()
    if flag.ended_on:
        raise NotAllowed(_("This flag was ended already."))
    today = timezone.localdate()
    review = FlagReview(client=flag.client, flag=flag, note=note, reviewed_on=today, was_due_on=flag.review_on)
    review.review_on = flag.review_on = review_on
    review.save_by(by)
    flag.save_by(by, "review_on")
    plan_alerts(flag.client)
    return flag
