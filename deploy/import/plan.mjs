// Which flows may be written into n8n: the rule of dev/import_plan.py, where a test compares the two.

// Gets fingerprints: of the committed file, of n8n's copy now, and of both at the last import.
export function decide(file, running, known) {
  if (running === file) return 'same';
  if (!known) return running === undefined ? 'write' : 'conflict';
  if (running === undefined) return 'deleted';
  if (running === known.running) return file === known.file ? 'same' : 'write';
  return file === known.file ? 'edited' : 'conflict';
}

export function plan(files, running, imported, force = false) {
  const decision = (id) =>
    force || imported.pending.includes(id) ? 'write' : decide(files[id], running[id], imported.workflows[id]);
  return Object.fromEntries(Object.keys(files).map((id) => [id, decision(id)]));
}

// What is known once the decisions are carried out.
export function after(decisions, files, running, imported) {
  const settled = Object.entries(decisions)
    .filter(([id, decision]) => ['write', 'same'].includes(decision) && id in running)
    .map(([id]) => [id, { file: files[id], running: running[id] }]);
  return { ...imported, workflows: { ...imported.workflows, ...Object.fromEntries(settled) }, pending: [] };
}
