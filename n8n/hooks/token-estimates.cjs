// n8n's external hook (EXTERNAL_HOOK_FILES): a visitor's words are not counted by a slow tokeniser.
//
// Before and after each call of a model n8n estimates its tokens with js-tiktoken, for the case that the provider tells
// none; ours always does. The time of that estimate grows with the square of an unbroken run of letters or pictographs:
// a message of 4,000 emojis stopped n8n, and with it every visitor, for 31 seconds. Here n8n's own quick estimate by
// characters takes its place, which n8n itself uses for long repetitions. docs/decisions/59 has the figures.

const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');

function replaceEstimate(n8n) {
  const langchain = createRequire(n8n).resolve('@n8n/n8n-nodes-langchain/package.json');
  const utilities = dirname(createRequire(langchain).resolve('@n8n/ai-utilities'));
  const estimator = require(join(utilities, 'utils', 'tokenizer', 'token-estimator.js'));
  const byCharacters = estimator.estimateTokensByCharCount;
  estimator.estimateTokensFromStringList = async (texts) => texts.reduce((sum, text) => sum + byCharacters(text), 0);
}

replaceEstimate(require.main.filename);

module.exports = {};
