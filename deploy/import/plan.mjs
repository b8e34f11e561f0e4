// Which flows may be written into n8n: the rule of dev/import_plan.py, where a test compares the two.

// Gets fingerprints: of the committed file, of n8n's copy now, and of both at the last import.
export function decide(file, running, known) {
  if (running === file) return 'same';
  if (!known) return running === undefined ? 'write' : 'conflict';
  if (running === undefined) return 'deleted';
  if (running === known.running) return file === known.file ? 'same' : 'write';
  return file === known.file ? 'edited' : 'conflict';
}

export function plan(files, running, imported, force = []) {
  const decision = (id) =>
    force.includes(id) || imported.pending.includes(id) ? 'write' : decide(files[id], running[id], imported.workflows[id]);
  return Object.fromEntries(Object.keys(files).map((id) => [id, decision(id)]));
}

// Which flows IMPORT_FORCE names: their ids, separated by commas, or `1` for all.
export function forced(value, ids) {
  const words = (value ?? '').split(',').map((one) => one.trim());
  const named = words.filter((one) => !['', '0', 'false', 'no'].includes(one));
  if (named.some((one) => ['1', 'true', 'yes'].includes(one))) return ids;
  const unknown = named.filter((one) => !ids.includes(one));
  if (unknown.length) throw new Error(`IMPORT_FORCE: no flow is called ${unknown.join(', ')}; there are ${ids.join(', ')}.`);
  return named;
}

// What is known once the decisions are carried out.
export function after(decisions, files, running, imported) {
  const settled = Object.entries(decisions)
    .filter(([id, decision]) => ['write', 'same'].includes(decision) && id in running)
    .map(([id]) => [id, { file: files[id], running: running[id] }]);
  return { ...imported, workflows: { ...imported.workflows, ...Object.fromEntries(settled) }, pending: [] };
}
