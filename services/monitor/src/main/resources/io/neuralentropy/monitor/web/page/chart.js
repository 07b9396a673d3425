// One chart: a line per run against the training step, with its shade, its reference line and its legend.

import uPlot from './uPlot.js';
import * as format from './format.js';
import { thin } from './thin.js';

const HEIGHT = 300;
const SHADE = '26';

/**
 * A line: what {@link thin} takes, and {id, label, colour, slot, latest: {value, standardError}, reference,
 * referenceLabel}; null entries are gaps. The shade is from minimum to maximum where these are given, else two errors
 * to both sides.
 */
export class Chart {
  #plotRoot;
  #legend;
  #nothing;
  #options;
  #plot = null;
  #shape = '';
  #lines = [];
  #view = {};

  /** options: {unit, sync, reference (a line for all), empty (text), onZoom(range or null)} */
  constructor(figure, options) {
    this.#plotRoot = figure.querySelector('.plot');
    this.#legend = new Legend(figure.querySelector('.legend'));
    this.#nothing = figure.querySelector('.nothing');
    this.#options = options;
    new ResizeObserver(() => this.#fit()).observe(this.#plotRoot);
  }

  /** view: {logX, logY, zoom: [low, high] or null, theme: {text, grid}} */
  update(lines, view) {
    const range = view.zoom ?? stepRange(lines);
    const drawn = lines.map((line) => shaded(thin(line, range, view.logX)));
    this.#lines = drawn.map((line) => (view.logY ? positive(line) : line));
    this.#view = view;
    this.#nothing.hidden = lines.length > 0;
    this.#nothing.textContent = this.#options.empty;
    this.#plotRoot.hidden = lines.length === 0;
    this.#legend.update(drawn);
    const shape = JSON.stringify([lines.map(({ id, colour }) => [id, colour]), view.logX, view.logY, view.theme]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#build();
    } else {
      this.#plot?.setData(this.#data());
    }
  }

  #build() {
    this.#plot?.destroy();
    this.#plot = null;
    if (this.#lines.length > 0) {
      this.#plot = new uPlot(this.#plotOptions(), this.#data(), this.#plotRoot);
      this.#plot.over.addEventListener('dblclick', () => this.#options.onZoom(null));
    }
  }

  /** Runs have steps of their own; joined, what a run lacks is undefined (no gap), what it does not know is null. */
  #data() {
    return uPlot.join(this.#lines.map(({ step, mean, low, high }) => [step, mean, low, high]));
  }

  #plotOptions() {
    const { theme, logX, logY } = this.#view;
    const axis = { stroke: theme.text, grid: { stroke: theme.grid, width: 1 }, ticks: { stroke: theme.grid, width: 1 } };
    return {
      width: Math.max(200, this.#plotRoot.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { sync: { key: this.#options.sync }, drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
      scales: {
        x: { time: false, distr: logX ? 3 : 1, range: (_, low, high) => this.#stepRange(low, high) },
        y: { distr: logY ? 3 : 1, range: (_, low, high) => this.#valueRange(high) },
      },
      axes: [
        { ...axis, label: 'training step', labelSize: 22, size: 34, values: (_, ticks) => ticks.map(tick) },
        { ...axis, label: this.#options.unit, labelSize: 22, size: 58, values: (_, ticks) => ticks.map(tick) },
      ],
      series: [{}, ...this.#lines.flatMap((line) => series(line))],
      bands: this.#lines.map(({ colour }, i) => ({ series: [3 * i + 3, 3 * i + 2], fill: colour + SHADE })),
      hooks: {
        draw: [(plot) => this.#drawReferences(plot)],
        setCursor: [(plot) => this.#legend.show(plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, 'x') : null)],
        setSelect: [(plot) => this.#zoom(plot)],
      },
    };
  }

  #stepRange(low, high) {
    if (this.#view.zoom) {
      return this.#view.zoom;
    }
    if (low === null) {
      return [1, 2];
    }
    return low === high ? [Math.max(0.5, low / 2), high * 2] : [low, high];
  }

  #valueRange(high) {
    const references = this.#lines.map(({ reference }) => reference).filter(Number.isFinite);
    const lowest = this.#lines.map(({ mean }) => least(mean)); // a shade that reaches below zero is cut there
    const all = [high, ...lowest, ...references, this.#options.reference].filter(Number.isFinite);
    if (this.#view.logY) {
      const above = all.filter((value) => value > 0);
      return above.length === 0 ? [0.1, 10] : uPlot.rangeLog(Math.min(...above), Math.max(...above), 10, true);
    }
    const bottom = Math.min(0, ...all);
    const top = Math.max(bottom === 0 ? 1e-12 : 0, ...all);
    const margin = 0.06 * (top - bottom);
    return [bottom === 0 ? 0 : bottom - margin, top + margin];
  }

  #zoom(plot) {
    const { left, width } = plot.select;
    if (width > 4) {
      const range = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      this.#options.onZoom(range);
    }
  }

  #drawReferences(plot) {
    const labelled = [plot.bbox.top + plot.bbox.height];
    for (const { reference, referenceLabel, colour } of this.#lines) {
      const y = drawReference(plot, reference, colour);
      if (y !== null && labelled.every((other) => Math.abs(other - y) > 16 * uPlot.pxRatio)) {
        labelled.push(y);
        drawLabel(plot, y, referenceLabel, colour);
      }
    }
    drawReference(plot, this.#options.reference, this.#view.theme.text);
  }

  #fit() {
    const width = this.#plotRoot.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }
}

/** The values under the cursor; without a cursor those of the recent window, as in the list of runs. */
class Legend {
  #list;
  #entries = [];
  #at = null;

  constructor(list) {
    this.#list = list;
  }

  update(lines) {
    if (lines.map(({ id }) => id).join() !== this.#entries.map(({ line }) => line.id).join()) {
      this.#list.replaceChildren();
      this.#entries = lines.map(() => entry(this.#list));
    }
    lines.forEach((line, i) => {
      const { item, label } = this.#entries[i];
      this.#entries[i].line = line;
      item.className = `c${line.slot}`;
      label.textContent = line.label;
    });
    this.show(this.#at);
  }

  show(step) {
    this.#at = step;
    for (const { line, value } of this.#entries) {
      const i = step === null ? -1 : nearest(line.step, step);
      const { value: mean, error } =
        i < 0 ? format.estimate(line.latest.value, line.latest.standardError) : format.estimate(line.mean[i], line.error?.[i]);
      const place = i < 0 ? '' : ` at ${steps(line.first[i], line.step[i])}`;
      value.textContent = `${mean}${error === '' ? '' : ` ± ${error}`}${place}`;
    }
  }
}

function steps(first, last) {
  return first === last ? format.count(last) : `${format.count(first)}–${format.count(last)}`;
}

function entry(list) {
  const item = document.createElement('li');
  const [swatch, label, value] = ['swatch', 'label', 'value'].map((name) => {
    const part = document.createElement('span');
    part.className = name;
    return part;
  });
  item.append(swatch, label, value);
  list.append(item);
  return { item, label, value, line: { id: '' } };
}

function series({ label, colour, dash }) {
  const edge = { stroke: 'transparent', width: 0, points: { show: false } };
  return [{ label, stroke: colour, width: 1.75, dash, points: { size: 4 } }, edge, edge].map((options) => ({ ...options }));
}

/** On a log axis there is no place at or below zero: a gap in the line; the shade is cut far below the line. */
function positive(line) {
  const mean = line.mean.map((value) => (value > 0 ? value : null));
  const low = line.low.map((value, i) => (mean[i] === null || value === null ? null : Math.max(value, mean[i] / 4)));
  return { ...line, mean, low, high: line.high.map((value, i) => (mean[i] === null ? null : value)) };
}

/** A dashed line over the whole width; its height on the canvas, or null where out of sight. */
function drawReference(plot, value, colour) {
  if (!Number.isFinite(value) || value < plot.scales.y.min || value > plot.scales.y.max) {
    return null;
  }
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(value, 'y', true));
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25 * scale;
  ctx.setLineDash([7 * scale, 5 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
  return y;
}

function drawLabel({ ctx, bbox }, y, label, colour) {
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.font = `${11 * scale}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillText(label, bbox.left + 6 * scale, y - 2 * scale);
  ctx.restore();
}

function stepRange(lines) {
  const ends = lines.filter(({ step }) => step.length > 0).map(({ first, step }) => [first[0], step.at(-1)]);
  return [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
}

function shaded(line) {
  const { mean, error, minimum, maximum } = line;
  const edge = (sign) => mean.map((value, i) => (value === null ? null : value + sign * 2 * (error?.[i] ?? 0)));
  return { ...line, low: minimum ?? edge(-1), high: maximum ?? edge(1) };
}

function least(values) {
  return values.reduce((low, value) => (value === null ? low : Math.min(low, value)), Infinity);
}

/** The first point at or after the given step, else the last; -1 without points. */
function nearest(ends, step) {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] < step) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return high;
}

function tick(value) {
  if (value === null || value === undefined) {
    return '';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) {
    return value.toExponential(0).replace('e+', 'e');
  }
  return value.toLocaleString('en', { maximumFractionDigits: 6 }).replace('-', '−');
}
