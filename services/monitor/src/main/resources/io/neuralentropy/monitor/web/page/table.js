// The list of runs. Rows stay in the document and change only where a number did; all text is set as text.

import * as format from './format.js';

const FOLLOWED = { neuralEntropy: 'S_NN', learnedEntropy: 'S_lin', loss: 'how far the loss has come down' };
// of runs that no instance owns any more; earlier than 2001 is no time in ms
const LAST_HEARD_AFTER = 60000;
const EARLIEST = 1e12;

const CONFLICT =
  'Of each step of a rank the first event counts. Several processes send as the same rank, each micro-batch is sent by itself, ' +
  'or a loop counts from an earlier step again without a new attempt.';

export class Table {
  #rows = new Map();
  #body = document.getElementById('rows');
  #all = document.getElementById('pick-all');
  #missingHeading = document.getElementById('missing-heading');
  #summary = document.getElementById('runs-summary');

  constructor(onPick, onPickAll) {
    this.onPick = onPick;
    this.#all.addEventListener('change', () => onPickAll(this.#all.checked));
  }

  update(runs, selected, colours) {
    const missing = runs.some((run) => run.missingSteps > 0);
    this.#missingHeading.hidden = !missing;
    this.#removeAllBut(new Set(runs.map((run) => run.run)));
    runs.forEach((run, place) => {
      const row = this.#row(run.run);
      row.update(run, selected.has(run.run), colours.slot(run.run), missing);
      if (this.#body.children[place] !== row.element) {
        this.#body.insertBefore(row.element, this.#body.children[place] ?? null);
      }
    });
    this.#summarise(runs, selected);
  }

  #summarise(runs, selected) {
    const shown = runs.filter((run) => selected.has(run.run)).length;
    const running = runs.filter((run) => run.status === 'running').length;
    this.#all.checked = shown === runs.length;
    this.#all.indeterminate = shown > 0 && shown < runs.length;
    setText(this.#summary, `${format.count(runs.length)} known, ${running} running, ${shown} in the charts`);
  }

  #row(id) {
    if (!this.#rows.has(id)) {
      this.#rows.set(id, new Row(id, (on) => this.onPick(id, on)));
    }
    return this.#rows.get(id);
  }

  #removeAllBut(ids) {
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.element.remove();
        this.#rows.delete(id);
      }
    }
  }
}

class Row {
  element = document.createElement('tr');
  #pick = document.createElement('input');
  #name = part('span', 'name');
  #detail = part('span', 'detail');
  #status = part('span', 'status');
  #silence = part('span', 'silence');
  #since = part('span', 'detail');
  #warnings = new WarningParts();
  #loss = part('span', 'value');
  #heldOut = part('span', 'detail');
  #dropped = part('span', 'detail dropped');
  #step = part('span', 'value');
  #bar = document.createElement('progress');
  #entropy = new EstimateParts();
  #efficiency = new EstimateParts();
  #learned = new EstimateParts();
  #cells = {};

  constructor(id, onPick) {
    this.element.dataset.run = id;
    this.#pick.type = 'checkbox';
    this.#pick.addEventListener('change', () => onPick(this.#pick.checked));
    this.element.addEventListener('click', (event) => {
      if (event.target !== this.#pick && !event.target.closest('details') && getSelection().isCollapsed) {
        this.#pick.click();
      }
    });
    this.#bar.setAttribute('aria-label', 'share of the planned steps');
    this.#cell('pick', this.#pick, part('span', 'swatch'));
    this.#cell('run text', this.#name, this.#detail);
    this.#cell('state text', this.#status, this.#silence, this.#since, this.#dropped, this.#warnings.element);
    this.#cell('step', this.#step, this.#bar);
    this.#cell('entropy', ...this.#entropy.parts);
    this.#cell('efficiency', ...this.#efficiency.parts);
    this.#cell('learned', ...this.#learned.parts);
    this.#cell('loss', this.#loss, this.#heldOut);
    ['rate', 'eta', 'missing'].forEach((name) => this.#cell(name));
  }

  #cell(name, ...children) {
    const cell = part('td', name);
    cell.append(...children);
    this.#cells[name] = cell;
    this.element.append(cell);
  }

  update(run, selected, slot, missing) {
    this.element.className = `c${slot}`;
    this.element.classList.toggle('selected', selected);
    this.#pick.checked = selected;
    this.#pick.setAttribute('aria-label', `Show ${run.name ?? run.run} in the charts`);
    this.#describe(run);
    this.#drops(run);
    this.#progress(run);
    this.#entropy.show(run.neuralEntropy, 1);
    this.#efficiency.show(run.encodingEfficiency, 100);
    this.#learned.show(run.learnedEntropy, 1);
    const running = run.status === 'running';
    setText(this.#loss, format.number(run.loss));
    setText(this.#heldOut, run.heldOutLoss === undefined ? '' : `held-out ${format.number(run.heldOutLoss)}`);
    this.#warnings.show(run.warnings ?? []);
    setText(this.#cells.rate, format.number(run.stepsPerSecond, 3));
    setText(this.#cells.eta, running ? format.duration(run.etaSeconds) : format.UNKNOWN);
    this.#cells.missing.hidden = !missing;
    this.#cells.missing.classList.toggle('warn', run.missingSteps > 0);
    setText(this.#cells.missing, format.count(run.missingSteps));
  }

  #describe(run) {
    const about = [run.name === undefined ? null : run.run, run.group].filter((text) => text);
    setText(this.#name, run.name ?? run.run);
    setText(this.#detail, about.join(' · '));
    const state = run.status === 'running' ? run.state : run.status;
    this.#status.dataset.status = state;
    this.#status.title = run.verdict ? gain(run.verdict) : '';
    setText(this.#status, state);
    setText(this.#silence, run.silentFor === undefined ? '' : `silent for ${format.duration(run.silentFor)}`);
    const ranks = ranksThatStandOut(run);
    this.#since.classList.toggle('warn', ranks !== '');
    setText(this.#since, [ranks, pause(run), lastHeard(run), run.reason, trouble(run), basis(run)].find((text) => text) ?? '');
  }

  #drops(run) {
    setText(this.#dropped, dropped(run));
    this.#dropped.classList.toggle('warn', run.conflictingSteps > 0);
    this.#dropped.title = run.conflictingSteps > 0 ? CONFLICT : '';
    this.#cells.loss.title = gradientNorm(run);
  }

  #progress(run) {
    const planned = run.plannedSteps;
    setText(this.#step, planned ? `${format.count(run.step)} / ${format.count(planned)}` : format.count(run.step));
    this.#bar.hidden = !planned;
    this.#bar.max = planned ?? 1;
    this.#bar.value = planned ? Math.min(run.step, planned) : 0;
  }
}

/** What is wrong with what a run sends: the kinds at once, the words when asked. */
class WarningParts {
  element = document.createElement('details');
  #summary = document.createElement('summary');
  #list = document.createElement('ul');

  constructor() {
    this.element.className = 'warnings';
    this.element.append(this.#summary, this.#list);
    this.show([]);
  }

  show(warnings) {
    this.element.hidden = warnings.length === 0;
    const kinds = warnings.map(({ code, count }) => `${code.replaceAll('-', ' ')}${count > 1 ? ` × ${format.count(count)}` : ''}`);
    setText(this.#summary, kinds.join(' · '));
    while (this.#list.children.length > warnings.length) {
      this.#list.lastChild.remove();
    }
    warnings.forEach(({ text, count, step }, place) => {
      const item = this.#list.children[place] ?? this.#list.appendChild(document.createElement('li'));
      setText(item, `${text} (${count === 1 ? 'once' : `${format.count(count)} times`}, first at step ${format.count(step)})`);
    });
  }
}

class EstimateParts {
  #value = part('span', 'value');
  #error = part('span', 'error');
  parts = [this.#value, this.#error];

  show(estimate, scale) {
    const { value, error } = format.estimate(estimate?.value, estimate?.standardError, scale);
    setText(this.#value, value);
    setText(this.#error, error === '' ? '' : ` ± ${error}`);
  }
}

/** Why a run is in a state in which somebody has to act. */
function trouble({ state, stateReason }) {
  return state === 'diverged' || state === 'declining' ? stateReason : '';
}

/** What a run without a verdict waits for; what its state stands on where that is no entropy. */
function basis({ status, verdict = {} }) {
  const byLoss = verdict.followed === 'loss' ? 'by its loss' : '';
  return status === 'running' ? (verdict.missing ?? byLoss) : '';
}

/** The test behind the state. */
function gain({ followed, gain, halfWidth, delta }) {
  const known = gain === undefined ? '' : `${(100 * gain).toFixed(1)} ± ${(100 * halfWidth).toFixed(1)} % gain per doubling of the steps; `;
  const what = FOLLOWED[followed] === undefined ? '' : `follows ${FOLLOWED[followed]}; `;
  return `${what}${known}saturated when shown to be below ${(100 * delta).toFixed(1)} %`;
}

/** What a run does that has declared a pause. */
function pause({ live, paused }) {
  return !live || paused === undefined ? '' : ['paused', paused.reason].filter((text) => text).join(': ');
}

/** Of an archived run, which no instance owns any more. */
function lastHeard({ live, status, lastEventTime }) {
  const ago = Date.now() - lastEventTime;
  const isLongAgo = ago > LAST_HEARD_AFTER && lastEventTime > EARLIEST;
  return !live && status === 'running' && isLongAgo ? `last heard ${format.duration(ago / 1000)} ago` : '';
}

/** Names the ranks of a distributed run that the others have left behind, or that broke alone. */
function ranksThatStandOut({ silentRanks = [], divergedRanks = [] }) {
  const name = (ranks, what) => (ranks.length === 0 ? [] : [`${ranks.length === 1 ? 'rank' : 'ranks'} ${ranks.join(', ')} ${what}`]);
  return [...name(silentRanks, 'silent'), ...name(divergedRanks, 'diverged')].join('; ');
}

/** What became of the events that are not in the numbers. */
function dropped({ receivedSteps, duplicateSteps = 0, conflictingSteps = 0, notFiniteDroppedSteps = 0, supersededSteps = 0 }) {
  const steps = (number, what) => (number > 0 ? [`${format.count(number)} ${number === 1 ? 'step' : 'steps'} ${what}`] : []);
  const all = format.count(receivedSteps);
  return [
    ...steps(conflictingSteps, `of ${all} dropped: known already, with other numbers`),
    ...steps(notFiniteDroppedSteps, 'of these not finite'),
    ...steps(duplicateSteps - conflictingSteps, 'sent again'),
    ...steps(supersededSteps, 'superseded'),
  ].join('; ');
}

function gradientNorm({ gradientNorm, gradientNormNotFinite = 0 }) {
  const share = gradientNormNotFinite > 0 ? `, not finite in ${(100 * gradientNormNotFinite).toPrecision(2)} % of the steps` : '';
  return gradientNorm === undefined && share === '' ? '' : `gradient norm ${format.number(gradientNorm)}${share}`;
}

function part(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** Leaves what is right alone, so that a selection of text survives. */
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
