"""What a person does on a page: press, fill in, send; in the words that stand on the screen."""

import re


def exactly(words):
    """The words as they stand, with "(optional)" behind them or not."""
    return re.compile(rf"^\s*{re.escape(words)}( \(optional\))?\s*$")


def press(page, words, number=0):
    """A link or a button of a page or a part of it, whichever has these words; what it opens is then there as a whole."""
    link = page.get_by_role("link", name=words, exact=True)
    pressed = link.or_(page.get_by_role("button", name=words, exact=True)).nth(number)
    pressed.click()
    pressed.page.wait_for_load_state()  # the click is over with the first bytes of the next page


def fill_in(page, answers):
    """Type or choose: {what is asked: the answer, or several to tick}."""
    for question, answer in answers.items():
        group, field = page.get_by_role("group", name=exactly(question)), page.get_by_label(exactly(question))
        group.or_(field).last.wait_for()  # count() waits for nothing
        if group.count():
            pick(group.last, answer)
        else:
            write(field, answer)


def pick(group, answer):
    """Tick in a group; three numbers are the parts of a date."""
    if group.get_by_label("Day", exact=True).count():
        for part, number in zip(("Day", "Month", "Year"), answer.split("/"), strict=True):
            group.get_by_label(part, exact=True).fill(number)
        return
    for label in [answer] if isinstance(answer, str) else answer:
        group.get_by_label(label, exact=True).check()


def write(field, answer):
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=answer)
    elif answer is True:
        field.check()
    else:
        field.fill(answer)


def on_paper(day):
    """A day as people type it."""
    return f"{day.day}/{day.month}/{day.year}"


def says(page, *words):
    """The words stand in the main part of the page, and can be seen."""
    for some in words:
        page.locator("main, .moj-identity-bar, .app-identity").get_by_text(some).first.wait_for()


def part(page, legend):
    """The part of a long form under this heading."""
    return page.get_by_role("group", name=legend, exact=True)
