"""Saved lists: the filters and the order of a list, kept by one user under a name and checked anew whenever they are used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import SavedView
from .workflow import NotAllowed
from .written import run, written

MOST = 30
NOBODY = -1  # the stand-in of a user
LISTS: dict[str, "List"] = {}


@dataclass(frozen=True)
class List:
    """A list that can be saved: what it is called, and its QueryForm for the data of a user."""

    route: str
    title: str
    make: Callable

    @property
    def url(self):
        return reverse(self.route)

    def query(self, text, user):
        return self.make(QueryDict(text), user)


def savable(route, title, make):
    """Register the list that the decorated view shows; `make(data, user)` gives its QueryForm."""

    def register(view):
        LISTS[route] = List(route, title, make)
        return view

    return register


@cache
def _views(route):
    """The query of the lists that somebody has saved of a list: every list asks it."""
    return written(SavedView.objects.filter(user=NOBODY, route=route).values_list("pk", "name", "query"))


def saved_for(user, route, query):
    """What a list says about those that the user has saved of it (components/saved_views.html)."""
    now = urlencode(query.to_save())
    return {
        "views": [
            (SavedView(pk=key, name=name), kept == now) for key, name, kept in run(_views(route), {NOBODY: user.pk})
        ],
        "add": f"{reverse('accounts:saved_view_add')}?{urlencode({'route': route, 'query': now})}",
    }


def save(form, *, by):
    """Keep a list under a name, or give it another one."""
    view = form.instance
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=by.pk)
        others = SavedView.objects.filter(user=by).exclude(pk=view.pk)
        if others.filter(route=view.route, name=view.name).exists():
            raise NotAllowed(_("You have saved this list under that name already. Choose another name."))
        if view._state.adding and others.count() >= MOST:
            raise NotAllowed(_("You have %(most)d saved lists. Remove one first.") % {"most": MOST})
        view.user = by
        return form.save(by=by)


def opened(view):
    """The address of a saved list by what holds of it today, and the filters that do not."""
    known = LISTS[view.route]
    query = known.query(view.query, view.user)
    holds = query.to_save()
    lost = [name for name in QueryDict(view.query) if name not in holds]
    return f"{known.url}?{urlencode(holds)}", [
        str(query.fields[name].label) if name in query.fields else name for name in lost
    ]


def in_words(view):
    """The filters and the order of a saved list, in words."""
    query = LISTS[view.route].query(view.query, view.user)
    words = [tag["label"] for tag in query.tags()]
    return [*words, query.in_words("sort", query.values()["sort"])] if query.data.get("sort") else words
