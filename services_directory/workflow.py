"""The verbs of the directory: feeds come in, people check services and decide where a feed says something else."""

import io
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import NotAllowed, lock, move

from .choices import DifferenceStatus, FeedRunStatus
from .models import FeedRun, Service
from .openreferral import differences
from .openreferral.files import NotAFeed
from .openreferral.importing import import_address, import_file, vanish
from .upkeep import plan_editors

# After so long without a page, the worker of a reading is taken for dead; after a failure, a feed is tried again.
DEAD_AFTER, AGAIN_AFTER = timedelta(minutes=20), timedelta(hours=2)
WHOLE_AT_LEAST_EVERY, OVERLAP = timedelta(hours=23), timedelta(hours=1)
MOST_REFUSALS_KEPT = 1_000
NO_LONGER_THERE = "It is no longer in the feed."


@transaction.atomic
def check_service(service, *, by):
    """Say that all of a service's record was checked today, its needs too."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.checked_on = timezone.localdate()
    service.checked_by = by.get_full_name()[:200]
    service.needs_guessed = False
    service.save_by(by, "checked_on", "checked_by", "needs_guessed")
    plan_editors()
    return service


def import_feed(content, *, by, source, dry_run=False, told=lambda running: None):
    """Take in every service of an Open Referral UK file (bytes, or a file that is open for them). Raises NotAFeed.

    What a person here has edited or made stays as it is; what a person has said of needs and of a check stays too.
    `by` is None for a command.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return import_file(stream, by=by, source=source, dry_run=dry_run, told=told)


# Feeds that are read again and again


@transaction.atomic
def ask_for_reading(feed, *, by):
    """Have a feed read as soon as a worker is free."""
    lock(feed)
    feed.due_at = timezone.now()
    feed.save_by(by, "due_at")


def read_feed(feed, *, by=None, whole=False, told=lambda running: None):
    """Read a feed now and keep account of it; gives the run, and what became of the records (None when it broke off).

    Raises NotAllowed while somebody else reads it.
    """
    since = None if whole else changes_since(feed)
    run = begin_run(feed, since=since, by=by)
    result = None

    def tell(running):
        account(run, running)
        told(running)

    try:
        result = import_address(feed.address, by=by, source=feed.key, since=since, told=tell)
    except NotAFeed as error:
        end_run(run, FeedRunStatus.FAILED, message=str(error))
    except Exception as error:
        end_run(run, FeedRunStatus.FAILED, message=_("An error of ours: %(name)s") % {"name": type(error).__name__})
        raise
    else:
        run.vanished = result.vanished
        run.refusals += [{"id": key, "reason": NO_LONGER_THERE} for key in result.left_to_decide]
        end_run(run, FeedRunStatus.DONE, message=result.doubt)
    return run, result


def begin_run(feed, *, since, by):
    """Write down that a feed is being read: one reading at a time, but one whose worker died does not count."""
    bury_dead_runs()
    now = timezone.now()
    try:
        with transaction.atomic():
            source = f"{feed.address} (changes since {since:%Y-%m-%d %H:%M})" if since else feed.address
            run = FeedRun(feed=feed, source=source[:500])
            run.save_by(by)
            feed.due_at = now + timedelta(hours=feed.every_hours)
            feed.save(update_fields=["due_at"])
    except IntegrityError as error:
        raise NotAllowed(_("This feed is being read already.")) from error
    return run


def bury_dead_runs():
    """A reading that has not come on for long has lost its worker; its feed is read again soon."""
    long_ago = timezone.now() - DEAD_AFTER
    for dead in FeedRun.objects.filter(status=FeedRunStatus.RUNNING, updated_at__lt=long_ago).select_related("feed"):
        end_run(dead, FeedRunStatus.FAILED, message=_("Its worker ended before the feed did."))


def account(run, running):
    """Keep account of how far a reading has come; it also says that its worker is alive."""
    result = running.result
    run.pages, run.created, run.updated, run.unchanged = (
        running.pages, result.created, result.updated, result.unchanged
    )  # fmt: skip
    run.refusals = result.refusals[:MOST_REFUSALS_KEPT]
    run.save_by(run.created_by, "pages", "created", "updated", "unchanged", "refusals")


@transaction.atomic
def end_run(run, status, *, message=""):
    """A reading has come to its end, or broken off: then the feed is tried again sooner."""
    now = timezone.now()
    ending = {"status": status, "message": message, "ended_at": now, "updated_at": now}
    counted = {"vanished": run.vanished, "refusals": run.refusals, "version": F("version") + 1}
    FeedRun.objects.filter(pk=run.pk, status=FeedRunStatus.RUNNING).update(**ending, **counted)
    run.refresh_from_db()
    if status == FeedRunStatus.FAILED and run.feed_id:
        again = now + min(AGAIN_AFTER, timedelta(hours=run.feed.every_hours))
        run.feed.due_at = again
        run.feed.save(update_fields=["due_at"])


def changes_since(feed):
    """From when on changes are asked for: all is read once a day, and only what has changed between."""
    done = FeedRun.objects.filter(feed=feed, status=FeedRunStatus.DONE).order_by("-created_at")
    whole = done.filter(source=feed.address, created_at__gt=timezone.now() - WHOLE_AT_LEAST_EVERY)
    return done.first().created_at - OVERLAP if whole.exists() else None


@transaction.atomic
def end_vanished(run, *, by):
    """Say of the services that a reading no longer found that they are not running now: a person’s word."""
    lock(run)
    keys = [each["id"] for each in run.refusals if each["reason"] == NO_LONGER_THERE]
    if not keys:
        raise NotAllowed(_("Nothing is left to decide about this reading."))
    run.vanished += vanish(keys, by=by)
    run.refusals = [each for each in run.refusals if each["reason"] != NO_LONGER_THERE]
    run.message = ""
    run.save_by(by, "vanished", "refusals", "message")
    return run


@transaction.atomic
def decide_difference(difference, *, take=(), by):
    """Take the feed’s word in the fields that are named, and keep ours in the others; then the feed is not asked about
    again until it says something new."""
    lock(difference)
    service = Service.objects.select_for_update().get(pk=difference.service_id)
    fields = differences.take(service, difference.said, take, by=by)
    service.source_digest = difference.digest
    service.full_clean(exclude=["organisation", "run_by_team", "replaced_by"])
    service.save_by(by, *fields, "source_digest")
    return move(difference, DifferenceStatus.TAKEN if take else DifferenceStatus.KEPT, by=by)
