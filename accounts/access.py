"""Who may open a page: one decorator per view, and the middleware that refuses a view without one.

The order is the same everywhere: signed in? role? method? proved lately? And then, in the view, scope: a record that the user may
not see answers like one that does not exist.
"""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver

from core import audit
from core.choices import AccessAction

from . import proof
from .choices import Role
from .roles import PERMISSIONS

READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
CHANGE = ("POST",)


@dataclass(frozen=True)
class AccessRule:
    """Who may use a view, with which methods, whether a look at a client's record is written down, and whether
    the password or second factor must have been given a short while ago."""

    permission: str  # "public": everybody; "signed_in": every user; else the name of a permission, or several
    methods: tuple
    records_look: bool
    step_up: bool = False

    @property
    def names(self):
        return self.permission.split("|")

    def admits(self, user):
        return self.permission in ("public", "signed_in") or any(user.has_perm(name) for name in self.names)

    @property
    def roles(self):
        """The roles that may use the view."""
        if self.permission in ("public", "signed_in"):
            return list(Role)
        return [role for role in Role if PERMISSIONS[role] & set(self.names)]


def allow(permission, *, methods=FORM, records_look=False, step_up=False):
    """State a view's rule: a permission ("app.action", several joined by "|"), "signed_in" or "public".

    `step_up` asks for the password or second factor again when that was a while ago: for exports and roles.
    """
    rule = AccessRule(permission, tuple(methods), records_look, step_up)

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if permission != "public" and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission != "public" and not rule.admits(request.user):
                audit.record(request, AccessAction.REFUSED)
                raise PermissionDenied
            if request.method not in rule.methods:
                return HttpResponseNotAllowed(rule.methods)
            if step_up and not proof.is_fresh(request):
                return proof.ask(request)
            return view(request, *args, **kwargs)

        guarded.access_rule = rule
        return login_not_required(guarded) if permission == "public" else guarded

    return decorate


def allow_all(patterns, permission, **options):
    """Give every route of a third-party URL list the same rule, where it is included."""
    decorate = allow(permission, **options)

    def walk(items):
        for item in items:
            if isinstance(item, URLResolver):
                walk(item.url_patterns)
            elif isinstance(item, URLPattern) and not hasattr(item.callback, "access_rule"):
                item.callback = decorate(item.callback)

    walk(patterns)
    return patterns


class AccessRuleMiddleware:
    """Refuses to run a view that states no rule: forgetting one is an error, never an open door."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "access_rule"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} states no access rule: add @allow(…)")
