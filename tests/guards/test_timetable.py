"""Every job of the timetable exists, and nothing rests on a countdown."""

from config.celery import app

from .source import modules


def test_every_job_exists():
    app.loader.import_default_modules()
    missing = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks]
    assert app.conf.beat_schedule
    assert not missing


def test_nothing_waits_inside_the_queue():
    import ast

    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(keyword.arg in ("eta", "countdown") for keyword in node.keywords)
    ]
    assert not wrong, f"Write a row with its time, and let the sweep find it: {wrong}"
