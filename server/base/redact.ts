const HIDDEN = '[hidden]';
const MAX_DEPTH = 8;

/** Names whose values never reach a log: credentials, and what people are called or wrote. Compared without case and `_`. */
const hiddenNames = new Set(
  [
    'auth authid accesstoken refreshtoken refreshid applicationtoken clientsecret secret password passwd cookie',
    'setcookie authorization token bearer sessionsecret tokenkeys accesssealed refreshsealed eventtoken code',
    'name lastname secondname fullname username displayname email phone personalphoto login',
    'comment comments commenttext text texts postmessage message msg title description payload body html',
  ]
    .join(' ')
    .split(' '),
);
/** Of the names above these are ours when they stand at the top of a log line or in an error. */
const ownNames = new Set(['msg', 'code']);

/** A copy of a log line's fields without secrets and personal data; anything deep or odd is cut, never printed. */
export function redact(value: unknown): unknown {
  return redactAt(value, 0);
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redactAt(item, depth + 1));
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    isHidden(name, depth) ? HIDDEN : redactAt(field, depth + 1),
  ]);
  return Object.fromEntries(fields);
}

function isHidden(name: string, depth: number): boolean {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '');
  if (depth === 0 && ownNames.has(plain)) return false;
  return hiddenNames.has(plain);
}

/** Only what we chose: foreign errors drag requests, headers and tokens behind them as hidden properties. */
export function redactError(error: Error, depth = 0): Record<string, unknown> {
  const { code, detail } = error as { code?: unknown; detail?: unknown };
  return {
    type: error.name,
    message: maskSecrets(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(detail === undefined ? {} : { detail: redactAt(detail, depth + 1) }),
    stack: maskSecrets(error.stack ?? ''),
    ...(error.cause instanceof Error && depth < 3 ? { cause: redactError(error.cause, depth + 1) } : {}),
  };
}

/** Tokens of the platform are long hex; ids of portals are exactly 32 hex digits and stay readable. */
export function maskSecrets(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{40,}\b/gi, HIDDEN)
    .replaceAll(/([?&](?:auth|access_token|refresh_token|client_secret|code)=)[^&\s"]+/gi, `$1${HIDDEN}`)
    .replaceAll(/(bearer\s+)[\w.~+/=-]+/gi, `$1${HIDDEN}`);
}
