"""Drafts: what somebody types is kept on the server until it is sent; and the key of each form that is shown.

Every page that answers a POST gives its form a random key (the tag `csrf_token`). Under that key the page's script keeps
a draft (static/src/drafts.js), and the form does its work once (core.once). A draft belongs to its user: nothing but the
form it was typed in reads it.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Min
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from . import database
from .models import Draft, SentForm
from .workflow import NotAllowed

FIELD = "form_key"
RESUME = "resume"
NOT_KEPT = re.compile(rf"{FIELD}$|.*(csrf|password|token|secret)", re.IGNORECASE)
KEPT = timedelta(days=14)
NOTICE = timedelta(days=3)
SENT_KEPT = timedelta(days=2)
MOST_DRAFTS = 200
LONGEST_DRAFT = 500_000
LONGEST_ADDRESS = 1_500
SHOWN = 20


class Typed(QueryDict):
    """What stands in a draft, as a form reads it: shown again, and not judged (core.forms)."""


@dataclass(frozen=True)
class Page:
    """A form as it was shown to a user: its key, the address of its page, whose record it is about."""

    key: uuid.UUID
    user: int
    path: str
    query: str
    client: uuid.UUID | None

    @property
    def token(self):
        """The page as its script sends it back, signed."""
        return signing.dumps([self.key.hex, self.user, self.path, self.query, self.client and self.client.hex])


def page_from(token):
    """The page behind a token that we gave out, or None."""
    try:
        key, user, path, query, client = signing.loads(token)
        return Page(uuid.UUID(key), user, path, query, client and uuid.UUID(client))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def page_of(request):
    """The page that is being shown, with the key of its form."""
    subject = getattr(request, "looked_at", None)
    client = subject.pk if subject is not None and subject._meta.model_name == "client" else None
    asked = request.GET.copy()
    asked.pop(RESUME, None)
    query = asked.urlencode()
    query = query if len(query) <= LONGEST_ADDRESS else ""
    return Page(form_key(request), request.user.pk, request.path, query, client)


def as_key(text):
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError):
        return None


def form_key(request):
    """The key of the form on this page: new, or that of the form that was sent and comes back, or of the draft."""
    if not hasattr(request, "form_key"):
        sent = as_key(request.POST.get(FIELD)) if request.method == "POST" else None
        resumed(request)
        request.form_key = sent or (request.draft.pk if request.draft else uuid.uuid4())
    return request.form_key


def resumed(request):
    """What the draft named in the address holds, if it is the user's and of this page; else None."""
    if not hasattr(request, "draft"):
        key = as_key(request.GET.get(RESUME)) if request.method == "GET" else None
        mine = key and request.user.is_authenticated
        request.draft = of_page(request).filter(pk=key).first() if mine else None
    return typed(request.draft) if request.draft else None


def typed(draft):
    data = Typed(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    data._mutable = False
    return data


def of_page(request):
    """The user's drafts of this page."""
    return Draft.objects.filter(user=request.user.pk, path=request.path)


def without_drafts(view):
    """Say that what is typed on a page is not worth keeping: a search."""
    view.without_drafts = True
    return view


def are_kept(view, user):
    """Whether a page keeps what this user types: one of ours that takes a form, not a public one."""
    rule = getattr(view, "access_rule", None)
    if rule is None or not user.is_authenticated or hasattr(view, "without_drafts"):
        return False
    is_ours = view.__module__.partition(".")[0] in settings.LOCAL_APPS
    return is_ours and "POST" in rule.methods and rule.permission != "public" and rule.admits(user)


def may_keep(page, user):
    """Whether the page is this user's, and the role may still open it."""
    try:
        view = resolve(page.path).func
    except Resolver404:
        return False
    return page.user == user.pk and are_kept(view, user)


@transaction.atomic
def keep(page, *, tab, revision, title, data):
    """Keep what stands in a form now; gives the draft, which is a new one when two tabs write in the same.

    Raises NotAllowed when the form has been sent meanwhile, is too long, or the user has too many drafts.
    """
    data = {name: values for name, values in data.items() if not NOT_KEPT.match(name)}
    if sum(len(name) + sum(map(len, values)) for name, values in data.items()) > LONGEST_DRAFT:
        raise NotAllowed(_("This form is too long to be kept as a draft."))
    database.lock(f"form {page.key}")
    if SentForm.objects.filter(key=page.key).exists():
        raise NotAllowed(_("This form has been sent already."))
    draft = Draft.objects.filter(pk=page.key).first()
    if draft and draft.tab == tab and revision <= draft.revision:
        return draft  # an older one that comes late
    if draft and draft.tab != tab and revision != draft.revision + 1:
        return _begin(page, uuid.uuid4(), tab=tab, title=title, data=data)
    if draft is None:
        return _begin(page, page.key, tab=tab, title=title, data=data, revision=revision)
    draft.tab, draft.revision, draft.data, draft.saved_at = tab, revision, data, timezone.now()
    draft.save()
    return draft


def _begin(page, key, **what):
    if Draft.objects.filter(user=page.user).count() >= MOST_DRAFTS:
        raise NotAllowed(_("You have %d drafts. Discard some to keep new ones.") % MOST_DRAFTS)
    where = {"path": page.path, "query": page.query, "client_key": page.client}
    return Draft.objects.create(pk=key, user_id=page.user, **where, **what)


def summary(user):
    """How many drafts the user has, and the day on which the next one is deleted, if that is soon."""
    found = Draft.objects.filter(user=user).aggregate(count=Count("pk"), oldest=Min("saved_at"))
    now, ends = timezone.now(), found["oldest"] and found["oldest"] + KEPT
    is_soon = ends and ends < now + NOTICE
    return {"count": found["count"], "ends_on": timezone.localdate(max(ends, now)) if is_soon else None}


def forget():
    """Delete drafts that nobody has touched for a fortnight, and keys of forms sent days ago."""
    now = timezone.now()
    Draft.objects.filter(saved_at__lt=now - KEPT).delete()
    SentForm.objects.filter(sent_at__lt=now - SENT_KEPT).delete()
