// Builds n8n's own isolate as it comes and with our preloaded file; prints what differs.

const { createRequire } = require('node:module');
const { join } = require('node:path');
const { realpathSync } = require('node:fs');

const [FLOWS] = process.argv.slice(2);
const N8N = realpathSync(join(FLOWS, '..', 'node_modules', 'n8n', 'package.json'));
const WORKFLOW = createRequire(N8N).resolve('n8n-workflow');
const RUNTIME = createRequire(WORKFLOW).resolve('@n8n/expression-runtime');

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const LETTERS = `
  let all = '';
  for (let code = 0; code < 65536; code += 1) all += extend(String.fromCharCode(code), 'replaceSpecialChars', []) + '|';
  return all;
`;
const SENTENCE = "return extend('Œuvre à Tōkyō, 北京 😀', 'replaceSpecialChars', []);";

async function built() {
  for (const file of Object.keys(require.cache)) if (file.includes('expression-runtime')) delete require.cache[file];
  const { IsolatedVmBridge } = require(RUNTIME);
  const bridge = new IsolatedVmBridge({ memoryLimit: 128, timeout: 20_000, compileCache: true, logger });
  await bridge.initialize();
  const heap = bridge.isolate.getHeapStatisticsSync().used_heap_size;
  const letters = bridge.execute(LETTERS, {}, {});
  const sentence = bridge.execute(SENTENCE, {}, {});
  await bridge.dispose();
  return { heap, letters, sentence };
}

async function main() {
  const plain = await built();
  require('../../n8n/hooks/light-isolates.cjs');
  const light = await built();
  console.log(JSON.stringify({
    half_the_memory: light.heap < plain.heap / 2,
    same_letters: light.letters === plain.letters,
    read: light.sentence,
  }));
}

main();
