// Starts the scripts of the two design systems. Every page works without this file.

import { initAll } from "./govuk-frontend.min.js";
import { initAll as initMoj } from "./moj-frontend.min.js";
import "./drafts.js";
import "./leave.js";
import "./near.js";
import "./passkey.js";
import "./session.js";
import "./weeks.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
initMoj();

// On a phone a list begins with its rows: its filters fold, unless one is on.
if (window.innerWidth < 640) {
  for (const filter of document.querySelectorAll(".app-filter[open]:not([data-keep])")) filter.open = false;
}

// A yes opens the questions that follow from it.
for (const part of document.querySelectorAll("[data-yes-opens]")) {
  part.addEventListener("change", (event) => {
    if (event.target.value === (part.dataset.yesOpens || "True")) part.querySelector("details").open = true;
  });
}

// Ctrl and Enter in a text of several lines send its form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("form[method=post] textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
