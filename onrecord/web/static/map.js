// A map that is moved and enlarged: wheel, drag, two fingers, keys, buttons. Without this script it stands as it is drawn.
const STEP = 1.5;
const MOST = 24;

for (const box of document.querySelectorAll(".map-box")) {
  const map = box.querySelector("svg.map");
  const home = map.viewBox.baseVal;
  const first = { x: home.x, y: home.y, width: home.width, height: home.height };
  const pins = [...map.querySelectorAll(".pin")];
  const names = [...map.querySelectorAll(".country")];
  const size = new Map(names.map((n) => [n, Number(n.getAttribute("font-size"))]));
  const place = new Map(pins.map((p) => [p, p.getAttribute("transform")]));
  let view = { ...first };

  // Marks and names keep their size on the screen: they move apart as the land grows.
  const show = () => {
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    const share = view.width / first.width;
    for (const pin of pins) pin.setAttribute("transform", `${place.get(pin)} scale(${share})`);
    for (const name of names) name.setAttribute("font-size", size.get(name) * share);
    larger.disabled = share * MOST <= 1.01;
    smaller.disabled = whole.disabled = share >= 0.999;
    box.classList.toggle("moved", share < 0.999);
  };
  const within = () => {
    view.width = Math.min(first.width, Math.max(first.width / MOST, view.width));
    view.height = (view.width * first.height) / first.width;
    view.x = Math.min(first.x + first.width - view.width, Math.max(first.x, view.x));
    view.y = Math.min(first.y + first.height - view.height, Math.max(first.y, view.y));
    show();
  };
  // `x`, `y`: the point that stays where it is, as shares of the drawing.
  const zoom = (by, x = 0.5, y = 0.5) => {
    const width = Math.min(first.width, Math.max(first.width / MOST, view.width / by));
    const height = (width * first.height) / first.width;
    view = { x: view.x + (view.width - width) * x, y: view.y + (view.height - height) * y, width, height };
    within();
  };
  const move = (x, y) => {
    view.x += x * view.width;
    view.y += y * view.height;
    within();
  };
  const at = (event) => {
    const frame = map.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  };

  const frame = document.createElement("div");
  frame.className = "map-frame";
  box.before(frame);
  frame.append(box);
  const bar = document.createElement("p");
  bar.className = "map-keys";
  const button = (words, sign, does) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", words);
    made.title = words;
    made.addEventListener("click", does);
    bar.append(made);
    return made;
  };
  const larger = button("Enlarge the map", "+", () => zoom(STEP));
  const smaller = button("Show more of the map", "−", () => zoom(1 / STEP));
  const whole = button("The whole map", "◯", () => { view = { ...first }; show(); });
  frame.append(bar);
  box.setAttribute("aria-label", "Map: plus and minus enlarge and reduce it, arrows move it, 0 shows all");
  show();

  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const enlarged = view.width < first.width * 0.999;
    const arrows = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.15], ArrowDown: [0, 0.15] };
    if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") { view = { ...first }; show(); }
    else if (event.key in arrows && enlarged) move(...arrows[event.key]);
    else return;
    event.preventDefault();
  });
  // A wheel scrolls the page; with Ctrl, or where the map is enlarged already, it is for the map.
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !box.classList.contains("moved")) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...at(event));
  }, { passive: false });
  map.addEventListener("dblclick", (event) => { zoom(STEP, ...at(event)); event.preventDefault(); });

  const fingers = new Map();
  let apart = 0;
  map.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, at(event));
    apart = 0;
    if (box.classList.contains("moved") || fingers.size > 1) map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    fingers.set(event.pointerId, now);
    if (fingers.size === 1) {
      if (box.classList.contains("moved")) move(before[0] - now[0], before[1] - now[1]);
      return;
    }
    const [[ax, ay], [bx, by]] = fingers.values();
    const far = Math.hypot(ax - bx, ay - by);
    if (apart) zoom(far / apart, (ax + bx) / 2, (ay + by) / 2);
    apart = far;
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) map.addEventListener(end, (event) => { fingers.delete(event.pointerId); apart = 0; });
}
