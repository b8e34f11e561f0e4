// n8n's external hook (EXTERNAL_HOOK_FILES): what has to be decided before a flow starts.
//
// n8n parses a webhook's body before the first node runs, and answers a broken one with its own page, in English, with
// a stack trace outside production. Here a chat request that is too big or is no JSON gets our French error object,
// one turn too many is asked to come back (admission.cjs), and the flow learns the visitor's address from the proxy that
// we trust instead of from a header that anyone can send.

const { createAdmission, isTurn, watchEventLoop, RETRY_AFTER_S } = require('./admission.cjs');

const CHAT = /^\/webhook\/chat(\/|$)/;
const MAX_BODY_BYTES = 32 * 1024;
const BODY_TIMEOUT_MS = 10_000;
const PROXY_HOPS = Number(process.env.N8N_PROXY_HOPS ?? 0);

const TRACED = process.env.N8N_OTEL_ENABLED === 'true';

const TOO_LARGE = [413, 'too_large', 'Ton message est trop volumineux.'];
const NOT_JSON = [400, 'invalid_json', 'La requête n’est pas du JSON valide.'];
const NOT_JSON_TYPE = [415, 'invalid_content_type', 'La requête doit être en JSON (Content-Type: application/json).'];
const CROWDED = [503, 'crowded', 'Beaucoup de personnes m’écrivent en ce moment : renvoie ton message dans quelques secondes.', RETRY_AFTER_S];
const TOO_SLOW = [408, 'timeout', 'La requête met trop de temps à arriver.'];

function guard(enter, request, response) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json' || request.headers['content-encoding']) return refuse(request, response, NOT_JSON_TYPE);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse(request, response, TOO_LARGE);
  return readBody(request, response, (body) => {
    const turn = parse(body);
    if (turn === undefined) return refuse(request, response, NOT_JSON);
    if (TRACED) request.headers.traceparent = traceOf(turn?.turn_id);
    // n8n's own reader sees that the body is read already
    request.rawBody = body;
    request._body = true;
    return enter(turn);
  });
}

// n8n's router ignores case, and decodes what is percent-encoded: so does this.
function pathOf(url) {
  try {
    const path = decodeURIComponent(url.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/, 1)[0]).toLowerCase();
    return path.replace(/\/+/g, '/');
  } catch {
    return '/webhook/chat'; // what cannot be read is treated with every care
  }
}

function visitorAddress(request) {
  const chain = (request.headers['x-forwarded-for'] ?? '').split(',').map((address) => address.trim()).filter(Boolean);
  const trusted = PROXY_HOPS > 0 ? chain.at(-PROXY_HOPS) : undefined;
  const address = trusted ?? request.socket.remoteAddress ?? '';
  // Without a proxy everybody on a developer's machine shares one address: no limit by address then.
  return /^(::1|(::ffff:)?127\.)/.test(address) ? undefined : network(address);
}

// Who has one IPv6 address has the 2^64 of its network: they count as one.
function network(address) {
  const [head, tail] = address.replace(/%.*/, '').split('::').map((part) => part.split(':').filter(Boolean));
  const isPlain = [...head, ...(tail ?? [])].every((group) => /^[0-9a-f]{1,4}$/i.test(group));
  if (!address.includes(':') || /^::ffff:/i.test(address) || !isPlain) return address;
  const zeros = tail ? Array(Math.max(0, 8 - head.length - tail.length)).fill('0') : [];
  return `${[...head, ...zeros, ...(tail ?? [])].slice(0, 4).map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function readBody(request, response, use) {
  const parts = [];
  let size = 0;
  const slow = setTimeout(() => stop(TOO_SLOW), BODY_TIMEOUT_MS);
  const stop = (error) => {
    clearTimeout(slow);
    request.removeAllListeners('data').removeAllListeners('end');
    if (error) refuse(request, response, error);
  };
  request.on('error', () => stop());
  request.on('data', (part) => {
    size += part.length;
    if (size > MAX_BODY_BYTES) return stop(TOO_LARGE);
    parts.push(part);
  });
  request.on('end', () => {
    stop();
    use(Buffer.concat(parts));
  });
}

// JSON has no `undefined`: that is the answer for what is no JSON.
function parse(body) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

// A turn's trace has the turn's id, as in functions/shared/tracing_export.py; a visitor's own header counts for nothing.
function traceOf(turnId) {
  const id = (typeof turnId === 'string' ? turnId : '').replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? `00-${id}-${id.slice(16)}-01` : undefined;
}

function refuse(request, response, [status, code, message, retryAfter]) {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Access-Control-Allow-Origin': request.headers.origin ?? '*',
    ...(retryAfter && { 'Retry-After': retryAfter, 'Access-Control-Expose-Headers': 'Retry-After' }),
    Connection: 'close',
  });
  response.end(JSON.stringify({ error: { code, message, ...(retryAfter && { retry_after: retryAfter }) } }));
  request.resume();
}

function installGuard({ server }) {
  const listeners = server.listeners('request');
  const admission = createAdmission();
  watchEventLoop(admission);
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const forward = () => listeners.forEach((listener) => listener.call(server, request, response));
    const path = pathOf(request.url ?? '');
    request.headers['x-visitor-ip'] = visitorAddress(request);
    if (!CHAT.test(path) || request.method !== 'POST') return forward();
    return guard(
      (turn) => {
        if (isTurn(path, request.method)) {
          const id = turn?.turn_id ?? Symbol('no id');
          if (!admission.mayEnter(id)) return refuse(request, response, CROWDED);
          admission.enter(id, request, response);
        }
        return forward();
      },
      request,
      response,
    );
  });
}

module.exports = { n8n: { ready: [async (server) => installGuard(server)] } };
