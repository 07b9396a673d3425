// The three charts of the selected runs, and what they share: step axis, zoom, cursor, colours.

import { Chart } from './chart.js';
import { SLOTS } from './colours.js';
import * as format from './format.js';

const SYNC = 'step';

export class Charts {
  #view = { x: 'linear', entropy: 'linear', loss: 'linear', zoom: null };
  #draw = () => {};
  #reset = document.getElementById('reset-zoom');
  #entropy = this.#chart('chart-entropy', { unit: 'nats', empty: 'None of the selected runs states S_NN.' });
  #efficiency = this.#chart('chart-efficiency', {
    unit: '%',
    reference: 100,
    empty: 'η needs the total entropy S_tot of the data: none of the selected runs states it.',
  });
  #loss = this.#chart('chart-loss', { unit: 'loss', empty: 'None of the selected runs states its loss.' });

  constructor() {
    document.querySelectorAll('.switch').forEach((group) => this.#connect(group));
    this.#reset.addEventListener('click', () => this.#zoom(null));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  update(runs, curves, colours) {
    this.#draw = () => this.#drawAll(runs.filter((run) => curves.has(run.run)), curves, colours);
    this.#draw();
  }

  #drawAll(runs, curves, colours) {
    const css = getComputedStyle(document.documentElement);
    const palette = Array.from({ length: SLOTS }, (_, i) => css.getPropertyValue(`--run-${i}`).trim());
    const theme = { text: css.getPropertyValue('--muted').trim(), grid: css.getPropertyValue('--grid').trim() };
    const labels = labelsOf(runs);
    const lines = runs.map((run) => {
      const slot = colours.slot(run.run);
      return { run, curve: curves.get(run.run), id: run.run, label: labels.get(run.run), slot, colour: palette[slot] };
    });
    const shared = { theme, logX: this.#view.x === 'log', zoom: this.#view.zoom };
    this.#entropy.update(lines.map(entropyLine).filter(Boolean), { ...shared, logY: this.#view.entropy === 'log' });
    this.#efficiency.update(lines.map(efficiencyLine).filter(Boolean), { ...shared, logY: false });
    this.#loss.update(lines.flatMap((line) => [lossLine(line), heldOutLine(line)]).filter(Boolean), { ...shared, logY: this.#view.loss === 'log' });
    this.#reset.hidden = this.#view.zoom === null;
  }

  #chart(id, options) {
    return new Chart(document.getElementById(id), { ...options, sync: SYNC, onZoom: (range) => this.#zoom(range) });
  }

  #zoom(range) {
    this.#view.zoom = range;
    this.#draw();
  }

  #connect(group) {
    const buttons = [...group.querySelectorAll('button')];
    buttons.forEach((button) =>
      button.addEventListener('click', () => {
        this.#view[group.dataset.switch] = button.dataset.value;
        buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
        this.#draw();
      }),
    );
  }
}

function entropyLine(line) {
  const { curve, run } = line;
  if (!curve.neuralEntropy) {
    return null;
  }
  const total = format.known(run.totalEntropy);
  return {
    ...points(line, curve.neuralEntropy, curve.neuralEntropyStandardError, 1),
    latest: run.neuralEntropy ?? {},
    reference: total,
    referenceLabel: `S_tot ${format.number(total)}  ${line.label}`,
  };
}

function efficiencyLine(line) {
  const { curve, run } = line;
  const total = format.known(run.totalEntropy);
  if (!curve.neuralEntropy || !(total > 0)) {
    return null;
  }
  const { value, standardError } = run.encodingEfficiency ?? {};
  return {
    ...points(line, curve.neuralEntropy, curve.neuralEntropyStandardError, 100 / total),
    latest: { value: 100 * format.known(value), standardError: 100 * format.known(standardError) },
  };
}

function lossLine(line) {
  const { curve, run } = line;
  if (!curve.loss) {
    return null;
  }
  return {
    ...points(line, curve.loss, null, 1),
    minimum: curve.lossMinimum ? finite(curve.lossMinimum, 1) : null,
    maximum: curve.lossMaximum ? finite(curve.lossMaximum, 1) : null,
    latest: { value: run.loss },
  };
}

/** The points of evaluations alone: the steps between them are no gaps. */
function heldOutLine(line) {
  const { curve, run } = line;
  if (!curve.heldOutLoss) {
    return null;
  }
  const known = curve.heldOutLoss.map((loss, i) => (typeof loss === 'number' ? i : -1)).filter((i) => i >= 0);
  const pick = (column) => known.map((i) => column[i]);
  return {
    ...line,
    id: `${line.id} held-out`,
    label: `${line.label} held-out`,
    dash: [6, 4],
    first: pick(curve.first),
    step: pick(curve.step),
    weight: known.map(() => 1),
    mean: pick(curve.heldOutLoss),
    error: null,
    minimum: null,
    maximum: null,
    latest: { value: run.heldOutLoss },
  };
}

function points(line, values, errors, scale) {
  const { first, step, steps } = line.curve;
  const error = errors ? finite(errors, scale) : null;
  return { ...line, first, step, weight: steps, mean: finite(values, scale), error, minimum: null, maximum: null };
}

/** What cannot be drawn (unknown, infinite) is a gap. */
function finite(values, scale) {
  return values.map((value) => (typeof value === 'number' ? value * scale : null));
}

/** Names where they tell runs apart, else names with ids. */
function labelsOf(runs) {
  const names = runs.map((run) => run.name);
  return new Map(runs.map(({ run, name }) => {
    const unique = name !== undefined && names.indexOf(name) === names.lastIndexOf(name);
    return [run, unique ? name : name === undefined ? run : `${name} (${run})`];
  }));
}
