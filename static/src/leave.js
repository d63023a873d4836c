// Takes somebody away from a page for everybody at once: another page takes the place of this one in the browser's history.
// Without this file the button is a link. Pressing Escape three times within two seconds does the same.

const part = document.querySelector("[data-leave]");

if (part) {
  const link = part.querySelector("a");
  let pressed = [];

  const leave = (event) => {
    event?.preventDefault();
    document.body.hidden = true; // nothing to read while the other page is on its way
    document.title = "…";
    location.replace(link.href);
  };

  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { pressed = []; return; }
    pressed = [...pressed.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
}
