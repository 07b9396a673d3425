// Fewer points where a chart has no room for all: neighbours merge by the number of their steps, errors with them.

const MOST_POINTS = 260;

/**
 * A line as it is drawn. Buckets of steps whose places on the axis fall into one cell become one point; cells are
 * powers of two wide, so that they stay as they are while a run grows. Unknown stretches stay apart, as gaps.
 *
 * line: {first[], step[], weight[], mean[], error[] or null, minimum[] and maximum[] or null}
 */
export function thin(line, [low, high], log) {
  const place = log ? (step) => Math.log(Math.max(1, step)) : (step) => step;
  const width = 2 ** Math.ceil(Math.log2(Math.max(1e-6, (place(high) - place(low)) / MOST_POINTS)));
  const cell = (i) => Math.floor(place(line.step[i]) / width);
  const groups = [];
  for (let i = 0; i < line.step.length; i++) {
    const unknown = line.mean[i] === null;
    const group = groups.at(-1);
    if (group && group.cell === cell(i) && group.unknown === unknown) {
      group.end = i + 1;
    } else {
      groups.push({ cell: cell(i), unknown, start: i, end: i + 1 });
    }
  }
  closeLast(line, groups);
  return assemble(line, groups);
}

/** The cell that is still filling would be mostly noise: it shows once half of what its neighbour holds is there. */
function closeLast(line, groups) {
  const [before, last] = groups.slice(-2);
  if (last && !last.unknown && !before.unknown && weight(line, last) < weight(line, before) / 2) {
    before.end = last.end;
    groups.pop();
  }
}

function assemble(line, groups) {
  return {
    ...line,
    first: groups.map(({ start }) => line.first[start]),
    step: groups.map(({ end }) => line.step[end - 1]),
    weight: groups.map((group) => weight(line, group)),
    mean: groups.map((group) => (group.unknown ? null : mean(line, group))),
    error: line.error && groups.map((group) => (group.unknown ? null : error(line, group))),
    minimum: line.minimum && groups.map((group) => extreme(line.minimum, group, Math.min)),
    maximum: line.maximum && groups.map((group) => extreme(line.maximum, group, Math.max)),
  };
}

function weight(line, { start, end }) {
  let sum = 0;
  for (let i = start; i < end; i++) {
    sum += line.weight[i];
  }
  return sum;
}

function mean(line, group) {
  let sum = 0;
  for (let i = group.start; i < group.end; i++) {
    sum += line.weight[i] * line.mean[i];
  }
  return sum / weight(line, group);
}

/** √(Σ wᵢ² eᵢ²) / Σ wᵢ; unknown where one of them is. */
function error(line, group) {
  let sum = 0;
  for (let i = group.start; i < group.end; i++) {
    if (line.error[i] === null) {
      return null;
    }
    sum += (line.weight[i] * line.error[i]) ** 2;
  }
  return Math.sqrt(sum) / weight(line, group);
}

function extreme(values, { start, end }, choose) {
  const known = values.slice(start, end).filter((value) => value !== null);
  return known.length === 0 ? null : choose(...known);
}
