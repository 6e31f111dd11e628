const readEnding = /\.(get|getlist|list|info|current|search|fields|getfields|groups|access|getaccess|time)$/;
const otherReads = new Set(['profile', 'scope', 'methods', 'events', 'user.admin']);
/** Look like reads, but take rows out of a queue or make what they return. */
const falseFriends = new Set(['event.offline.get', 'disk.storage.getforapp']);

/** True for methods that change nothing, so that a repeat after an unclear outcome does no harm. */
export function isKnownRead(method: string): boolean {
  const name = method.toLowerCase();
  return !falseFriends.has(name) && (readEnding.test(name) || otherReads.has(name));
}
