// A chart as PNG, drawn here from its own SVG file; without this script the SVG alone is offered.
const SCALE = 2;

async function png(link) {
  const image = new Image();
  image.src = link.dataset.svg;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const file = document.createElement("a");
  file.href = URL.createObjectURL(blob);
  file.download = link.dataset.name;
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
}

document.documentElement.classList.add("draws");
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-svg]");
  if (!button) return;
  button.disabled = true;
  png(button)
    .catch(() => { document.getElementById("said").textContent = "The picture could not be made; the SVG is there."; })
    .finally(() => { button.disabled = false; });
});
