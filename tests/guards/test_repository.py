"""The repository as a whole: settings are listed, tasks are short, files stay readable."""

import re

from .source import ROOT, modules

LONGEST_FILE = 400


def test_env_example_lists_every_setting():
    read = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", (ROOT / "config/settings.py").read_text()))
    listed = set(re.findall(r"^#?\s*([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read
    assert read <= listed, f"Add to .env.example: {sorted(read - listed)}"


def test_files_stay_readable():
    long = {
        str(path): lines
        for path, _tree in modules()
        if (lines := len((ROOT / path).read_text().splitlines())) > LONGEST_FILE
    }
    assert not long, f"Split these rooms: {long}"


def test_every_module_has_a_caption():
    import ast

    bare = [
        str(path) for path, tree in modules() if tree.body and path.name != "apps.py" and not ast.get_docstring(tree)
    ]
    assert not bare, f"One line: what is found here: {bare}"
