// Asks a server that drips, answers at once, sends a file slowly, or answers while this process is busy; prints what came.

const http = require('node:http');
require('../../n8n/hooks/whole-answers.cjs');

const DRIP_MS = 100;
const DRIPS = 30;

const server = http.createServer((request, response) => {
  const [, how, type] = request.url.split('/');
  response.writeHead(200, { 'Content-Type': type === 'json' ? 'application/json; charset=utf-8' : 'application/pdf' });
  response.flushHeaders();
  if (how === 'whole') return setTimeout(() => response.end('x'.repeat(DRIPS)), DRIP_MS);
  let sent = 0;
  const timer = setInterval(() => (++sent < DRIPS ? response.write('x') : response.end('x', () => clearInterval(timer))), DRIP_MS);
  response.on('close', () => clearInterval(timer));
});

function ask(path) {
  return new Promise((resolve) => {
    const { port } = server.address();
    http.get({ port, path, agent: false }, (response) => {
      let size = 0;
      response.on('data', (part) => (size += part.length));
      response.on('close', () => resolve(response.complete && size === DRIPS ? 'whole' : 'cut'));
      if (path === '/whole/json') for (const start = Date.now(); Date.now() - start < 2_000; );
    });
  });
}

server.listen(0, '127.0.0.1', async () => {
  const outcomes = { busy: await ask('/whole/json') };
  [outcomes.dripping, outcomes.file] = await Promise.all([ask('/drip/json'), ask('/drip/pdf')]);
  console.log(JSON.stringify(outcomes));
  server.close();
});
