// n8n's external hook (EXTERNAL_HOOK_FILES): memory goes back once the chat is quiet.
//
// V8 collects garbage when something is allocated, and keeps the room for the next rush. When nobody writes, both stay in
// memory; docs/decisions/48 has the figures. Giving everything back takes up to a second, so it waits until no visitor
// has asked for a while, and happens once per rush. `gc` is there by NODE_OPTIONS=--expose-gc (without it nothing is
// collected): the flag set later, from here, was seen to cost n8n 500 MB.

const CHAT = /^\/webhook\/chat(\/|$)/i;
const QUIET_MS = 15_000;
const LOOK_EVERY_MS = 5_000;

function collectWhenQuiet({ server }) {
  let lastAsked;
  server.on('request', (request) => {
    if (CHAT.test(request.url ?? '')) lastAsked = Date.now();
  });
  const look = () => {
    if (lastAsked === undefined || Date.now() - lastAsked < QUIET_MS) return;
    lastAsked = undefined;
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

module.exports = { n8n: { ready: [async (server) => collectWhenQuiet(server)] } };
