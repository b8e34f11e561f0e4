// The door of a hosted Supabase project, in small: /rest/v1 in front of PostgREST, API keys turned into roles.
import http from "node:http";

const { GATEWAY_PORT, POSTGREST_SOCKET, SERVICE_ROLE_JWT, ANON_JWT, SERVICE_ROLE_KEYS, ANON_KEYS } = process.env;
const PREFIX = "/rest/v1";
const LARGEST_BODY = 5 * 1024 * 1024;
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"];

const roleTokens = new Map([
  ...SERVICE_ROLE_KEYS.split(",").map((key) => [key, SERVICE_ROLE_JWT]),
  ...ANON_KEYS.split(",").map((key) => [key, ANON_JWT]),
]);
// PostgREST closes a silent connection after 30 s: give it up before, or a request could meet the closing.
const agent = new http.Agent({ keepAlive: true, maxSockets: 64, timeout: 15_000 });

function refuse(response, status, code, message) {
  if (response.headersSent) return response.destroy();
  const body = JSON.stringify({ code, message, details: null, hint: null });
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", connection: "close" });
  response.end(body);
}

// Hosted Supabase takes a JWT of the caller when there is one; `sb_...` keys are no JWT, wherever they stand.
function authorization(headers) {
  const bearer = headers.authorization?.match(/^Bearer (.+)$/i)?.[1];
  const token = bearer && !bearer.startsWith("sb_") ? bearer : undefined;
  const key = headers.apikey ?? (token ? undefined : bearer);
  if (key === undefined) return token && `Bearer ${token}`;
  return roleTokens.has(key) ? `Bearer ${token ?? roleTokens.get(key)}` : undefined;
}

function path(url) {
  const [pathname] = url.split("?", 1);
  const inside = pathname === PREFIX || pathname.startsWith(`${PREFIX}/`);
  return inside ? url.slice(PREFIX.length).replace(/^(?!\/)/, "/") : undefined;
}

function forwarded(headers, token) {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name) && name !== "apikey");
  return { ...Object.fromEntries(kept), authorization: token };
}

function handle(request, response) {
  const target = path(request.url);
  if (target === undefined) return refuse(response, 404, "not_found", "Only /rest/v1 exists here.");
  const token = authorization(request.headers);
  if (token === undefined) return refuse(response, 401, "invalid_api_key", "Missing or unknown API key.");
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY) return tooLarge(response);
  const options = { socketPath: POSTGREST_SOCKET, agent, method: request.method, path: target };
  const upstream = http.request({ ...options, headers: forwarded(request.headers, token) }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  upstream.on("error", () => refuse(response, 503, "unavailable", "The database's API does not answer."));
  response.on("close", () => response.writableFinished || upstream.destroy());
  limited(request, response, upstream);
}

function limited(request, response, upstream) {
  let received = 0;
  request.on("data", (chunk) => {
    received += chunk.length;
    if (received > LARGEST_BODY) {
      upstream.destroy();
      tooLarge(response);
    }
  });
  request.pipe(upstream);
}

function tooLarge(response) {
  refuse(response, 413, "too_large", "The body is larger than 5 MB.");
}

const server = http.createServer({ keepAliveTimeout: 75_000 }, handle);
server.listen(Number(GATEWAY_PORT), "127.0.0.1", () => console.log("gateway ready"));
process.on("SIGTERM", () => process.exit(0));
