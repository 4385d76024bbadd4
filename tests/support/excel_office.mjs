// Excel's part in Office.js: loads the generated JavaScript and calls the functions as Excel would.
//
// node tests/support/excel_office.mjs URL < calls.json
// {"runtime": "1.4", "calls": [{"function": "PAYBAND.SLOT", "arguments": [...]}]} gives {"meta", "outcomes"}.

import vm from "node:vm";

const [base] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { runtime, calls } = JSON.parse(Buffer.concat(chunks).toString("utf8"));

const meta = await (await fetch(`${base}/xlwings/custom-functions-meta.json`)).json();
const code = await (await fetch(`${base}/xlwings/custom-functions-code.js`)).text();

class ExcelError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const associated = new Map();
const supported = (set, version) =>
  set === "CustomFunctionsRuntime" ? Number(version) <= Number(runtime) : true;
class RequestContext {
  workbook = { name: "Book1.xlsx", load() {} };
  async sync() {}
}
const requests = { sent: 0 };

const globals = {
  console: { log() {}, info() {}, warn() {}, error() {} },
  crypto: globalThis.crypto,
  setTimeout,
  window: { location: { origin: base } },
  localStorage: { getItem: () => null, setItem() {} },
  config: { onWasm: false, customFunctionsMaxRetries: 3, customFunctionsRetryCodes: [500, 502, 503, 504], requestTimeout: 30 },
  Office: { onReady: async (ready) => ready && ready({}), context: { requirements: { isSetSupported: supported } } },
  Excel: { RequestContext },
  CustomFunctions: {
    associate: (id, made) => associated.set(id, made),
    Error: ExcelError,
    ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
  },
  xlwings: { getCultureInfoName: async () => "en-GB", getDateFormat: async () => "dd/MM/yyyy" },
  xwRequest: {
    async post(url, body, { headers }) {
      requests.sent += 1;
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await answer.text();
      const isJson = (answer.headers.get("content-type") || "").includes("application/json");
      const response = { data: isJson ? JSON.parse(text) : text, status: answer.status, statusText: answer.statusText };
      if (answer.ok) return response;
      throw Object.assign(new Error(`HTTP ${answer.status}`), { response });
    },
  },
};
globals.globalThis = globals;
vm.createContext(globals);
vm.runInContext(code, globals);

const ERROR_TYPES = { "#N/A": "NotAvailable", "#DIV/0!": "Div0", "#VALUE!": "Value", "#REF!": "Ref", "#SPILL!": "Spill" };

// A cell as Excel hands it over; a date in a cell is a plain number, an error an object.
function cell(value) {
  if (value === null) return "";
  if (typeof value === "string" && value in ERROR_TYPES) {
    return { type: "Error", basicType: "Error", basicValue: value, errorType: ERROR_TYPES[value] };
  }
  return value;
}

function matrix(value) {
  if (value === undefined) return null; // left out
  if (!Array.isArray(value)) return [[cell(value)]];
  const rows = Array.isArray(value[0]) ? value : [value];
  return rows.map((row) => row.map(cell));
}

const outcomes = [];
for (const call of calls) {
  const described = meta.functions.find((each) => each.name === call.function);
  if (!described) {
    outcomes.push({ unknown: call.function });
    continue;
  }
  const given = described.parameters.map((_, index) => matrix(call.arguments[index]));
  const invocation = { address: "Sheet1!B2", parameterAddresses: [], functionName: described.id };
  const before = requests.sent;
  try {
    const answer = await associated.get(described.id)(...given, invocation);
    outcomes.push({ answer, requests: requests.sent - before });
  } catch (error) {
    outcomes.push({ thrown: error instanceof ExcelError, code: error.code, message: error.message, requests: requests.sent - before });
  }
}
process.stdout.write(JSON.stringify({ meta, outcomes }));
