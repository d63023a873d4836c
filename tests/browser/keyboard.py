"""What a person does who has a keyboard and nothing else: Tab, arrows, Space, Enter and typing."""

NAME = """() => {
  const field = document.activeElement;
  if (!field || field === document.body) return "";
  const clean = (text) => (text || "").replace(/\\s+/g, " ").replace(/ \\(optional\\)$/, "").trim();
  const group = field.closest("fieldset");
  const legend = group && ["radio", "checkbox"].includes(field.type) ? clean(group.querySelector("legend")?.textContent) : "";
  const label = field.labels?.length ? clean(field.labels[0].textContent) : clean(field.getAttribute("aria-label") || field.textContent);
  return legend ? legend + " / " + label : label;
}"""
STEPS = 250


def focused(page):
    """The name of what has the focus; of a radio button its question too: "Question / answer"."""
    return page.evaluate(NAME)


def tab_to(page, words):
    """Press Tab until something called so has the focus; a group of radio buttons is found by its question."""
    seen = []
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        name = focused(page)
        if name == words or name.startswith(f"{words} / "):
            return name
        seen.append(name)
    raise AssertionError(f"No Tab reaches “{words}” on {page.url}: {seen}")


def press(page, words):
    """Go to a link or a button and press Enter."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, question, words):
    """Go to a box and type; what stands there is replaced."""
    tab_to(page, question)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def choose(page, question, answer):
    """Go to radio buttons or a list, and choose with the keys."""
    name = tab_to(page, question)
    if " / " not in name:
        page.keyboard.type(answer)  # a list goes to what is typed
        return
    page.keyboard.press("Space")
    for _ in range(STEPS):
        if focused(page) == f"{question} / {answer}":
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No arrow reaches “{answer}” of “{question}”")
