// The picture of a history: a row for each process, a bar for each operation from call to return,
// and arrows for what must come before what. Time runs to the right, but only its order is true.
const kSpace = 'http://www.w3.org/2000/svg';
const kRow = 44;
const kBar = 24;
const kLabels = 84;
const kMoment = 22;  // between two calls or returns, at least
const kLetter = 7.3;
const kLettersMax = 24;
const kAllMax = 60;  // operations; of longer histories only those of the evidence are drawn

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(kSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat());
  return element;
}

// `judged` is what caplab_check_all gave, `model` one of its models.
export function draw_history(judged, model) {
  const all = judged.operations.length <= kAllMax;
  const shown = all ? judged.operations.map((_, at) => at) : model.operations;
  const frame = frame_of(judged.operations, shown);
  const bars = shown.map((at) => bar(judged.operations[at], at, model, frame));
  const picture =
      svg('svg', {
        'class': 'check-picture',
        'role': 'img',
        'viewBox': `0 0 ${frame.width} ${frame.height}`,
        'width': frame.width,
        'height': frame.height,
        'aria-label': description(shown.length, frame, model),
      },
          arrow_head(), rows(frame), bars, arrows(judged.operations, model, frame));
  const scroller = document.createElement('div');
  scroller.className = 'check-scroller';
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'region');
  scroller.setAttribute('aria-label', 'Picture of the history');
  scroller.append(picture);
  show_stuck(scroller, judged.operations[model.stuck], frame);
  return scroller;
}

// Of a picture that is wider than the page: the part where no order remains.
function show_stuck(scroller, operation, frame) {
  if (!operation) return;
  requestAnimationFrame(() => {
    scroller.scrollLeft = middle(operation, frame).x - scroller.clientWidth * 2 / 3;
  });
}

function description(count, {processes}, model) {
  const marked = model.operations.length;
  return `${count} operations of ${processes.length} processes from left to right` +
      (marked > 0 ? `; the ${marked} that contradict each other are marked.` : '.');
}

function frame_of(operations, shown) {
  const processes = [...new Set(shown.map((at) => operations[at].process))].sort((a, b) => a - b);
  const times = shown.flatMap((at) => [operations[at].called, operations[at].returned]);
  const moments = [...new Set(times.filter((time) => time !== null))].sort((a, b) => a - b);
  const places = stations(shown.map((at) => operations[at]), moments);
  const end = Math.max(kLabels, ...places.values()) + 2 * kLabels;
  return {
    processes,
    height: processes.length * kRow + 12,
    width: end + 8,
    // What never returned goes on to the edge.
    x: (time) => time === null ? end : places.get(time),
    y: (process) => processes.indexOf(process) * kRow + kRow / 2 + 6,
  };
}

// Where each moment stands: no nearer to the next one than need be for every bar to hold what is
// written in it.
function stations(operations, moments) {
  const places = new Map(moments.map((time, place) => [time, place]));
  const gaps = moments.map(() => kMoment);
  for (const operation of operations) {
    const first = places.get(operation.called);
    const end = operation.returned === null ? gaps.length : places.get(operation.returned);
    const last = Math.max(end, first + 1);
    const there = gaps.slice(first, last).reduce((sum, gap) => sum + gap, 0);
    const more = label_of(operation).length * kLetter - there;
    for (let i = first; i < last && more > 0; i += 1) gaps[i] += more / (last - first);
  }
  let x = kLabels + kMoment;
  return new Map(moments.map((time, place) => {
    const station = [time, x];
    x += gaps[place];
    return station;
  }));
}

function label_of({text}) {
  return text.length > kLettersMax ? `${text.slice(0, kLettersMax - 1)}…` : text;
}

function rows({processes, width, y}) {
  return processes.flatMap(
      (process) =>
          [svg('line', {class: 'row', x1: kLabels, x2: width, y1: y(process), y2: y(process)}),
           svg('text', {class: 'name', x: 0, y: y(process) + 4}, `process ${process}`),
  ]);
}

function middle(operation, {x, y}) {
  return {x: (x(operation.called) + x(operation.returned)) / 2, y: y(operation.process)};
}

function bar(operation, at, model, frame) {
  const kind = at === model.stuck ? 'stuck' : model.operations.includes(at) ? 'marked' : 'other';
  const left = frame.x(operation.called) - 6;
  const right = frame.x(operation.returned) + 6;
  const {x, y} = middle(operation, frame);
  return svg(
      'g', {class: `operation ${kind}${operation.returned === null ? ' open' : ''}`},
      svg('title', {}, `line ${operation.line}: process ${operation.process}: ${operation.text}`),
      svg('rect', {x: left, y: y - kBar / 2, width: right - left, height: kBar, rx: 4}),
      svg('text', {x, 'y': y + 4, 'text-anchor': 'middle'}, label_of(operation)));
}

function arrow_head() {
  return svg(
      'defs', {},
      svg('marker', {
        id: 'check-arrow',
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: 'auto',
      },
          svg('path', {d: 'M0 0L8 4L0 8z'})));
}

// Each statement once; those along one row bend over it.
function arrows(operations, model, frame) {
  const drawn = new Set();
  return model.links.flatMap((link) => {
    const key = `${link.before} ${link.after}`;
    if (drawn.has(key)) return [];
    drawn.add(key);
    const from = middle(operations[link.before], frame);
    const to = middle(operations[link.after], frame);
    const down = Math.sign(to.y - from.y);
    const [start, end] = [from.y + down * kBar / 2, to.y - down * kBar / 2];
    const bend = down === 0 ? kRow / 2 : 0;
    const top = (start + end) / 2 - bend;
    const edge = down === 0 ? kBar / 2 : 0;
    const path = `M${from.x} ${start - edge}Q${(from.x + to.x) / 2} ${top} ${to.x} ${end - edge}`;
    return [svg(
        'path', {'class': `link ${link.because}`, 'd': path, 'marker-end': 'url(#check-arrow)'})];
  });
}
