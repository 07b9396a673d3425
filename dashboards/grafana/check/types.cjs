// Type-checks boards against the types that Grafana publishes of dashboards and of each panel's options (@grafana/schema).
// Arguments: board files. Prints what does not fit; exit code 1 where something does not.
'use strict';

const fs = require('fs');
const path = require('path');
const ts = require('typescript');

const RAW = '@grafana/schema/dist/types/raw';

/** Panel type to its folder and, where it has one, the type of its custom field options. */
const PANELS = {
  timeseries: true,
  stat: false,
  table: true,
  heatmap: true,
  'state-timeline': true,
  xychart: true,
};

function prelude() {
  const lines = [
    `import type * as dashboards from '${RAW}/dashboard/x/types.gen';`,
    // JSON has the values of enums, not their names; what Grafana fills in by itself may be left out
    'type Plain<T> = T extends string ? `${T}` : T extends (infer U)[] ? Plain<U>[] : T extends object',
    '  ? { [K in keyof T]?: Plain<T[K]> } : T;',
  ];
  for (const [type, hasFields] of Object.entries(PANELS)) {
    const name = type.replace('-', '');
    lines.push(`import type * as ${name} from '${RAW}/composable/${name}/panelcfg/x/types.gen';`);
    const custom = hasFields ? `${name}.FieldConfig` : 'Record<string, never>';
    lines.push(
      `type ${name}Panel = Omit<Plain<dashboards.Panel>, 'type' | 'options' | 'fieldConfig' | 'targets'> & { type: '${type}';`,
      `  options: Plain<${name}.Options>; targets: Target[]; fieldConfig: Omit<Plain<dashboards.FieldConfigSource>, 'defaults'> & {`,
      `  defaults: Omit<Plain<dashboards.FieldConfig>, 'custom'> & { custom?: Plain<${custom}> } } };`
    );
  }
  lines.push(
    // Prometheus' own part of a query and of an annotation is not in the package
    "type Target = { refId: string; datasource: Plain<dashboards.DataSourceRef>; expr: string; legendFormat: string; editorMode: 'code';",
    "  format: 'time_series' | 'table' | 'heatmap'; instant: boolean; range: boolean };",
    'type Annotation = Plain<dashboards.AnnotationQuery> & { expr: string; titleFormat: string; textFormat: string; tagKeys: string;',
    '  useValueForTime: boolean };',
    "type Variable = Plain<dashboards.VariableModel> & { definition?: string };",
    `type Panel = Plain<dashboards.RowPanel> & { type: 'row' } | ${Object.keys(PANELS).map((type) => `${type.replace('-', '')}Panel`).join(' | ')};`,
    "type Board = Omit<Plain<dashboards.Dashboard>, 'panels' | 'annotations' | 'templating'> & { panels: Panel[];",
    '  templating: { list: Variable[] }; annotations: { list: Annotation[] } };'
  );
  return lines.join('\n') + '\n';
}

/** A panel at a time: of a union the compiler would only say that nothing fits. */
function source(board) {
  const { panels, ...rest } = board;
  return (
    prelude() +
    `export const board: Omit<Board, 'panels'> = ${JSON.stringify(rest)};\n` +
    panels
      .map((panel, i) => {
        const name = panel.type.replace('-', '');
        const type = panel.type === 'row' ? "Plain<dashboards.RowPanel> & { type: 'row' }" : `${name}Panel`;
        return `export const panel${i}: ${type} = ${JSON.stringify(panel)};`;
      })
      .join('\n')
  );
}

function check(files) {
  const sources = new Map(
    files.map((file) => [path.join(__dirname, `${path.basename(file)}.ts`), source(JSON.parse(fs.readFileSync(file, 'utf8')))])
  );
  const options = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    sources.has(name) ? ts.createSourceFile(name, sources.get(name), options.target, true) : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const where = diagnostic.file ? path.basename(diagnostic.file.fileName, '.ts') : '';
    const near = diagnostic.file ? diagnostic.file.text.substr(diagnostic.start, 60).replace(/\s+/g, ' ') : '';
    return `${where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')} near ${near}`;
  });
}

const wrong = check(process.argv.slice(2));
wrong.forEach((line) => console.log(line));
process.exit(wrong.length === 0 ? 0 : 1);
