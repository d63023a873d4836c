"""The search page, for everybody."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery
from core.saved import savable, saved_for

from .. import search
from ..forms import ServiceQuery
from ..forms.search import ticked_keys
from ..lookup import looked_up
from ..models import Service
from ..opening import moment_of
from ..places import position_of

ROUTE = "services_directory:service_list"
NO_CAMERA_BUT_PLACE = "camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()"


@savable(ROUTE, gettext_lazy("Services"), lambda data, _user: ServiceQuery(data))
@allow("public", methods=READ)
def service_list(request):
    """Services that answer a question; an editor also sees those that cannot be offered now."""
    query = ServiceQuery(request.GET)
    if "tick" in request.GET or "shown" in request.GET:
        return redirect(f"{request.path}?{query.address(keep=_ticked(request), **_after(request))}")
    question = Question(request, query)
    asked, is_editor = question.asked, not question.asked.only_listed
    found = search.find(asked, cursor=_after(request).get("after", ""))
    is_start = found.is_first and not asked.is_anything
    ended, instead = _beside(found, question, is_editor)
    is_staff = request.user.is_authenticated
    context = {
        "query": query,
        "question": question,
        "asked": asked,
        "found": found,
        "tags": query.tags(),
        "ended": ended,
        "instead": instead,
        "next_url": f"?{query.address(after=found.next_cursor)}" if found.next_cursor else "",
        "first_url": "" if found.is_first else f"?{query.address()}",
        "crisis_services": Service.objects.crisis_lines()[:3] if found.is_first and not is_staff else [],
        "saved": saved_for(request.user, ROUTE, query) if is_staff and is_start else None,
        "save_url": _save_url(query) if is_staff and not is_start else "",
        "is_editor": is_editor,
    }
    response = render(request, "services_directory/service_list.html", context)
    response.headers["Permissions-Policy"] = NO_CAMERA_BUT_PLACE
    return response


def _beside(found, question, is_editor):
    """What was typed as the name of something that has ended, and what may help where nothing answers: in one query."""
    if found.total == 0:
        beside = search.instead_of(question.asked, called=question.typed)
        return [each for each in beside if not each.is_listed], [each for each in beside if each.is_listed]
    return search.ended(question.typed) if found.is_first and question.typed and not is_editor else [], []


class Question:
    """What the page asks: the fields, what the words say besides, and what the page says about that."""

    def __init__(self, request, query):
        values = query.values()
        self.meant, place, self.put_right = looked_up(values["words"] or "", values["near"] or "")
        self.typed = values["words"] or ""
        for typed, taken in self.put_right.items():
            self.typed = self.typed.replace(typed, taken)
        self.place = place or position_of(request)
        self.needs_position = self.meant.is_here and self.place is None
        self.when = values["when"] or self.meant.when
        self.asked = self.as_asked(values, request.user)
        self.is_bank_holiday = self.asked.moment is not None and self.asked.moment.is_bank_holiday

    def as_asked(self, values, user):
        meant = self.meant
        is_timed = bool(self.when or values["time"])
        return search.Asked(
            terms=tuple(meant.terms),
            need=values["need"] or "",
            place=self.place,
            miles=values["miles"] or search.MILES_AROUND,
            moment=moment_of(self.when or "today", values["time"]) if is_timed else None,
            age=values["age"],
            gender=values["gender"] or meant.gender,
            language=values["language"] or meant.language,
            is_free=bool(values["free"]) or meant.is_free,
            self_referral=bool(values["self_referral"]) or meant.self_referral,
            only_listed=not user.has_perm("services_directory.change_service"),
        )

    @cached_property
    def in_words(self):
        """What was understood, one after the other; choices in words as the form has them."""
        asked, fields = self.asked, ServiceQuery.base_fields
        said = [f"“{term.label}”" for term in asked.terms]
        chosen = {"need": asked.need, "when": self.when, "gender": asked.gender, "language": asked.language}
        said += [str(dict(fields[name].choices)[value]) for name, value in chosen.items() if value]
        said += [_("age %(age)s") % {"age": asked.age}] if asked.age is not None else []
        said += [_("free")] if asked.is_free else []
        said += [_("takes people who come by themselves")] if asked.self_referral else []
        if asked.place:
            near = _("within %(miles)s miles of %(place)s") if asked.place.is_point else _("near %(place)s")
            said.append(near % {"miles": asked.miles, "place": asked.place.label})
        return said


def _ticked(request):
    return ",".join(map(str, ticked_keys(request.GET)))


def _after(request):
    after = PageQuery(request.GET).values()["after"]
    return {"after": after} if after else {}


def _save_url(query):
    about = {"route": ROUTE, "query": urlencode(query.to_save())}
    return f"{reverse('accounts:saved_view_add')}?{urlencode(about)}"
