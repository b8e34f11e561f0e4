// The committed files and what n8n holds, in forms that can be compared: pure functions, as in dev/workflow_file.py,
// dev/addresses.py and dev/credentials.py.
import { createHash } from 'node:crypto';

const KEPT = ['id', 'name', 'description', 'nodes', 'connections', 'settings', 'nodeGroups'];
const MAY_BE_MISSING = ['description', 'nodeGroups'];
// On a developer's machine a curl may talk without a session; here every message needs one. (« Réglages » is JSON in JSON.)
const SESSION_OPTIONAL = String.raw`\"session_obligatoire\": false`;
const SESSION_REQUIRED = SESSION_OPTIONAL.replace('false', 'true');
const COMMITTED = {
  functions: 'http://127.0.0.1:8000',
  n8n: 'http://127.0.0.1:5678',
  supabase: 'http://127.0.0.1:54321',
};
const PLACEHOLDER = /\$\{([A-Z][A-Z0-9_]*)\}/g;

// Keeps the seven keys that a person decides; credentials are named, never described.
export function normalise(workflow) {
  const isEmpty = (value) => !value || (Array.isArray(value) && value.length === 0);
  const kept = KEPT.filter((key) => key in workflow && !(MAY_BE_MISSING.includes(key) && isEmpty(workflow[key])));
  const nodes = (workflow.nodes ?? []).map(normaliseNode);
  return { ...Object.fromEntries(kept.map((key) => [key, workflow[key]])), nodes };
}

function normaliseNode({ credentials = {}, ...node }) {
  const named = Object.entries(credentials ?? {}).map(([kind, { id, name }]) => [kind, { id, name }]);
  return named.length ? { ...node, credentials: Object.fromEntries(named) } : node;
}

// The text of a committed file, without its closing line break.
export function toText(workflow) {
  return JSON.stringify(sorted(normalise(workflow)), null, 2);
}

export function fingerprint(value) {
  return createHash('sha256').update(JSON.stringify(sorted(value))).digest('hex');
}

export function fingerprints(workflows) {
  return Object.fromEntries(Object.entries(workflows).map(([id, one]) => [id, fingerprint(normalise(one))]));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

// The repository's addresses become this stack's, and back. The demo page's stays: it is an allowed origin, a marketer's field.
export function localise(value, addresses) {
  const local = replaced(value, Object.fromEntries(Object.keys(addresses).map((key) => [COMMITTED[key], addresses[key]])));
  return JSON.parse(JSON.stringify(local).replaceAll(SESSION_OPTIONAL, SESSION_REQUIRED));
}

export function generalise(value, addresses) {
  const general = JSON.parse(JSON.stringify(value).replaceAll(SESSION_REQUIRED, SESSION_OPTIONAL));
  return replaced(general, Object.fromEntries(Object.keys(addresses).map((key) => [addresses[key], COMMITTED[key]])));
}

function replaced(value, addresses) {
  // in one pass, and never a port that only begins like ours
  const escaped = Object.keys(addresses).map((address) => address.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const known = new RegExp(`(?:${escaped.join('|')})(?!\\d)`, 'g');
  return JSON.parse(JSON.stringify(value).replaceAll(known, (found) => addresses[found]));
}

// Hosted Supabase refuses an `sb_` key as a bearer token: it is no JWT.
export function supabaseHeaders(key) {
  return JSON.stringify(key.startsWith('sb_') ? { apikey: key } : { apikey: key, Authorization: `Bearer ${key}` });
}

export function placeholders(value) {
  return [...JSON.stringify(value).matchAll(PLACEHOLDER)].map((found) => found[1]);
}

// Replaces `${NAME}` in every text; a name without a value becomes empty.
export function fill(value, filling) {
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, (_, name) => filling[name] ?? '');
  if (Array.isArray(value)) return value.map((inner) => fill(inner, filling));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, filling)]));
}

// The filled credentials that n8n does not have yet; one that is not configured goes in empty, and only once.
export function due(templates, known, filling) {
  const isDue = ({ template, filled }) =>
    placeholders(template).every((name) => filling[name])
      ? known[filled.id] !== fingerprint(filled)
      : !(filled.id in known);
  return templates
    .map((template) => ({ template, filled: fill(template, filling) }))
    .filter(isDue)
    .map(({ filled }) => filled);
}
