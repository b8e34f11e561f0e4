// Lets n8n estimate the tokens of a message with our external hook; prints what it says, and whether it read a vocabulary.

const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { realpathSync } = require('node:fs');

const [FLOWS] = process.argv.slice(2);
const N8N = realpathSync(join(FLOWS, '..', 'node_modules', 'n8n', 'bin', 'n8n'));
const LANGCHAIN = createRequire(N8N).resolve('@n8n/n8n-nodes-langchain/package.json');
const UTILITIES = createRequire(LANGCHAIN).resolve('@n8n/ai-utilities');
const HOOK = join(__dirname, '..', '..', 'n8n', 'hooks', 'token-estimates.cjs');

require.main.filename = N8N; // as in n8n's own process
require(HOOK);

async function main() {
  const { N8nLlmTracing } = require(UTILITIES);
  const tracing = new N8nLlmTracing({ getNextRunIndex: () => 0, addInputData: () => ({ index: 0 }) });
  const { Tiktoken } = createRequire(UTILITIES)('js-tiktoken/lite');
  let counted = 0;
  Tiktoken.prototype.encode = () => { counted += 1; return []; };
  await tracing.handleLLMStart({ type: 'constructor', kwargs: {} }, ['🌸🌼'.repeat(2000), 'Bonjour !'], 'run');
  console.log(JSON.stringify({ estimated: tracing.promptTokensEstimate, counted }));
}

main();
