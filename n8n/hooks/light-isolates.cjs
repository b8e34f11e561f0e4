// Loaded before n8n (NODE_OPTIONS=--require): the isolate that an execution's expressions run in is built quickly.
//
// Each execution has an isolate of its own, and n8n's runtime bundle runs in it before the first expression. Most of that
// time fills a table of letters that one extension, replaceSpecialChars(), reads. Here the bundle only describes the
// table, and a letter is looked up when somebody asks for it (on-demand-letters.cjs). docs/decisions/56 has the figures.
// Isolation, memory limit and time-out stay n8n's own.

const fs = require('node:fs');
const path = require('node:path');
const { withLettersOnDemand } = require('./on-demand-letters.cjs');

const BUNDLE = path.join('expression-runtime', 'dist', 'bundle', 'runtime.iife.js');
const { readFileSync } = fs;

fs.readFileSync = function (file, ...options) {
  const content = readFileSync.call(this, file, ...options);
  return String(file).endsWith(BUNDLE) ? withLettersOnDemand(content) : content;
};
