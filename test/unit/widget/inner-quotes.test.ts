import { expect, it } from '@jest/globals';
import { nestQuotes } from '../../../client-widget/i18n/inner-quotes.js';

it.each([
  ['В задачу «Сверстать раздел «Доставка» по макету»', 'В задачу «Сверстать раздел „Доставка“ по макету»'],
  ['«Раздел «Реактивы»»', '«Раздел „Реактивы“»'],
  ['«А» и «Б»', '«А» и «Б»'],
  ['To “The “Pump” page”', 'To “The ‘Pump’ page”'],
  ['«Не закрыто «внутри»', '«Не закрыто «внутри»'],
  ['закрыто» дважды»', 'закрыто» дважды»'],
])('quotes inside of quotes have marks of their own: %s', (text, told) => {
  expect(nestQuotes(text)).toBe(told);
});
