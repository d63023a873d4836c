"""Documents: made from the row, once, and given up with words when they end their worker."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection

from core import documents, tasks
from core.database import alone
from core.documents import document_maker, request_document
from core.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.core import DocumentFactory


@pytest.fixture
def makers(monkeypatch):
    monkeypatch.setattr(documents, "MAKERS", {})


@pytest.fixture
def maker(makers):
    """A maker of documents of the kind "test"; gives the list of those it has made."""
    made = []

    @document_maker("test")
    def make(document, progress):
        progress(1, 2)
        made.append(document.pk)
        return f"for {document.parameters.get('for')}".encode()

    return made


@contextmanager
def somebody_else_makes(document):
    """Hold the document as another worker would: on a connection of its own."""
    has_it, let_go = Event(), Event()

    def hold():
        with alone(f"document {document.pk}"):
            has_it.set()
            let_go.wait(10)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert has_it.wait(10)
    yield
    let_go.set()
    thread.join()


@pytest.mark.django_db
def test_request_is_made_after_the_commit(maker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = request_document("test", "Caseload", {"for": "Afon"}, by=UserFactory())
        assert maker == []
    document.refresh_from_db()
    assert document.state == "finished"
    assert bytes(document.content) == b"for Afon"
    assert (document.steps_done, document.steps_total) == (1, 2)


@pytest.mark.django_db
def test_request_stands_when_redis_does_not(maker, monkeypatch, django_capture_on_commit_callbacks):
    def no_redis(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.make_document, "apply_async", no_redis)
    with django_capture_on_commit_callbacks(execute=True):
        document = request_document("test", "Caseload", {}, by=UserFactory())
    monkeypatch.undo()
    assert Document.objects.get(pk=document.pk).state == "waiting"


@pytest.mark.django_db
def test_unfinished_are_started_and_finished_are_left(maker):
    waiting, interrupted = DocumentFactory(), DocumentFactory(starts=1)
    DocumentFactory(finished=True)
    DocumentFactory(failed=True)
    tasks.start_documents()
    tasks.start_documents()
    assert set(maker) == {waiting.pk, interrupted.pk}
    assert len(maker) == 2


@pytest.mark.django_db
def test_one_that_ends_its_worker_twice_is_given_up(maker):
    document = DocumentFactory(starts=2)
    documents.make(document.pk)
    document.refresh_from_db()
    assert (document.state, maker) == ("failed", [])
    assert "stopped twice" in document.error


@pytest.mark.django_db
def test_failure_is_said_in_words(makers):
    @document_maker("test")
    def make(document, progress):
        raise KeyError("family_name")

    document = DocumentFactory()
    documents.make(document.pk)
    document.refresh_from_db()
    assert document.state == "failed"
    assert "Ask for it again" in document.error
    assert "family_name" not in document.error


def test_not_made_by_two_at_once(committed_db, maker):
    document = DocumentFactory()
    with somebody_else_makes(document):
        documents.make(document.pk)
        assert maker == []
    documents.make(document.pk)
    assert maker == [document.pk]
