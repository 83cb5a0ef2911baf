// A signature on the glass: a pen, a finger or a mouse becomes strokes of whole numbers, drawn smooth.

export const BOX = { width: 10000, height: 4000 };
const CLOSEST = 18; // a point nearer to the last one adds nothing a person could see
const MOST = 5000; // points; some 100 KiB, well below what a record may hold

/** The strokes as one SVG path, rounded through the middles between points. */
export function pathOf(strokes) {
  return strokes.map(([first, ...rest]) => {
    if (!rest.length) return `M${first[0]} ${first[1]}h1`;
    let path = `M${first[0]} ${first[1]}`;
    for (const [place, [x, y]] of rest.slice(0, -1).entries()) {
      const [nextX, nextY] = rest[place + 1];
      path += `Q${x} ${y} ${Math.round((x + nextX) / 2)} ${Math.round((y + nextY) / 2)}`;
    }
    const [x, y] = rest.at(-1);
    return `${path}L${x} ${y}`;
  }).join("");
}

export class Pad {
  /** changed(): called after each stroke. One pointer writes at a time: a palm on the glass draws nothing. */
  constructor(canvas, changed = () => undefined) {
    Object.assign(this, { canvas, changed, strokes: [], pointer: null, began: null, due: false });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.up(event));
    this.watching = new ResizeObserver(() => this.draw());
    this.watching.observe(canvas);
  }

  get points() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  down(event) {
    if (this.pointer !== null || event.button !== 0) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.began ??= event.timeStamp;
    this.strokes.push([]);
    this.add(event);
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    event.preventDefault();
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) this.add(one);
  }

  up(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.changed();
  }

  add(event) {
    const bounds = this.canvas.getBoundingClientRect();
    const within = (value, from, length, full) => Math.max(0, Math.min(full, Math.round(((value - from) / length) * full)));
    const x = within(event.clientX, bounds.left, bounds.width, BOX.width);
    const y = within(event.clientY, bounds.top, bounds.height, BOX.height);
    const stroke = this.strokes.at(-1);
    const last = stroke.at(-1);
    if (last && Math.hypot(x - last[0], y - last[1]) < CLOSEST) return;
    if (this.points >= MOST) return;
    stroke.push([x, y, Math.max(0, Math.round(event.timeStamp - this.began))]);
    this.soon();
  }

  soon() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => { this.due = false; this.draw(); });
  }

  draw() {
    const { canvas } = this;
    const scale = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(width / BOX.width, 0, 0, height / BOX.height, 0, 0);
    Object.assign(pen, { lineWidth: 62, lineCap: "round", lineJoin: "round", strokeStyle: "#14213d" });
    if (this.strokes.length) pen.stroke(new Path2D(pathOf(this.strokes)));
  }

  undo() {
    this.strokes.pop();
    this.draw();
    this.changed();
  }

  clear() {
    this.strokes = [];
    this.began = null;
    this.draw();
    this.changed();
  }

  close() {
    this.watching.disconnect();
  }
}
