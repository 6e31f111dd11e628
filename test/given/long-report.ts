import type { ReportModel } from '../../server/api/index.js';

type TaskSection = ReportModel['tasks'][number];

const people = ['Анна Котова', 'Пётр Лаптев', 'Мария Ершова', 'Константин Преображенский'];
const comments = [
  'Нашла ошибку в форме оплаты, поправила и проверила на трёх телефонах',
  'Созвон с банком: включили новый способ оплаты',
  'Настроил обмен раз в час; исключил архивные склады, перепроверил остатки по четырём складам и двум магазинам',
  'Вёрстка баннера',
  '',
];
const workTypes = ['1c-integration', 'design-markup', 'payment', 'other'];
const LINES_OF_TASK = 50;

/** A report with so many lines, fifty to a task; the same every time. Its figures add up. */
export function longReport(lines: number): ReportModel {
  const tasks = Array.from({ length: Math.ceil(lines / LINES_OF_TASK) }, (_, index) => task(index, lines));
  const billedSeconds = tasks.reduce((sum, one) => sum + one.billedSeconds, 0);
  const sizeSeconds = 2_000 * 3_600;
  return {
    ...{ layoutVersion: 2, language: 'ru', kind: 'period', layout: 'detailed', ofPackage: null },
    ...{ number: 7, clientName: 'Тёплый Кедр', timeZone: 'Europe/Moscow' },
    ...{ cut: { at: 'day', day: '2026-10-31' }, from: '2026-10-01', to: '2026-10-28', position: 812 },
    ...{ openingSeconds: 0, closingSeconds: sizeSeconds - billedSeconds, boughtSeconds: sizeSeconds },
    ...{ billedSeconds, recordedSeconds: billedSeconds, overageSeconds: 0 },
    packages: [
      {
        ...{ title: 'Пакет 2000 часов', sizeSeconds, spentHereSeconds: billedSeconds },
        ...{ leftSeconds: sizeSeconds - billedSeconds, expiresOn: null },
      },
    ],
    bought: [{ title: 'Пакет 2000 часов', day: '2026-10-01', seconds: sizeSeconds, kind: 'purchase' }],
    tasks,
    workTypes: workTypes.map((workType) => ({ workType, billedSeconds: billedAs(tasks, workType) })),
    ...{ addedLater: [], corrections: [], otherLines: [], waivers: [], courtesy: [], replaces: null },
    seal: '5ea1'.repeat(16),
  };
}

function task(index: number, lines: number): TaskSection {
  const count = Math.min(LINES_OF_TASK, lines - index * LINES_OF_TASK);
  const own = Array.from({ length: count }, (_, at) => line(index * LINES_OF_TASK + at));
  const billedSeconds = own.reduce((sum, one) => sum + one.billedSeconds, 0);
  const performers = people.map((name) => ({
    name,
    billedSeconds: own.filter((one) => one.person === name).reduce((sum, one) => sum + one.billedSeconds, 0),
  }));
  const title = `Доработка обмена с 1С, часть ${index + 1}`;
  return { taskId: index + 1, title, recordedSeconds: billedSeconds, billedSeconds, performers, lines: own };
}

function line(index: number): TaskSection['lines'][number] {
  const seconds = 300 + 60 * (index % 55);
  return {
    entryId: index + 1,
    day: `2026-10-${String(1 + (index % 28)).padStart(2, '0')}`,
    person: people[index % people.length] ?? '',
    comment: comments[index % comments.length] ?? '',
    recordedSeconds: seconds,
    billedSeconds: seconds,
    workType: workTypes[index % workTypes.length] ?? 'other',
  };
}

function billedAs(tasks: readonly TaskSection[], workType: string): number {
  const own = tasks.flatMap((one) => one.lines).filter((one) => one.workType === workType);
  return own.reduce((sum, one) => sum + one.billedSeconds, 0);
}
