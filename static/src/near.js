// “Use where I am” on the search page of the directory. The browser is asked when the button is pressed, and only then.
// The place, to about 100 metres, goes with each request as a header: into no address, no form and no store.

const offer = document.querySelector("[data-near-offer]");
const results = document.querySelector("[data-near]");

if (offer && results && navigator.geolocation) {
  const [button, status] = [offer.querySelector("button"), offer.querySelector("[role=status]")];
  let position = "";

  const show = async (address) => {
    const answer = await fetch(address, { headers: { "X-Position": position } });
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    results.replaceChildren(...page.querySelector("[data-near]").childNodes);
    results.scrollIntoView();
    return undefined;
  };

  const pressed = () => {
    status.textContent = offer.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        position = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
        status.textContent = offer.dataset.used;
        const form = offer.closest("form");
        show(`?${new URLSearchParams(new FormData(form))}`);
      },
      () => { status.textContent = offer.dataset.refused; },
      { maximumAge: 60000, timeout: 10000 },
    );
  };

  // The next page, while the place is known to this page alone.
  results.addEventListener("click", (event) => {
    const link = event.target.closest("nav a[href^='?']");
    if (!position || !link) return;
    event.preventDefault();
    show(link.getAttribute("href"));
  });
  button.addEventListener("click", pressed);
  offer.hidden = false;
}
