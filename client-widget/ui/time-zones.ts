import { zoneName } from '../../server/api/zone-name.js';

/** IANA zones the browser knows, with the wanted one among them; Russian zones first, as most clients live there. */
export function timeZones(wanted: string): string[] {
  const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  const near = [
    'Europe/Kaliningrad',
    'Europe/Moscow',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Novosibirsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ];
  return [...new Set([wanted, ...near, ...all])];
}

/** The same for a menu: city first, as people look for it, then the name computers use. */
export function timeZoneItems(wanted: string, language: string): { value: string; label: string }[] {
  const words = language === 'ru' ? 'ru' : 'en';
  return timeZones(wanted).map((zone) => {
    const city = zoneName(zone, words);
    return { value: zone, label: zone === city ? zone : `${city} · ${zone}` };
  });
}
