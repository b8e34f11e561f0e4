// n8n's resolver knows the proxies' names, and fails for those that are marked (`node --require`).
const dns = require('node:dns');
const fs = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');

const SUFFIX = '.localhost';
const { lookup } = dns;

dns.lookup = (hostname, options, callback) => {
  const done = callback ?? options;
  if (!String(hostname).endsWith(SUFFIX)) return lookup(hostname, options, callback);
  const name = hostname.slice(0, -SUFFIX.length);
  if (!fs.existsSync(path.join(process.env.CHAOS_UNRESOLVED, name))) return lookup('127.0.0.1', options, callback);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname });
  return process.nextTick(done, error);
};

// what n8n's SSRF guard calls
dns.promises.lookup = async (hostname, options = {}) => {
  const found = await promisify(dns.lookup)(hostname, options);
  return typeof found === 'string' ? { address: found, family: found.includes(':') ? 6 : 4 } : found;
};
