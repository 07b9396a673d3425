// Does to Prometheus' answers what Grafana does before it draws them, with Grafana's own code (@grafana/data).
// stdin: [{panel, answers: [{refId, table, legend, series: [{labels, points: [[seconds, value]]}]}]}], panel as in a board.
// stdout: for each, [{frames: [{fields: [{name, display, labels, values}]}], unmatched: [override's matcher]}].
'use strict';

const data = require('@grafana/data');
const { firstValueFrom } = require('rxjs');

// it looks there for a page; not before it is loaded, else it takes this for a browser
globalThis.window = {};

/** @grafana/data has all but this one, which lives in Grafana itself: a frame per value, the value as a label. */
const partitionByValues = {
  id: 'partitionByValues',
  name: 'Partition by values',
  defaultOptions: {},
  operator: (options) => (source) => source.pipe(require('rxjs').map((frames) => partition(frames, options.fields))),
};

function partition([frame], names) {
  const keys = names.map((name) => frame.fields.find((field) => field.name === name));
  const rows = new Map();
  for (let row = 0; row < frame.length; row++) {
    const key = JSON.stringify(keys.map((field) => field.values[row]));
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return [...rows.values()].map((chosen) => ({
    ...frame,
    length: chosen.length,
    fields: frame.fields
      .filter((field) => !keys.includes(field))
      .map((field) => ({
        ...field,
        labels: Object.fromEntries(keys.map((key) => [key.name, String(key.values[chosen[0]])])),
        values: chosen.map((row) => field.values[row]),
      })),
  }));
}

data.standardTransformersRegistry.setInit(() => {
  const known = [...Object.values(data.standardTransformers), partitionByValues];
  const byId = new Map(known.map((transformer) => [transformer.id, transformer]));
  return [...byId.values()].map((t) => ({ id: t.id, name: t.name, transformation: () => t }));
});

/** As Grafana's Prometheus data source lays answers out: a frame per series, or one table per query. */
function frames({ refId, table, legend, series }, queries) {
  if (!table) {
    return series.map(({ labels, points }) => {
      const name = legend.replace(/{{\s*(\w+)\s*}}/g, (_, label) => labels[label] ?? '');
      return frame(refId, [
        { name: 'Time', type: 'time', values: points.map(([time]) => time * 1000), config: {} },
        { name: 'Value', type: 'number', labels, values: points.map(([, value]) => number(value)), config: name ? { displayNameFromDS: name } : {} },
      ]);
    });
  }
  if (series.length === 0) {
    return [];
  }
  const labels = [...new Set(series.flatMap((one) => Object.keys(one.labels)))].sort();
  const last = series.map(({ points }) => points[points.length - 1]);
  return [
    frame(refId, [
      { name: 'Time', type: 'time', values: last.map(([time]) => time * 1000), config: {} },
      ...labels.map((label) => ({ name: label, type: 'string', values: series.map((one) => one.labels[label] ?? ''), config: {} })),
      { name: queries > 1 ? `Value #${refId}` : 'Value', type: 'number', values: last.map(([, value]) => number(value)), config: {} },
    ]),
  ];
}

function frame(refId, fields) {
  return { refId, fields, length: fields[0].values.length };
}

function number(text) {
  return Number(text.replace('Inf', 'Infinity'));
}

async function transformed({ panel, answers }) {
  const before = answers.flatMap((answer) => frames(answer, answers.length));
  const context = { interpolate: (text) => text };
  const after = await firstValueFrom(data.transformDataFrame(panel.transformations, before, context));
  data.cacheFieldDisplayNames(after);
  return {
    frames: after.map((one) => ({
      fields: one.fields.map((field) => ({
        name: field.name,
        display: data.getFieldDisplayName(field, one, after),
        labels: field.labels ?? {},
        values: [...field.values].map((value) => (Number.isNaN(value) ? null : value ?? null)),
      })),
    })),
    unmatched: panel.fieldConfig.overrides.map((override) => override.matcher).filter((matcher) => !matches(matcher, after)),
  };
}

function matches(matcher, all) {
  const get = data.fieldMatchers.get(matcher.id).get(matcher.options);
  return all.some((one) => one.fields.some((field) => get(field, one, all)));
}

async function main() {
  const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  process.stdout.write(JSON.stringify(await Promise.all(asked.map(transformed))));
}

main();
