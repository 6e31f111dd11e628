/**
 * A time zone as people call it: «Москва», "Moscow Time"; its IANA name where nobody has another for it. Both sides write it
 * the same way.
 */
export function zoneName(zone: string, language: 'ru' | 'en'): string {
  const [short, long] = [nameOf(zone, language, 'shortGeneric'), nameOf(zone, language, 'longGeneric')];
  const said = [short, long].find((name) => name.length > 4 && !name.startsWith('GMT'));
  return said ?? zone;
}

function nameOf(zone: string, language: string, style: 'shortGeneric' | 'longGeneric'): string {
  try {
    const words = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: style });
    return words.formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? '';
  } catch {
    return '';
  }
}
