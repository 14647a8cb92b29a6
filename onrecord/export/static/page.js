// Text and record select each other. Without this script the links do the same.
(() => {
  "use strict";
  const marks = [...document.querySelectorAll(".report a.m")];
  const byItem = new Map();
  for (const mark of marks)
    for (const id of mark.dataset.items.split(" ")) byItem.set(id, [...(byItem.get(id) ?? []), mark]);
  const order = [...byItem.keys()].sort((a, b) => marks.indexOf(byItem.get(a)[0]) - marks.indexOf(byItem.get(b)[0]));
  const said = document.getElementById("said");
  let picked = null;

  const clear = () => {
    for (const node of document.querySelectorAll(".picked")) node.classList.remove("picked");
    for (const node of document.querySelectorAll("[aria-current]")) node.removeAttribute("aria-current");
    picked = null;
  };

  // Brings a card into the middle of the record where that scrolls by itself, anything else into the middle of the window.
  const intoView = (node) => {
    const frame = node.closest(".record");
    const own = frame && getComputedStyle(frame).overflowY === "auto" ? frame : null;
    const box = node.getBoundingClientRect();
    const area = own ? own.getBoundingClientRect() : { top: 60, bottom: innerHeight, height: innerHeight };
    if (box.top >= area.top && box.bottom <= area.bottom) return;
    (own ?? window).scrollBy({ top: box.top - area.top - Math.max(0, (area.height - box.height) / 2) });
  };

  // Shows an item on both sides. The side that the reader points at stays where it is.
  const pick = (id, from) => {
    const card = document.getElementById(id);
    if (!card?.classList.contains("item")) return;
    clear();
    picked = id;
    card.classList.add("picked");
    card.querySelector(".id").setAttribute("aria-current", "true");
    const places = byItem.get(id) ?? [];
    for (const mark of places) mark.classList.add("picked");
    const stacked = matchMedia("(max-width: 56rem)").matches;
    if (from === "ref" || (from !== "card" && !(stacked && from === "keys"))) intoView(card);
    if (places.length && (from === "card" || from === "keys" || (!stacked && from !== "text"))) intoView(places[0]);
    history.replaceState(null, "", "#" + id);
    said.textContent = card.innerText.split("\n").slice(1, 3).join(", ");
  };

  // The shortest item under the pointer first; clicking again goes on to the one around it.
  const next = (mark) => {
    const ids = mark.dataset.items.split(" ");
    return ids[(ids.indexOf(picked) + 1) % ids.length];
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".report a.m");
    const link = event.target.closest("a.id, a.ref, h3 a");
    const card = event.target.closest(".item");
    if (mark) {
      event.preventDefault();
      const key = event.detail === 0;
      pick(key ? mark.hash.slice(1) : next(mark), "text");
      if (key) document.querySelector(".item.picked .id")?.focus({ preventScroll: true });
    } else if (link) {
      event.preventDefault();
      const id = link.dataset.item ?? link.hash.slice(1);
      pick(id, link.dataset.item ? "card" : "ref");
      if (link.dataset.item && event.detail === 0) byItem.get(id)?.[0].focus({ preventScroll: true });
    } else if (card && !event.target.closest("details") && !getSelection().toString()) pick(card.id, "card");
  });

  const step = (by) => {
    if (!order.length) return;
    const at = order.indexOf(picked);
    const id = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length];
    pick(id, "keys");
    byItem.get(id)[0].focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") { clear(); history.replaceState(null, "", location.pathname + location.search); }
    else return;
    event.preventDefault();
  });

  // After the browser has gone to the fragment itself.
  addEventListener("load", () => {
    if (location.hash.length > 1) pick(decodeURIComponent(location.hash.slice(1)), "hash");
  });
})();
