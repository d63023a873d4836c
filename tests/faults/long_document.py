"""A worker that never gets to the end of a document: says "begun", and then waits to be killed."""

import sys
import time

import django

django.setup()

from core import documents  # noqa: E402


@documents.document_maker("test")
def never_end(document, progress):
    progress(1, 100)
    print("begun", flush=True)  # noqa: T201
    time.sleep(60)


if __name__ == "__main__":
    documents.make(sys.argv[1])
