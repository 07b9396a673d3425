// What was measured on points beside the training: loss and scores of the selected runs' latest evaluations.

import * as format from './format.js';

export class Evaluations {
  #section = document.getElementById('evaluations');
  #body = document.getElementById('evaluation-rows');
  #shown = null;

  /** @param details run id → the run as the API gives it whole */
  update(runs, details) {
    const rows = runs.flatMap((run) => (details.get(run.run)?.evaluations ?? []).filter(says).map((evaluation) => ({ run, evaluation })));
    const shown = JSON.stringify(rows.map(({ run, evaluation }) => [run.run, run.name, evaluation]));
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#section.hidden = rows.length === 0;
    this.#body.replaceChildren(...rows.map(({ run, evaluation }) => row(run, evaluation)));
  }
}

function says({ loss, scores = {} }) {
  return loss !== undefined || Object.keys(scores).length > 0;
}

function row(run, { split, step, loss, scores = {} }) {
  const element = document.createElement('tr');
  element.append(
    cell('run text', run.name ?? run.run),
    cell('split text', split),
    cell('step', format.count(step)),
    cell('loss', format.number(loss)),
    scoresCell(scores),
  );
  return element;
}

function scoresCell(scores) {
  const element = cell('scores text', '');
  const list = document.createElement('dl');
  for (const [name, value] of Object.entries(scores)) {
    const term = document.createElement('dt');
    const number = document.createElement('dd');
    term.textContent = name;
    number.textContent = format.number(value);
    list.append(term, number);
  }
  element.append(list);
  return element;
}

function cell(name, text) {
  const element = document.createElement('td');
  element.className = name;
  element.textContent = text;
  return element;
}
