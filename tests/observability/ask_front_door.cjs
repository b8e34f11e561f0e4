// Posts each given body to n8n's front door on a bare server, with a trace of a stranger's, and prints what comes behind it.
const http = require('node:http');
const { join } = require('node:path');
const { n8n } = require(join(__dirname, '..', '..', 'n8n', 'hooks', 'front-door.cjs'));

const headers = { 'content-type': 'application/json', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
const server = http.createServer((request, response) => response.end(request.headers.traceparent ?? 'none'));

async function ask() {
  await n8n.ready[0]({ server });
  await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
  const address = `http://127.0.0.1:${server.address().port}/webhook/chat`;
  const seen = [];
  for (const body of JSON.parse(process.argv[2])) {
    seen.push(await (await fetch(address, { method: 'POST', headers, body })).text());
  }
  console.log(JSON.stringify(seen));
  process.exit(0);
}

ask();
