// The weekly grid: shows the days of four weeks together while they are typed. The server adds them up itself.

for (const part of document.querySelectorAll("[data-weeks]")) {
  const output = part.querySelector("output");
  const boxes = [...part.querySelectorAll("input")].slice(0, 4);
  const add = () => {
    const days = boxes.map((box) => (/^[0-7]$/.test(box.value.trim()) ? Number(box.value) : NaN));
    const total = days.reduce((sum, number) => sum + number, 0);
    output.textContent = Number.isNaN(total) ? "–" : String(total);
  };
  part.addEventListener("input", add);
  add();
}
