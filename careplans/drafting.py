"""What every page that changes a part of a plan does: fetch, ask, save, and never lose what was typed."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.forms import modelform_factory
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.access import get_of_client, record_look
from clients.models import EpisodeIntervention
from core.choices import AccessAction
from core.forms import BaseModelForm, EditConflict, sent
from core.views import conflict
from core.workflow import NotAllowed

from . import workflow
from .models import Action, CarePlan, Countersign, Goal, ReviewMove
from .prompts import any_prompt
from .reading import in_hand, with_contents
from .sections import has_section

FORM_PAGE = "careplans/plan_form.html"


def get_plan(request, pk, action=AccessAction.LOOK):
    """A plan in scope, with what its page shows; the look is recorded. Raises Http404."""
    plans = CarePlan.objects.select_related(
        "episode__team", "episode__keyworker", "review", "previous", "next_version"
    ).annotate(
        has_prompts=any_prompt(),
        has_countersigns=Exists(Countersign.objects.filter(plan=OuterRef("pk"))),
        has_moves=Exists(ReviewMove.objects.filter(plan=OuterRef("pk"))),
        has_help_in_record=Exists(EpisodeIntervention.objects.running().filter(client=OuterRef("client"))),
    )
    return in_hand(get_of_client(request, with_contents(plans), pk, action=action))


def get_plan_with(request, pk, section):
    """A plan in scope that has this part; the look is recorded. Raises Http404."""
    plan = get_plan(request, pk)
    if not has_section(plan, section.key):
        raise Http404
    return plan


def get_part(request, model, pk):
    """A goal, action or intervention in scope, with its plan and client; the look is recorded. Raises Http404."""
    part = get_object_or_404(model.objects.visible_to(request.user).with_plan(), pk=pk)
    record_look(request, AccessAction.LOOK, part.plan.client, detail=part._meta.label_lower)
    return part


class RemoveForm(BaseModelForm):
    """Asks nothing, and holds the version that somebody decided to remove."""

    submit_label = gettext_lazy("Yes, remove it")


def form_page(
    request, client, form, save, *, heading, about="", advice="", plan=None, done="", template=FORM_PAGE, more=()
):
    """A page with one form: 422 when something is missing, 409 when somebody else came first, else on to the plan."""
    context = {"client": client, "tab": "plans", "plan": plan, "heading": heading, "form": form, **dict(more)}
    context |= {"about": about, "advice": advice}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    saved = save()
            except EditConflict as error:
                return conflict(request, form, error, template, context)
            except NotAllowed as error:
                form.add_error(None, str(error))
                context["missing"] = getattr(error, "parts", ())
                status = 409
            else:
                messages.success(request, done or _("Saved"))
                return redirect(saved if isinstance(saved, CarePlan) else plan)
    return render(request, template, context, status=status)


def draft_page(request, plan, form_class, instance, *, heading, about="", template=FORM_PAGE, more=()):
    """A page that changes a draft; of a plan that is none, there is only the plan to see."""
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    form = form_class(sent(request), instance=instance)
    return form_page(
        request,
        plan.client,
        form,
        lambda: workflow.save_in_draft(form, plan, by=request.user),
        heading=heading,
        about=about,
        plan=plan,
        template=template,
        more=more,
    )


def remove_page(request, part, *, heading):
    """A page that asks before something is taken out of a draft."""
    plan = part.plan
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    form = modelform_factory(type(part), form=RemoveForm, fields=[])(sent(request), instance=part)

    def save():
        form.check_version()
        workflow.remove_from_draft(part, by=request.user)

    words = getattr(part, "words", "") or getattr(part, "what", "") or str(part)
    return form_page(request, plan.client, form, save, heading=heading, about=words, plan=plan, done=_("Removed"))


def keep_what_was_typed(model, form_class):
    """For a page about a part that somebody removed meanwhile: show what was typed, and let it be saved as new."""

    def decorate(view):
        @wraps(view)
        def guarded(request, pk):
            try:
                return view(request, pk)
            except Http404:
                if request.method != "POST":
                    raise
                return _typed_about_removed(request, model, pk, form_class)

        return guarded

    return decorate


def _typed_about_removed(request, model, pk, form_class):
    """409 with the form as typed; the same form sent again, without a version, adds what was typed as new."""
    plan_id, removed_by = _plan_of_removed(model, pk)
    plan = get_plan(request, plan_id)
    parent = _parent(model, form_class, pk, plan)
    if parent is not None and "version" not in request.POST:
        return draft_page(request, plan, form_class, form_class._meta.model(**parent), heading=_("Add it again"))
    form = form_class(request.POST, instance=form_class._meta.model())
    form.is_valid()
    said = _("%(who)s removed this while you were writing. Nothing you typed is lost. To keep it, save again.")
    if parent is None:
        said = _("%(who)s removed this goal while you were writing. Copy what you typed into another goal.")
    form.add_error(None, said % {"who": removed_by or _("Somebody")})
    context = {"client": plan.client, "tab": "plans", "plan": plan, "heading": _("Removed meanwhile"), "form": form}
    return render(request, FORM_PAGE, context, status=409)


def _parent(model, form_class, pk, plan):
    """What a part that is added again belongs to; None when that is gone too."""
    if form_class._meta.model is not Action:
        return {"plan": plan}
    goal = plan.goals.filter(pk=_last_known(model, pk).goal_id).first() if model is not Goal else None
    return {"goal": goal} if goal else None


def _last_known(model, pk):
    """The history row of a part that was removed. Raises Http404 when there never was one."""
    removed = model.pgh_event_model.objects.filter(pgh_obj_id=pk, pgh_label="delete")
    return get_object_or_404(removed.select_related("updated_by"))


def _plan_of_removed(model, pk):
    """The key of the plan of a part that was removed, and who removed it. Raises Http404."""
    last = _last_known(model, pk)
    if model is not Action:
        return last.plan_id, last.updated_by
    goal = Goal.objects.filter(pk=last.goal_id).first()
    return (goal.plan_id, last.updated_by) if goal else _plan_of_removed(Goal, last.goal_id)
