"""Answers of the feed: a record, a page of records, a stream of all of them, or what is wrong with the question."""

import json
from functools import wraps

from django.http import HttpResponse, StreamingHttpResponse

from . import throttle

NDJSON = "application/x-ndjson"
CHUNK = 200  # records that are in memory at a time when all are streamed


class Wrong(Exception):
    """A question that cannot be answered: by which parameters, and why."""

    def __init__(self, **parameters):
        super().__init__()
        self.parameters = parameters


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def record(value, **options):
    return HttpResponse(as_json(value), content_type="application/json", **options)


def problem(status, words, headers=None, **more):
    """What went wrong, for a person who writes a program to read."""
    return record({"status": status, "error": words, **more}, status=status, headers=headers)


def asked(form_class):
    """A view that takes a form of parameters: those that are not understood are told, and nothing is guessed."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            form = form_class(request.GET)
            try:
                if not form.is_valid():
                    raise Wrong(**{name: " ".join(errors) for name, errors in form.errors.items()})
                return view(request, form.cleaned_data, *args, **kwargs)
            except Wrong as error:
                return problem(400, "Not every parameter is understood.", parameters=error.parameters)

        return checked

    return decorate


def listing(request, query, rows, write, ours=()):
    """A page of rows, or a stream of all; `write` makes records of rows. `ours` are records that stand before them."""
    return (stream if query["format"] == "ndjson" else page)(request, query, rows, write, ours)


def page(request, query, rows, write, ours):
    number, size = query["page"], query["per_page"]
    begin, end, before = (number - 1) * size, number * size, len(ours)
    total = before + rows.count()
    pages = -(-total // size)
    contents = [*ours[begin:end]]
    if begin < total and end > before:
        contents += write(rows[max(0, begin - before) : end - before])
    return record(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def stream(request, query, rows, write, ours):
    """All rows as lines of JSON."""
    if request.method == "HEAD":
        return HttpResponse(content_type=NDJSON)
    if not throttle.streams.acquire(blocking=False):
        return problem(429, "Everything is being sent to others at this moment.", headers={"Retry-After": "10"})
    return StreamingHttpResponse(throttle.Stream(in_lines(rows, write, ours)), content_type=NDJSON)


def in_lines(rows, write, ours):
    """Lines of JSON, read in chunks by their keys: no more than a chunk is ever in memory, and no transaction open."""
    yield from map(as_line, ours)
    rows, last = rows.order_by("pk"), None
    while chunk := list((rows if last is None else rows.filter(pk__gt=last))[:CHUNK]):
        yield b"".join(map(as_line, write(chunk)))
        last = chunk[-1].pk


def as_line(value):
    return as_json(value) + b"\n"
