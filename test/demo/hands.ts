import { randomUUID } from 'node:crypto';
import type { App } from '../../server/app.js';
import type { EstimateView } from '../../server/api/index.js';
import { type Api, openSession } from '../given/start-world.js';
import type { Portal } from '../portal/index.js';
import { directoryOf } from './department.js';
import { say } from './say.js';

const HOUR = 3600;
const OPEN = new Set([2, 3]);

/** Work in several hands: bugs in development, and tasks to be sized, each a step further than the one before. */
export async function handWork(portal: Portal, app: App, appUrl: string, manager: Api): Promise<void> {
  const { clients, developmentGroupId } = directoryOf(portal);
  const first = clients[0]?.groupIds[0] ?? 0;
  const second = clients[1]?.groupIds[0] ?? 0;
  const tasks = portal.control.truth().tasks.filter((task) => OPEN.has(task.status));
  const worked = tasks.filter((task) => task.groupId === first && task.spentSeconds > 0);
  const others = tasks.filter((task) => task.groupId === second);
  for (const [task, note] of pairs(worked.slice(0, 2), [
    'Цены с акцией считаются без скидки. Повторяется в чистой установке: похоже на ошибку нашего модуля.',
    'После обновления модуля пропадает выбранный способ доставки.',
  ])) {
    const way = 'to-development';
    await sent(manager, `/tasks/${task.id}/handoffs`, { way, groupId: developmentGroupId, note });
  }
  await app.settle();
  const sized = [...others.slice(0, 3), ...worked.slice(2, 4)];
  for (const [task, note] of pairs(sized, [
    'Клиент просит к пятнице понять бюджет.',
    '',
    'Нужно для договора на следующий квартал.',
    'Сравните с прошлогодней выгрузкой.',
    '',
  ])) {
    await sent(manager, `/tasks/${task.id}/estimates`, { note, forClient: note.includes('договора') });
  }
  await goOn(portal, appUrl, manager);
  await app.settle();
  say('Hand-offs', 'two bugs in development, tasks to be sized at every step');
}

/** One waits for hours, one has a question, one waits for the manager, one for the client, one is approved. */
async function goOn(portal: Portal, appUrl: string, manager: Api): Promise<void> {
  const { estimates } = (await manager.get('/estimates')).body as { estimates: EstimateView[] };
  for (const [at, one] of estimates.entries()) {
    const performer = await openSession(portal, appUrl, one.performerId);
    if (at === 1)
      await step(performer, one, { do: 'ask', text: 'Нужна выгрузка архивных заказов или только новых?' });
    if (at < 2) continue;
    const likely = (3 + at * 2) * HOUR;
    const points = {
      ...{
        optimisticSeconds: likely - 2 * HOUR,
        likelySeconds: likely,
        pessimisticSeconds: likely + 5 * HOUR,
      },
    };
    await step(performer, one, { do: 'give', points, note: 'вместе с проверкой на копии сайта' });
    if (at < 3) continue;
    const [given] = await seen(manager, one.estimateId);
    await step(manager, given, { do: 'approve', seconds: likely + HOUR / 2, toClient: at === 3 });
  }
}

async function seen(api: Api, estimateId: number): Promise<EstimateView[]> {
  const { estimates } = (await api.get('/estimates')).body as { estimates: EstimateView[] };
  return estimates.filter((one) => one.estimateId === estimateId);
}

async function step(api: Api, one: EstimateView | undefined, what: object): Promise<void> {
  await sent(api, `/estimates/${one?.estimateId}/steps`, { revision: one?.revision, step: what });
}

async function sent(api: Api, path: string, body: object): Promise<void> {
  const { status } = await api.send('POST', path, { requestId: randomUUID(), ...body });
  if (status !== 200) throw new Error(`${path} answered ${status}`);
}

function pairs<One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] {
  return ones.flatMap((one, index): [One, Other][] => {
    const other = others[index];
    return other === undefined ? [] : [[one, other]];
  });
}
