import type { Json, Params } from '../world/json.js';

/** PHP's bracket nesting (`a[b][]=c`), both ways, keeping the order in which values came. */

type Node = Map<string, Node | string>;

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text; // a stray percent sign stays what it is, as in PHP
  }
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const rest = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [name.slice(0, open), ...rest];
}

function put(root: Node, path: string[], value: string): void {
  let node = root;
  path.forEach((part, depth) => {
    const key = part === '' && depth > 0 ? String(node.size) : part;
    if (depth === path.length - 1) {
      node.set(key, value);
      return;
    }
    const next = node.get(key);
    const child: Node = next instanceof Map ? next : new Map<string, Node | string>();
    node.set(key, child);
    node = child;
  });
}

function plain(node: Node): Json {
  const entries = [...node].map(([key, value]): [string, Json] => [
    key,
    value instanceof Map ? plain(value) : value,
  ]);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/** Pairs to parameters, in order. A list at the top stays an object with keys "0", "1", …. */
export function nestPairs(pairs: Iterable<[string, string]>): Params {
  const root: Node = new Map();
  for (const [name, value] of pairs) if (name !== '') put(root, pathOf(name), value);
  return Object.fromEntries(
    [...root].map(([key, value]): [string, Json] => [key, value instanceof Map ? plain(value) : value]),
  );
}

/** `application/x-www-form-urlencoded` text or a query string. */
export function parseForm(text: string): Params {
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
  return nestPairs(pairs);
}

function* flatten(prefix: string, value: Json): Generator<[string, string]> {
  if (value === null) return;
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value))
      yield* flatten(prefix === '' ? key : `${prefix}[${key}]`, inner);
    return;
  }
  yield [prefix, value === true ? '1' : value === false ? '0' : String(value)];
}

/** As `http_build_query`: nulls and empty arrays vanish, booleans are 1 and 0. */
export function encodeForm(value: Params): string {
  return [...flatten('', value)]
    .map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`)
    .join('&');
}
