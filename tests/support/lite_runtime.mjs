// Excel with xlwings Lite, as far as it goes without Excel: Pyodide, xlwings' own runtime for it, and xlwings' own
// JavaScript between Excel and Python, called as Excel calls custom functions.
//
//   node lite_runtime.mjs JOB.json ANSWERS.json
//
// The job: where Pyodide is, archives to unpack, files to write, the functions' code and JavaScript, and the calls.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const [, , jobPath, answersPath] = process.argv;
const job = JSON.parse(readFileSync(jobPath, "utf8"));
const seconds = {};
const fail = (error) => {
  console.error(String(error?.stack ?? error).split("\n").filter((line) => line.length < 500).join("\n"));
  process.exit(1);
};
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
const since = (start) => Math.round(performance.now() - start) / 1000;

// --- the Office that the JavaScript asks ---

const associated = new Map();
class ExcelError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
Object.assign(globalThis, {
  window: globalThis,
  config: { onWasm: true, customFunctionsMaxRetries: 1, customFunctionsRetryCodes: [], requestTimeout: 30 },
  xlwings: { getCultureInfoName: async () => "en-GB", getDateFormat: async () => "dd/MM/yyyy" },
  Office: {
    onReady: async (ready) => ready?.({ host: "Excel" }),
    context: { requirements: { isSetSupported: () => true } },
  },
  Excel: {
    RequestContext: class {
      workbook = { name: "Book1.xlsx", load() {} };
      async sync() {}
    },
  },
  CustomFunctions: {
    associate: (name, action) => associated.set(name, action),
    Error: ExcelError,
    ErrorCode: { invalidValue: "#VALUE!" },
  },
});

// --- Python in the browser ---

let start = performance.now();
const { loadPyodide } = await import(pathToFileURL(`${job.pyodide}/pyodide.mjs`));
const said = [];
const note = (text) => said.push(text);
const pyodide = await loadPyodide({ indexURL: `${job.pyodide}/`, stdout: note, stderr: note });
seconds.pyodide = since(start);

const sitePackages = pyodide.runPython("import site; site.getsitepackages()[0]");
for (const archive of job.archives) {
  pyodide.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir: sitePackages });
}
for (const [name, text] of Object.entries(job.files)) {
  pyodide.FS.writeFile(name, text);
}
pyodide.runPython("import importlib; importlib.invalidate_caches()");

start = performance.now();
pyodide.runPython(job.before);
seconds.xlwings = since(start);
start = performance.now();
pyodide.runPython("import custom_functions"); // the workbook's main.py, under the name that the runtime wants
seconds.payband = since(start);
pyodide.runPython(job.runtime);
globalThis.wasmCustomFunctionsCall = pyodide.globals.get("custom_functions_call");

// main.py once more, as xlwings Lite runs it: as a text, by a function that reads what it registers.
start = performance.now();
const meta = pyodide.globals.get("custom_functions_meta")(job.main);
seconds.meta = since(start);

let javascript = job.javascript;
for (const { id } of meta.functions) {
  const name = id.toLowerCase();
  javascript += `
    async function ${name}() {
      return await base({ funcName: "${name}", isStreaming: false, isCached: false, callerScoped: false }, ...arguments);
    }
    CustomFunctions.associate("${id}", ${name});`;
}
runInThisContext(javascript);

// --- calls, as Excel makes them ---

const ids = new Map(meta.functions.map((each) => [each.name, each]));
const errorCell = (value) => ({ type: "Error", basicType: "Error", basicValue: value });

function asExcel(value) {
  const one = (cell) => (cell === null ? "" : /^#[A-Z/0]+[!?A]$/.test(cell) ? errorCell(cell) : cell);
  if (!Array.isArray(value)) return [[one(value)]];
  return value.map((row) => (Array.isArray(row) ? row.map(one) : [one(row)]));
}

const answers = [];
start = performance.now();
for (const call of job.calls) {
  const { id, parameters } = ids.get(call.function);
  const given = call.arguments.map((value) => (value === null ? null : asExcel(value)));
  while (given.length < parameters.length) given.push(null); // Excel hands over null for what is left out
  try {
    const value = await associated.get(id)(...given, { address: "Sheet1!A1" });
    answers.push({ answer: value });
  } catch (error) {
    if (!(error instanceof ExcelError)) throw error;
    answers.push({ thrown: true, code: error.code, message: error.message });
  }
}
seconds.calls = since(start);

const column = Array.from({ length: 10000 }, (_, row) => [20000 + row]);
start = performance.now();
const whole = await associated.get("PAYBAND_EMPLOYERNI")([...[column]], [["31/05/2025"]], null, null, null, {
  address: "Sheet1!A1",
});
seconds.column = since(start);

const python = pyodide.runPython("import sys; sys.version.split()[0]");
const folders = pyodide.runPython("import glob; ' '.join(sorted(glob.glob('/tmp/payband-*')))");
writeFileSync(answersPath, JSON.stringify({ python, meta, answers, seconds, said, folders, rows: whole.length }));
process.exit(0);
