"""What the set-up builds: complete, ours in look, and nothing fetched from elsewhere."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from core.staticfiles import HashedStaticFiles

BUILD = Path(settings.BASE_DIR) / "static" / "build"
TEXTS = sorted(path for path in BUILD.rglob("*") if path.suffix in {".css", ".js", ".svg"})
REPOSITORY = Path(settings.BASE_DIR)


def test_the_build_is_there():
    names = {str(path.relative_to(BUILD)) for path in BUILD.rglob("*") if path.is_file()}
    assert {"css/throughcare.css", "css/print.css", "js/app.js", "images/favicon.svg"} <= names
    assert {"licences/govuk-frontend.txt", "licences/moj-frontend.txt"} <= names
    assert finders.find("css/throughcare.css")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_nothing_of_another_brand_and_nothing_from_elsewhere(path):
    text = path.read_text()
    for word in ("GDS Transport", "Frutiger", "crest", "crown", "sourceMappingURL", "@import"):
        assert word not in text
    assert not re.findall(r"url\(\s*[\"']?(?:https?:)?//", text)


def test_everything_a_stylesheet_asks_for_is_there():
    for sheet in BUILD.glob("css/*.css"):
        for address in re.findall(r"url\([\"']?([^)\"']+)", sheet.read_text()):
            assert address.startswith("data:") or (sheet.parent / address).exists(), f"{sheet.name} asks for {address}"


@pytest.mark.parametrize("path", sorted(BUILD.glob("fonts/*.woff2")), ids=lambda path: path.name)
def test_each_weight_of_the_font_draws_welsh(path):
    letters = TTFont(path).getBestCmap()
    assert all(ord(letter) in letters for letter in "ÂÊÎÔÛŴŶâêîôûŵŷáèïẁỳ")


def test_collected_files_are_hashed_and_so_is_what_a_script_imports(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    storage = HashedStaticFiles(location=tmp_path)
    names = {name: (storage_of, name) for finder in finders.get_finders() for name, storage_of in finder.list([])}
    ours = {name: pair for name, pair in names.items() if not name.startswith("admin/")}
    for name, (source, path) in ours.items():
        with source.open(path) as file:
            storage.save(name, file)
    outcome = list(storage.post_process(ours | {}, dry_run=False))
    assert not [error for *_, error in outcome if isinstance(error, Exception)]
    script = next(tmp_path.glob("js/app.*.js")).read_text()
    assert re.search(r'from "\./govuk-frontend\.min\.[0-9a-f]{12}\.js"', script)


def test_nothing_of_the_design_systems_is_in_git():
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert not re.findall(r"^(?:node_modules|static/build)/|\.min\.(?:js|css)$|\.woff2?$", listed, re.MULTILINE)


def test_the_lock_names_no_address():
    assert "://" not in (REPOSITORY / "package-lock.json").read_text()
