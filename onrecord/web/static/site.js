// Keys that work on every page: / search, j k next and previous row, Enter opens it, ? help. Links do the same without this script.
const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");

const rows = () => [...document.querySelectorAll("[data-list] > .row")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  const link = next.querySelector("a[data-open]") ?? next.querySelector("a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// What an address points at is shown, also where it is folded.
function unfold() {
  const at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = at && at.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  if (at) at.scrollIntoView();
}
if (document.querySelector(".fold")) {
  unfold();
  addEventListener("hashchange", unfold);
}

// Lists change in place (htmx): say what there is now, as a page that loads would.
document.addEventListener("htmx:afterSettle", () => {
  const tally = document.querySelector(".tally");
  if (tally) document.getElementById("said").textContent = tally.textContent;
});

// What has a key of its own: a link or button is pressed; of what opens, the first field gets the cursor.
const keyed = (key) => /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);

function press(node) {
  node.click();
  const first = node.closest("details[open]")?.querySelector("select, input:not([type=hidden])");
  if (node.matches("summary")) (first ?? node).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "/") document.querySelector("#q")?.select();
  else if (event.key === "?") document.querySelector("a[rel=help]")?.click();
  else if (keyed(event.key)) press(keyed(event.key));
  else if ((event.key === "j" || event.key === "k") && rows().length) step(event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
});
