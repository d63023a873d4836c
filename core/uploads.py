"""Where the bytes of an upload wait while its request is answered."""

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Keeps an upload in memory and never on a disk, and no more of it than the largest one that is taken.

    Its size is told in full, so that the form can say that it is too large.
    """

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True

    def receive_data_chunk(self, raw_data, start):
        if start <= settings.LARGEST_UPLOAD:
            self.file.write(raw_data)
