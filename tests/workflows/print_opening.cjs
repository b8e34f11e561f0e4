// Prints what « Ouvrir l’échange » and « Ouvrir la session » ask of the database, with the settings as they are and
// with values that cannot be read in their place; then what follows when the database refuses or is away.
const fs = require('node:fs');
const path = require('node:path');

const { nodes } = JSON.parse(fs.readFileSync(path.join(process.argv[2], 'chat-turn.json'), 'utf8'));
const named = (name) => nodes.find((node) => node.name === name).parameters;
const settings = JSON.parse(named('Réglages').jsonOutput);

function evaluated(text, $json, json) {
  const expression = text.replace(/^=\{\{/, '').replace(/\}\}$/, '');
  return new Function('$json', '$', '$execution', `return (${expression})`)($json, () => ({ first: () => ({ json }) }), { id: 1 });
}

const asked = (name, json) => evaluated(named(name).jsonBody, {}, json);
const failed = ($json) => evaluated(named('Continuer sans historique').jsonOutput, $json).outcome;

const unreadable = (value) => Object.fromEntries(Object.keys(settings).map((key) => [key, value]));
const cases = {
  committed: settings,
  words: unreadable('20 messages'),
  empty: unreadable(''),
  below: unreadable(-1),
  endless: unreadable(1e300),
  missing: {},
  part: unreadable(20.5),
  none: unreadable(0),
  unlimited: unreadable(null),
  many: unreadable(5000),
};
const print = (name) => Object.fromEntries(Object.entries(cases).map(([key, json]) => [key, asked(name, json)]));
console.log(JSON.stringify({
  turn: print('Ouvrir l’échange'),
  session: print('Ouvrir la session'),
  failures: {
    data: failed({ error: {}, details: { httpCode: '400', body: { code: '22P05' } } }),
    body: failed({ error: {}, details: { httpCode: '400', body: { code: 'PGRST102' } } }),
    away: failed({ error: {}, details: { httpCode: '503', body: { code: 'PGRST000' } } }),
    silent: failed({ error: {}, details: { httpCode: null } }),
    empty: failed({}),
  },
}));
