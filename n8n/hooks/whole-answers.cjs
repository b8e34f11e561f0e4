// n8n's external hook (EXTERNAL_HOOK_FILES): an answer that has begun also ends.
//
// A node's time-out ends with the headers, and n8n's own N8N_HTTP_RESPONSE_BODY_READ_TIMEOUT starts anew with each byte:
// an answer of 10 kB that drips would keep a visitor waiting for minutes. JSON comes whole from a part that is well, so
// after PATIENCE_MS the connection is cut, and the node goes on as after any other failure. Files may take their time.

const { subscribe } = require('node:diagnostics_channel');

const PATIENCE_MS = 1_500;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

function limit({ response }) {
  if (!JSON_TYPE.test(response.headers['content-type'] ?? '')) return;
  const cut = () => response.complete || response.destroy();
  // behind whatever waits to be read, if it was n8n that had no time
  const timer = setTimeout(() => setImmediate(cut), PATIENCE_MS);
  response.once('close', () => clearTimeout(timer));
}

subscribe('http.client.response.finish', limit);

module.exports = {};
