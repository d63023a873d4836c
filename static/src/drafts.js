// Keeps what is typed on the server until it is sent; nothing stays in the browser. Every page works without this file.
//
// The page says where to and under which key (templates/components/draft.html). What has changed is saved a second after
// the first word and then every eight, so that with the way to the server no more than ten seconds can be lost.

const EVERY = 8_000;
const SOON = 1_000;
const NEVER = ["hidden", "submit", "button", "reset", "image", "fieldset", "output", "password", "file"];
const page = document.querySelector("[data-draft]");

const isTyped = (control) => control.name && !NEVER.includes(control.type) && control.autocomplete !== "one-time-code";
const isKept = (control) => isTyped(control) || control.type === "hidden";
const forms = page
  ? [...document.querySelectorAll("main form")].filter((form) => form.method === "post" && [...form.elements].some(isTyped))
  : [];

if (forms.length) {
  const tab = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const line = document.createElement("p");
  line.className = "app-draft-status";
  line.setAttribute("role", "status");
  forms.at(-1).append(line);

  const content = () => {
    const typed = new URLSearchParams();
    for (const form of forms) {
      const kept = new Set([...form.elements].filter(isKept).map((control) => control.name));
      for (const [name, value] of new FormData(form)) if (kept.has(name)) typed.append(name, value);
    }
    for (const name of ["csrfmiddlewaretoken", "form_key"]) typed.delete(name);
    return typed.toString();
  };

  let revision = Number(page.dataset.revision);
  let saved = content(); // what the server has, or gave
  let asked = saved; // what it was last told
  let trouble = ""; // why the last try failed
  let askedAt = 0;
  let key = document.querySelector("input[name=form_key]").value;
  let isGone = false; // sent, or signed out

  const say = (words) => { if (line.textContent !== words) line.textContent = words; };

  const setInputs = (name, value) => {
    for (const input of document.querySelectorAll(`input[name="${name}"]`)) input.value = value;
  };

  // Signing in again, in another tab, gives a new token: the cookie has it.
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1]
    ?? document.querySelector("input[name=csrfmiddlewaretoken]").value;

  const note = async (answer, now) => {
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return fail("out");
    if (!answer.ok) {
      trouble = "refused";
      const { refusal } = await answer.json().catch(() => ({}));
      return say(`${page.dataset.refused} ${refusal ?? ""}`);
    }
    const kept = await answer.json();
    page.dataset.draft = kept.draft;
    setInputs("form_key", kept.key);
    setInputs("csrfmiddlewaretoken", token());
    if (kept.key !== key) revision = kept.revision; // another tab has the first one
    key = kept.key;
    saved = now;
    trouble = "";
    say(`${page.dataset.saved} ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`);
  };

  const fail = (why) => {
    trouble = why;
    say(page.dataset[why]);
  };

  const save = async ({ isLeaving = false } = {}) => {
    const now = content();
    if (isGone || now === saved || (now === asked && !trouble)) return;
    asked = now;
    askedAt = Date.now();
    revision += 1;
    const body = new URLSearchParams(now);
    body.set("draft", page.dataset.draft);
    body.set("draft_tab", tab);
    body.set("draft_revision", revision);
    body.set("draft_title", document.querySelector("h1")?.textContent.trim().slice(0, 200) ?? "");
    const how = { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "manual", keepalive: isLeaving };
    try {
      await note(await fetch(page.dataset.url, how), now);
    } catch {
      fail("offline");
    }
  };

  for (const form of forms) {
    form.addEventListener("input", () => {
      if (Date.now() - askedAt < EVERY) return;
      askedAt = Date.now();
      setTimeout(save, SOON);
    });
    form.addEventListener("submit", async (event) => {
      if (trouble !== "out") {
        isGone = true;
        setTimeout(() => { isGone = false; }, EVERY); // still here: it was stopped
        return;
      }
      event.preventDefault(); // it would end at the sign-in page, and what was typed with it
      await save();
      if (!trouble) form.requestSubmit(event.submitter);
    });
  }

  setInterval(save, EVERY);
  window.addEventListener("online", () => save());
  window.addEventListener("pagehide", () => save({ isLeaving: true }));
  document.addEventListener("visibilitychange", () => save({ isLeaving: document.hidden }));
  document.addEventListener("session-end", () => { isGone = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isGone && trouble && content() !== saved) event.preventDefault();
  });
}
