"""Reading our own source: what the guards look at."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def modules(*names):
    """(path, syntax tree) of the modules of our apps, or only of those with one of these names (`views.py`, `views/…`)."""
    for app in settings.LOCAL_APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and (not names or {path.name, f"{path.parent.name}.py"} & {*names}):
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def imported(tree):
    """The names of the modules that a tree imports absolutely."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def statements(tree):
    """(line, source) of every simple statement of a tree."""
    simple = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.With, ast.For, ast.If)
    for node in ast.walk(tree):
        if isinstance(node, simple):
            yield node.lineno, node
