"""The verbs of recovery capital: look at it together, keep the answers to a measure, act on what they warn of."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.workflow import lock_client, mark_in_error
from core.workflow import NotAllowed, lock, move

from .choices import AssessmentStatus
from .measures.texts import text_of
from .models import Assessment, TopWeek
from .sections import has_answers, with_answers


def begin_assessment(assessment, *, by):
    """Begin to look at somebody's recovery capital; there is one in progress at a time."""
    try:
        with transaction.atomic():
            assessment.save_by(by)
    except IntegrityError as error:
        raise NotAllowed(_("There is one in progress already. Go on with that one.")) from error
    return assessment


@transaction.atomic
def save_section(assessment, forms, *, by):
    """Save what was answered in one section, all or nothing.

    The assessment counts its version up with it, so that nobody records answers that they have not seen.
    """
    now = _in_progress(assessment)
    saved = [form for form in forms if form.says_something or not form.instance._state.adding]
    for form in saved:
        form.save(by=by)
    if saved and not any(form.instance.pk == now.pk for form in saved):
        now.save_by(by)


@transaction.atomic
def record_assessment(assessment, *, by):
    """Keep the answers: from now on they are read, charted and compared, and no longer changed."""
    now = _in_progress(assessment)
    if not has_answers(with_answers(Assessment.objects.all()).get(pk=assessment.pk)):
        raise NotAllowed(_("Record at least one answer"))
    if now.assessed_on > timezone.localdate():
        raise NotAllowed(_("The date cannot be in the future"))
    move(now, AssessmentStatus.RECORDED, by=by)
    plan(now.client)  # whether a child lives in the home decides how soon a missed contact is late
    return now


@transaction.atomic
def discard_assessment(assessment, *, by):
    """Take back an assessment in which nothing was answered."""
    now = _in_progress(assessment)
    if has_answers(with_answers(Assessment.objects.all()).get(pk=now.pk)):
        raise NotAllowed(_("Something was answered already. Record it, so that nothing is lost."))
    now.save_by(by)  # who discarded it stands in the last row of its history
    now.delete()


def _in_progress(assessment):
    """The assessment as it is now, locked. Raises NotAllowed when it has been recorded."""
    now = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if now.status != AssessmentStatus.IN_PROGRESS:
        raise NotAllowed(_("This has been recorded meanwhile and stays as it is. Look at it again together."))
    return now


@transaction.atomic
def record_result(result, *, by):
    """Keep the answers to a measure with what they come to today. A safety item that was ticked is due at once."""
    text, score = text_of(result.instrument), result.instrument.score(result.answers)
    result.text_version = text.version
    result.total = None if score.total is None else text.converted(score.total)
    result.is_complete = score.complete
    result.band, result.flags = score.band.code if score.band else "", list(score.flags)
    result.save_by(by)
    if result.flags:
        plan(lock_client(result.client))
    return result


@transaction.atomic
def settle_safety(result, *, action, reason, by):
    """Write down what was done about a safety item, and why that is enough; the red task ends."""
    client = lock_client(result.client)
    lock(result)
    if not result.flags:
        raise NotAllowed(_("No answer here asks for an action."))
    if not result.is_unsettled:
        raise NotAllowed(_("Somebody has acted on this already: see what was written down."))
    result.safety_action, result.safety_reason = action, reason
    result.settled_by, result.settled_at = by, timezone.now()
    result.save_by(by, "safety_action", "safety_reason", "settled_by", "settled_at")
    plan(client)
    return result


@transaction.atomic
def mark_result_in_error(result, *, reason, note="", by):
    """Say that a result should not be on this record: it counts nowhere, and an answer about suicide stays to be acted on."""
    lock_client(result.client)
    return mark_in_error(result, reason=reason, note=note, by=by)


@transaction.atomic
def record_top(assessment, weeks, *, by):
    """Keep a Treatment Outcomes Profile: its days are the sums of the weeks. `weeks` is {(item, week): days}."""
    assessment.save_by(by)
    used = {item for item, _week in weeks if getattr(assessment, f"{item}_days")}
    TopWeek.objects.bulk_create(
        TopWeek(assessment=assessment, item=item, week=week, days=days, created_by=by, updated_by=by)
        for (item, week), days in weeks.items()
        if item in used
    )
    return assessment
