"""A worker that is killed while it makes a document: the document is made by the next one, or given up with words."""

import subprocess
import sys

from django.conf import settings

from core import documents, tasks
from tests.factories.core import DocumentFactory

from .processes import kill


def begin_and_kill(document, environment):
    command = [sys.executable, "-m", "tests.faults.long_document", str(document.pk)]
    process = subprocess.Popen(
        command, env=environment, cwd=settings.BASE_DIR, start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "begun\n"
    documents.make(document.pk)  # somebody makes it: not twice at once
    document.refresh_from_db()
    assert (document.state, document.steps_done) == ("working", 1)
    kill(process)
    process.stdout.close()


def test_document_of_a_killed_worker(committed_db, environment, monkeypatch):
    monkeypatch.setattr(documents, "MAKERS", {"test": lambda document, progress: b"%PDF-1.7"})
    first, second = DocumentFactory(), DocumentFactory()
    begin_and_kill(first, environment)
    begin_and_kill(second, environment)
    begin_and_kill(second, environment)
    tasks.start_documents()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.starts) == ("finished", 2)
    assert second.state == "failed"
    assert "stopped twice" in second.error
