// n8n's own command line. Its server must be stopped while this writes: a running one would not notice.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE_MS = 300_000; // the first call creates n8n's tables

export function exportWorkflows() {
  return inPrivateFolder((folder) => {
    const target = join(folder, 'workflows.json');
    run(['export:workflow', '--all', `--output=${target}`], 'No workflows found');
    const found = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : [];
    return Object.fromEntries(found.filter((one) => !one.isArchived).map((one) => [one.id, one]));
  });
}

// Writes flows, which stops them all, and publishes those that shall run.
export function importWorkflows(workflows, published) {
  inPrivateFolder((folder) => {
    workflows.forEach((one) => writeJson(join(folder, `${one.id}.json`), one));
    const verb = ['import:workflow', '--separate', `--input=${folder}`];
    const refusal = 'permission to deactivate'; // nobody owns the published flows before the first start
    let output = run(verb, refusal);
    if (output.includes(refusal)) {
      workflows.forEach((one) => run(['unpublish:workflow', `--id=${one.id}`], 'not found'));
      output = run(verb);
    }
    expect('Successfully imported', output);
  });
  published.forEach((id) => run(['publish:workflow', `--id=${id}`]));
}

export function importCredentials(credentials) {
  inPrivateFolder((folder) => {
    const source = join(folder, 'credentials.json');
    writeJson(source, credentials);
    expect('Successfully imported', run(['import:credentials', `--input=${source}`]));
  });
}

export async function serverAnswers(url) {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function inPrivateFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'n8n-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeJson(file, value) {
  writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
}

function run(verb, allowed) {
  const options = { encoding: 'utf8', timeout: PATIENCE_MS, stdio: ['ignore', 'pipe', 'pipe'] };
  const { status, stdout = '', stderr = '', error } = spawnSync('n8n', verb, options);
  const output = stdout + stderr;
  if (error) throw new Error(`n8n ${verb[0]}: ${error.message}`);
  if (status !== 0 && !(allowed && output.includes(allowed))) throw new Error(`n8n ${verb[0]}: ${firstError(output)}`);
  return output;
}

function expect(sign, output) {
  if (!output.includes(sign)) throw new Error(`n8n refused: ${firstError(output)}`);
}

function firstError(output) {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line && !line.includes('See log messages'));
  return (lines.findLast((line) => line.includes('rror')) ?? lines.at(-1) ?? 'it said nothing').slice(0, 300);
}
