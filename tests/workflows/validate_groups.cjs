// Prints what n8n's own validator says of each flow's groups, as JSON: {file: {violations, boxes}}.
const fs = require('node:fs');
const path = require('node:path');

const folder = process.argv[2];
const n8n = fs.realpathSync(path.join(__dirname, '../../n8n/node_modules/n8n'));
const { validateWorkflowGroups, summarizeTopLevelItems } = require(path.join(n8n, '../n8n-workflow'));

const isTrigger = ({ type }) => /\.webhook$|Trigger$/.test(type);
const getNodeType = (node) => ({ group: isTrigger(node) ? ['trigger'] : [], inputs: ['main'], outputs: ['main'] });

const report = {};
for (const file of fs.readdirSync(folder)) {
  const { nodes, nodeGroups, connections } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  const groups = validateWorkflowGroups({ nodes, nodeGroups, connectionsBySourceNode: connections, getNodeType });
  const summary = summarizeTopLevelItems({ nodes, nodeGroups, connectionsBySourceNode: connections });
  report[file] = { violations: groups.violations ?? [], boxes: summary.total };
}
console.log(JSON.stringify(report));
