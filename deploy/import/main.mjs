// One-shot job of docker-compose.yml: brings the repository's credentials and flows into n8n, with n8n's image alone.
// What a marketer changed in the editor is never overwritten, but for the flows that IMPORT_FORCE names, after a backup.
// `export <id>` writes one of n8n's flows to its output, as the repository would hold it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

import { due, fingerprint, fingerprints, generalise, localise, normalise, supabaseHeaders, toText } from './forms.mjs';
import { exportWorkflows, importCredentials, importWorkflows, serverAnswers } from './n8n.mjs';
import { after, forced, plan } from './plan.mjs';

const ROOT = process.env.SALES_COPILOT_DIR || '/opt/sales-copilot';
const STORE = join(process.env.N8N_USER_FOLDER || homedir(), '.n8n');
const MEMORY = join(STORE, 'imported.json');
const NOTHING = { workflows: {}, credentials: {}, pending: [], addresses: null };
const HERE = {
  functions: process.env.FUNCTIONS_URL,
  n8n: process.env.N8N_SERVER_URL,
  supabase: process.env.SUPABASE_URL,
};
const ADVICE = {
  edited: 'changed in the editor, kept as it is there',
  conflict: "changed in the editor and in the repository, the editor's is kept (IMPORT_FORCE with its id takes the other)",
  deleted: 'deleted in the editor, not imported again (IMPORT_FORCE with its id brings it back)',
};

async function bringIn() {
  const files = Object.fromEntries(readFolder('workflows').map((one) => [one.id, normalise(one)]));
  const force = forced(process.env.IMPORT_FORCE, Object.keys(files));
  const remembered = load();
  let running = readN8n(remembered.addresses);
  const isNew = Object.keys(running).length === 0; // a new database: what is remembered was in another one
  const imported = await bringInCredentials(isNew ? NOTHING : remembered);
  const prints = fingerprints(files);
  const decisions = plan(prints, fingerprints(running), imported, force);
  if (force.length) backUp(running);
  const chosen = Object.keys(files).filter((id) => decisions[id] === 'write');
  const moved = hasMoved(imported) ? Object.keys(running).filter((id) => !chosen.includes(id)) : [];
  if (chosen.length + moved.length) {
    await refuseBesideServer();
    save({ ...imported, pending: chosen });
    const flows = [...chosen.map((id) => files[id]), ...moved.map((id) => normalise(running[id]))];
    importWorkflows(localise(flows, HERE), [...chosen, ...moved.filter((id) => running[id].active)]);
    running = readN8n(HERE);
    say(`${flows.length} flow(s) imported: ${[...chosen, ...moved].join(', ')}`);
  }
  save({ ...after(decisions, prints, fingerprints(running), imported), addresses: HERE });
  for (const [id, decision] of Object.entries(decisions)) if (ADVICE[decision]) say(`${id}: ${ADVICE[decision]}`);
}

function show(id) {
  const flow = readN8n(load().addresses)[id];
  if (!flow) throw new Error(`n8n has no flow with the id ${id}.`);
  say(toText(flow));
}

// After a change of addresses every flow must learn the new ones, edited or not.
function hasMoved({ addresses }) {
  return addresses !== null && fingerprint(addresses) !== fingerprint(HERE);
}

async function bringInCredentials(imported) {
  const key = process.env.SUPABASE_SERVICE_ROLE_KEY ?? '';
  const filling = { ...process.env, SUPABASE_HEADERS: key && supabaseHeaders(key) };
  const chosen = due(readFolder('credentials'), imported.credentials, filling);
  if (chosen.length === 0) return imported;
  await refuseBesideServer();
  importCredentials(chosen);
  say(`${chosen.length} credential(s) imported: ${chosen.map((one) => one.id).join(', ')}`);
  const known = { ...imported.credentials, ...Object.fromEntries(chosen.map((one) => [one.id, fingerprint(one)])) };
  save({ ...imported, credentials: known });
  return { ...imported, credentials: known };
}

async function refuseBesideServer() {
  if (await serverAnswers(process.env.N8N_SERVER_URL))
    throw new Error('n8n runs and would not notice: `docker compose stop n8n n8n-webhook n8n-worker`, then `up -d` again.');
}

function readFolder(name) {
  const files = readdirSync(join(ROOT, name)).filter((file) => file.endsWith('.json')).sort();
  return files.map((file) => {
    const content = JSON.parse(readFileSync(join(ROOT, name, file), 'utf8'));
    if (content.id !== basename(file, '.json')) throw new Error(`${file}: its id is ${content.id}, not the file's name.`);
    return content;
  });
}

function readN8n(addresses) {
  return generalise(exportWorkflows(), addresses ?? HERE);
}

function backUp(running) {
  const folder = join(STORE, 'backups', new Date().toISOString().replaceAll(/[:.]/g, '-'));
  mkdirSync(folder, { recursive: true });
  for (const [id, one] of Object.entries(running)) writeFileSync(join(folder, `${id}.json`), JSON.stringify(one, null, 2));
  say(`n8n's flows are saved in ${folder}`);
}

function load() {
  return existsSync(MEMORY) ? { ...NOTHING, ...JSON.parse(readFileSync(MEMORY, 'utf8')) } : NOTHING;
}

function save(imported) {
  mkdirSync(STORE, { recursive: true });
  writeFileSync(`${MEMORY}.new`, JSON.stringify(imported, null, 2), { mode: 0o600 });
  renameSync(`${MEMORY}.new`, MEMORY);
}

function say(line) {
  console.log(line);
}

async function main([verb, id]) {
  if (verb === undefined) await bringIn();
  else if (verb === 'export' && id) await show(id);
  else throw new Error('say nothing to import, or «export ID» to print a flow');
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
