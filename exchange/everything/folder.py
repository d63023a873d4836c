"""The folder of an export: made for its owner alone, and looked through whole before anything of it is believed."""

import csv
import hashlib
import json
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

from . import Refused

FORMAT = 1
MANIFEST, FILES = "manifest.json", "files.csv"
FILES_HEAD = ["path", "sha256", "bytes"]
FILE_NAME = re.compile(r"files/\w+\.\w+/[A-Za-z0-9-]+\.[a-z]+", re.ASCII)
CHUNK = 1024 * 1024


@contextmanager
def new_folder(folder):
    """Have the folder made, or an empty one made private; whatever fails leaves nothing in it behind."""
    try:
        is_ours = _make(folder)
    except (OSError, ValueError) as error:
        raise Refused(f"{folder}: {getattr(error, 'strerror', None) or error}.") from error
    try:
        yield
    except BaseException:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if is_ours:
            folder.rmdir()
        raise


def _make(folder):
    if not (folder.exists() or folder.is_symlink()):
        folder.mkdir(mode=0o700)
        return True
    if folder.is_symlink() or not folder.is_dir() or any(folder.iterdir()):
        raise Refused(f"{folder} is there already. An export goes into a new folder, or an empty one.")
    folder.chmod(0o700)
    return False


def private(path, flags):
    return os.open(path, flags, 0o600)


class HashedFile:
    """A new file that knows its SHA-256; what is written goes to the disk in large pieces."""

    def __init__(self, folder, name):
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = open(path, "xb", buffering=CHUNK, opener=private)
        self._digest, self.bytes = hashlib.sha256(), 0

    def write(self, data):
        self._digest.update(data)
        self._file.write(data)
        self.bytes += len(data)

    @property
    def sha256(self):
        return self._digest.hexdigest()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()


class CsvFile(HashedFile):
    """A new CSV file that is written row by row."""

    def __init__(self, folder, name, head):
        super().__init__(folder, name)
        self._writer = csv.writer(self)
        self.row(head)

    def row(self, cells):
        self._writer.writerow(cells)

    def write(self, data):
        super().write(data.encode() if isinstance(data, str) else data)


def write_manifest(folder, contents):
    """The last file of all: an export without it is none. Gives its SHA-256."""
    with HashedFile(folder, MANIFEST) as file:
        file.write(json.dumps(contents, indent=1, sort_keys=True).encode())
    return file.sha256


def read_manifest(folder):
    """What an export says of itself."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(f"{folder} holds no whole export: {MANIFEST} is missing or broken.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refused(f"{MANIFEST} is of a format that this version does not read.")
    try:
        _look_through(manifest)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused(f"{MANIFEST} is broken.") from error
    return manifest


def _look_through(manifest):
    """Raise an error unless the manifest has the form of one."""
    for name, told in manifest["tables"].items():
        if not re.fullmatch(r"\w+", name) or not isinstance(told["rows"], int) or not told["columns"]:
            raise ValueError
    hashes = [told["sha256"] for told in manifest["tables"].values()] + list(manifest["papers"].values())
    if not all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in hashes):
        raise ValueError
    if not all(isinstance(name, str) for name in manifest["migrations"]) or not isinstance(manifest["file_count"], int):
        raise ValueError
    if not all(re.fullmatch(r"\w+", name) and isinstance(last, int) for name, last in manifest["sequences"].items()):
        raise ValueError


def table_file(name):
    return f"tables/{name}.csv"


def check(folder, sha256=None):
    """Read every file of an export once, and refuse what is missing, altered or too much; gives the manifest.

    Whoever could alter files and the manifest with them cannot alter the hash of that which was kept elsewhere.
    """
    manifest = read_manifest(folder)
    if sha256 and hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest() != sha256.strip().lower():
        raise Refused(f"{MANIFEST} is not the one whose SHA-256 was given.")
    papers = manifest["papers"] | {table_file(name): told["sha256"] for name, told in manifest["tables"].items()}
    for name, digest in papers.items():
        check_file(folder, name, digest)
    count = 0
    for name, digest in listed(folder):
        check_file(folder, name, digest)
        count += 1
    if count != manifest["file_count"]:
        raise Refused(f"{FILES} does not list what the export was made of.")
    if _count(folder) != count + len(papers) + 1:
        known = {*papers, MANIFEST, *(name for name, _digest in listed(folder))}
        for path in folder.rglob("*"):
            if not path.is_dir() and str(path.relative_to(folder)) not in known:
                raise Refused(f"{path.relative_to(folder)} is no part of the export.")
    return manifest


def listed(folder):
    """The name and the SHA-256 of each file that was kept in a cell."""
    with (folder / FILES).open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        if next(rows, None) != FILES_HEAD:
            raise Refused(f"{FILES} has not the columns {', '.join(FILES_HEAD)}.")
        for row in rows:
            if len(row) != len(FILES_HEAD) or not FILE_NAME.fullmatch(row[0]):
                raise Refused(f"{FILES} names something that is no file of an export.")
            yield row[0], row[1]


def check_file(folder, name, digest):
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise Refused(f"{name} is missing.")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise Refused(f"{name} is not as it was written: its SHA-256 differs.")


def _count(folder):
    """How many files there are, without a list of them."""
    with os.scandir(folder) as entries:
        return sum(_count(Path(entry)) if entry.is_dir(follow_symlinks=False) else 1 for entry in entries)
