"""A form that is sent twice does its work once: the second answer leads to where the first one led."""

import hashlib

from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone

from . import database, drafts

REDIRECTS = (301, 302, 303)

# Two statements in one journey: the second sees what whoever had the lock before has done.
WAIT_AND_FIND = """
SELECT pg_advisory_xact_lock(hashtextextended(%(lock)s, 0));
SELECT location FROM core_sentform WHERE digest = %(digest)s
"""
DONE = """
WITH ended AS (DELETE FROM core_draft WHERE id = %(key)s AND user_id = %(user)s)
INSERT INTO core_sentform (digest, key, user_id, location, sent_at)
VALUES (%(digest)s, %(key)s, %(user)s, %(location)s, %(now)s)
"""


class OnceMiddleware:
    """Answers a form that has done its work already with where that led, also while the first is under way.

    The same form is the same key, sent by the same user to the same address with the same contents: what was changed
    in between is a new thing to save. A form that comes back with errors, or that changes nothing, may be sent again.
    What a form changes, its key and the end of its draft are one transaction.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = drafts.as_key(request.POST.get(drafts.FIELD)) if request.method == "POST" else None
        if key is None or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            return self.once(request, key, request.user.pk)

    def once(self, request, key, user):
        digest = digest_of(request, user)
        if done := _wait_and_find(key, digest):
            return HttpResponseRedirect(done)
        with connection.execute_wrapper(writes := database.Writes()):
            response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)  # nothing is half saved
        elif response.status_code in REDIRECTS and writes.count:
            _done(key, digest, user, response["Location"])
        return response


def _wait_and_find(key, digest):
    """Wait until nobody else is at this form: where it led when it did its work, or None."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_AND_FIND, {"lock": f"form {key}", "digest": digest})
        cursor.nextset()
        row = cursor.fetchone()
    return row[0] if row else None


def _done(key, digest, user, location):
    """The form has done its work, and its draft ends."""
    values = {"key": key, "digest": digest, "user": user, "location": location, "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(DONE, values)


def digest_of(request, user):
    """What tells one form that was sent from another: who, where, and every name, value and file."""
    digest = hashlib.sha256(f"{user} {request.get_full_path()}".encode())
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode(errors="replace"))
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            digest.update(repr((name, upload.name)).encode(errors="replace"))
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()
