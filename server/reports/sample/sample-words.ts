/** The fictitious account of the sample, in both languages. Nobody of it exists. */
export const sampleWords = {
  ru: {
    client: 'Пример: интернет-магазин «Тёплый Кедр»',
    people: ['Анна Котова', 'Пётр Лаптев', 'Мария Ершова'],
    tasks: [
      'Не проходит оплата картой с телефона',
      'Выгрузка остатков из 1С',
      'Баннер и раздел к распродаже',
      'Сайт не открывается после обновления',
      'Доставка считает неверную сумму',
    ],
    comments: {
      form: 'Нашла ошибку в форме оплаты, исправила и проверила на трёх телефонах',
      bank: 'Созвонилась с банком: включили новый способ оплаты',
      stock: 'Настроил обмен раз в час, исключил архивные склады',
      banner: 'Сверстала баннер и раздел, внесла две правки по замечаниям',
      down: 'Срочно: вернул сайт в работу, исправил настройки кеша',
      check: 'Сверил остатки после первой недели, поправил два артикула',
      bug: 'Исправил ошибку нашего модуля — за наш счёт',
    },
    packages: ['Пакет 20 часов', 'Пакет 20 часов (продление)'],
  },
  en: {
    client: 'Sample: Warm Cedar online store',
    people: ['Anna Kotova', 'Peter Laptev', 'Maria Ershova'],
    tasks: [
      'Card payment fails on phones',
      'Stock export from 1C',
      'Banner and page for the sale',
      'The site does not open after an update',
      'Delivery counts a wrong sum',
    ],
    comments: {
      form: 'Found the error in the payment form, fixed it and checked on three phones',
      bank: 'Called the bank: a new payment method is on',
      stock: 'Set up the hourly exchange, left out archived warehouses',
      banner: 'Made the banner and the page, two rounds of remarks',
      down: 'Urgent: brought the site back and fixed the cache settings',
      check: 'Compared the stock after the first week, corrected two items',
      bug: 'Fixed a bug of our own module, at our expense',
    },
    packages: ['20-hour package', '20-hour package (renewal)'],
  },
};

export type SampleLanguage = keyof typeof sampleWords;
export type SampleComment = keyof (typeof sampleWords)['ru']['comments'];
