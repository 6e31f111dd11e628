/** Zones that clients live in, as people call them. Browsers and Node name them differently, so the names are ours. */
const names: Record<string, readonly [ru: string, en: string]> = {
  'Europe/Kaliningrad': ['Калининград', 'Kaliningrad'],
  'Europe/Moscow': ['Москва', 'Moscow'],
  'Europe/Samara': ['Самара', 'Samara'],
  'Europe/Saratov': ['Саратов', 'Saratov'],
  'Europe/Volgograd': ['Волгоград', 'Volgograd'],
  'Asia/Yekaterinburg': ['Екатеринбург', 'Yekaterinburg'],
  'Asia/Omsk': ['Омск', 'Omsk'],
  'Asia/Novosibirsk': ['Новосибирск', 'Novosibirsk'],
  'Asia/Krasnoyarsk': ['Красноярск', 'Krasnoyarsk'],
  'Asia/Irkutsk': ['Иркутск', 'Irkutsk'],
  'Asia/Chita': ['Чита', 'Chita'],
  'Asia/Yakutsk': ['Якутск', 'Yakutsk'],
  'Asia/Vladivostok': ['Владивосток', 'Vladivostok'],
  'Asia/Sakhalin': ['Сахалин', 'Sakhalin'],
  'Asia/Magadan': ['Магадан', 'Magadan'],
  'Asia/Kamchatka': ['Камчатка', 'Kamchatka'],
  'Europe/Minsk': ['Минск', 'Minsk'],
  'Asia/Almaty': ['Алматы', 'Almaty'],
  'Asia/Tashkent': ['Ташкент', 'Tashkent'],
  'Asia/Bishkek': ['Бишкек', 'Bishkek'],
  'Asia/Yerevan': ['Ереван', 'Yerevan'],
  'Asia/Baku': ['Баку', 'Baku'],
  'Asia/Tbilisi': ['Тбилиси', 'Tbilisi'],
  'Asia/Dubai': ['Дубай', 'Dubai'],
  'Europe/Istanbul': ['Стамбул', 'Istanbul'],
  'Europe/London': ['Лондон', 'London'],
  'Europe/Berlin': ['Берлин', 'Berlin'],
};

/** A time zone by its city: «Москва», "Moscow"; of one that is not listed, the city of its IANA name. */
export function zoneName(zone: string, language: 'ru' | 'en'): string {
  const known = names[zone];
  if (known) return known[language === 'ru' ? 0 : 1];
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
