// Says that the session is about to end, and extends it with one key; at its end, asks to sign in again.

const notice = document.querySelector("[data-session-seconds]");

if (notice) {
  const form = notice.querySelector("form");
  const clock = notice.querySelector("[data-session-left]");
  const warning = Number(notice.dataset.sessionWarning) * 1000;
  const tabs = new BroadcastChannel("session");
  let endsAt = 0;

  const lasts = (seconds) => {
    endsAt = Date.now() + seconds * 1000;
    tabs.postMessage(endsAt);
  };

  const leave = () => {
    document.dispatchEvent(new Event("session-end"));
    const here = location.pathname + location.search;
    location.assign(`${notice.dataset.signIn}?next=${encodeURIComponent(here)}`);
  };

  const extend = async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    body.delete("form_key"); // this form may be sent again and again
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      lasts((await answer.json()).seconds);
      tick();
    } catch {
      leave();
    }
  };

  const tick = () => {
    const left = endsAt - Date.now();
    if (left <= 0) return leave();
    if (left > warning) return notice.close();
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (!notice.open) notice.showModal();
  };

  tabs.addEventListener("message", (event) => {
    if (event.data <= endsAt) return; // an older page
    endsAt = event.data;
    tick();
  });
  form.addEventListener("submit", extend);
  notice.addEventListener("cancel", extend); // the Escape key
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  lasts(Number(notice.dataset.sessionSeconds));
  setInterval(tick, 1000);
}
