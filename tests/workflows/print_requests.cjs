// Prints, for each HTTP node of each flow, its method, its path and the fields that its body would have, as JSON.
// Expressions are evaluated over a stand-in for the data: an object that has every property.
const fs = require('node:fs');
const path = require('node:path');

const anything = new Proxy(() => anything, {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return () => 'x';
    if (key === Symbol.iterator) return function* () {};
    return key === 'then' ? undefined : anything;
  },
  ownKeys: () => [],
  getOwnPropertyDescriptor: () => undefined,
});

function fieldsOf(body) {
  const expression = body.replace(/^=\{\{/, '').replace(/\}\}$/, '');
  const evaluate = new Function('$json', '$', '$execution', '$now', `return (${expression})`);
  const value = evaluate(anything, () => anything, anything, anything);
  return value === anything ? null : Object.keys(value);
}

const requests = [];
for (const file of fs.readdirSync(process.argv[2])) {
  const { nodes } = JSON.parse(fs.readFileSync(path.join(process.argv[2], file), 'utf8'));
  for (const node of nodes.filter(({ type }) => type === 'n8n-nodes-base.httpRequest')) {
    const { method = 'GET', url, jsonBody, contentType = 'json', bodyParameters } = node.parameters;
    const fields = jsonBody ? fieldsOf(jsonBody) : (bodyParameters?.parameters ?? []).map(({ name }) => name);
    const type = contentType === 'json' ? 'application/json' : 'multipart/form-data';
    requests.push({ file, node: node.name, method, url, type, fields });
  }
}
console.log(JSON.stringify(requests));
