// The table of the `transliteration` package in n8n's runtime bundle, looked up instead of filled.
//
// The bundle is minified: the names of the table and of the map are read from it, the loop has to look as below. A
// bundle of another shape is returned as it came.

// `table=[[...]],map={}`, then a loop that puts each entry that is not empty into the map, by its letter.
const FILLED =
  /\]\],(?<map>[\w$]+)=\{\};for\(let n=0;n<(?<table>[\w$]+)\.length;n\+\+\)for\(let e=0;e<\k<table>\[n\]\.length;e\+\+\)\{let i=\k<table>\[n\]\[e\];if\(typeof i=="string"&&i\.length\)\{let a=String\.fromCharCode\(\(n<<8\)\+e\);\k<map>\[a\]=i\}\}/;

// A function that is never called is not even compiled. Read-only: the package's setData() would copy an empty map.
const lookup = (entries) => `((entries, table) => new Proxy({}, {
  get(_, letter) {
    if (typeof letter !== "string" || letter.length !== 1) return undefined;
    table ??= entries();
    const code = letter.charCodeAt(0);
    return table[code >> 8]?.[code & 255] || undefined;
  },
}))(() => ${entries})`;

function withLettersOnDemand(source) {
  const filled = FILLED.exec(source);
  if (!filled) return source;
  const { table, map } = filled.groups;
  const begin = source.lastIndexOf(`${table}=[[`, filled.index);
  if (begin < 0) return source;
  const entries = source.slice(begin + table.length + 1, filled.index + 2);
  const rest = source.slice(filled.index + filled[0].length);
  return `${source.slice(0, begin)}${table}=void 0,${map}=${lookup(entries)};${rest}`;
}

module.exports = { withLettersOnDemand };
