import type { Texts } from '../base/i18n/index.js';
import type { Tx } from '../base/db/index.js';
import { formatDuration } from '../base/durations.js';
import type { Ground } from '../base/ground.js';
import { readClient, readReportTaskIds } from '../clients/index.js';
import { requestEstimate } from '../handoffs/index.js';
import { readAccount } from '../ledger/index.js';
import { proposeIntake } from '../planning/index.js';
import { type RobotTask, readRobotTask } from './robot-task-view.js';
import { type RobotName, secondsOfHours } from './rules/robot-kinds.js';

/** What a run ended with: values for the business process, and a line for its log. */
export interface RobotEnd {
  values: Record<string, string | number>;
  log: string;
}

export interface RobotAct {
  portalId: string;
  /** Names this run for ever: what it does is done once. */
  runId: string;
  robot: RobotName;
  taskId: number | null;
  properties: Readonly<Record<string, string>>;
}

const CLOSED = 5;
const yes = (is: boolean): string => (is ? 'Y' : 'N');

/** Does what the robot is for, once per run, and says what the process is told. A run about no client's task does nothing. */
export async function actForRobot(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  texts: Texts,
  act: RobotAct,
): Promise<RobotEnd> {
  const task = act.taskId === null ? null : await readRobotTask(tx, act.portalId, act.taskId);
  const isReport = task && (await readReportTaskIds(tx, act.portalId)).includes(task.taskId);
  if (!task || task.clientId === null || isReport) {
    return { values: nothingOf(act.robot), log: texts('robots.ends.noTask') };
  }
  const of = { ...task, clientId: task.clientId };
  if (act.robot === 'balance') return tellBalance(tx, ground, texts, { act, task: of });
  if (task.status === CLOSED) return { values: nothingOf(act.robot), log: texts('robots.ends.closed') };
  return act.robot === 'estimate'
    ? askEstimate(tx, ground, texts, { act, task: of })
    : askUrgent(tx, ground, texts, { act, task: of });
}

interface Acting {
  act: RobotAct;
  task: RobotTask & { clientId: number };
}

async function tellBalance(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  texts: Texts,
  { act, task }: Acting,
): Promise<RobotEnd> {
  const client = await readClient(tx, act.portalId, task.clientId);
  if (!client) return { values: nothingOf('balance'), log: texts('robots.ends.noTask') };
  const { balanceSeconds } = (await readAccount(tx, client, ground.clock.now())).balance;
  const wanted = secondsOfHours(act.properties['hours']);
  return {
    values: {
      ...{ client: client.name, hours_left: Math.floor(balanceSeconds / 36) / 100 },
      ...{ is_enough: yes(balanceSeconds > 0 && balanceSeconds >= wanted), is_over: yes(balanceSeconds < 0) },
    },
    log: texts('robots.ends.balance', { client: client.name, time: formatDuration(balanceSeconds) }),
  };
}

async function askEstimate(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  texts: Texts,
  { act, task }: Acting,
): Promise<RobotEnd> {
  await requestEstimate(tx, ground, appIn(act), {
    task: { taskId: task.taskId, title: task.title, clientId: task.clientId },
    ...{ performerId: task.responsibleId, note: noteOf(act), forClient: false, source: 'robot' },
    requestId: `robot:${act.runId}`,
  });
  return { values: { is_asked: 'Y' }, log: texts('robots.ends.estimate') };
}

async function askUrgent(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  texts: Texts,
  { act, task }: Acting,
): Promise<RobotEnd> {
  const { taskId, clientId, title } = task;
  const kind = act.properties['kind'] === 'critical' ? 'critical' : 'urgent';
  await proposeIntake(tx, ground, appIn(act), {
    ...{ taskId, clientId, title, kind, note: noteOf(act), requestId: `robot:${act.runId}` },
  });
  return { values: { is_asked: 'Y' }, log: texts(`robots.ends.${kind}`) };
}

/** Nobody's hand: the app itself asks. */
function appIn({ portalId }: RobotAct) {
  return { portalId, userId: 0, name: '' };
}

function noteOf({ properties }: RobotAct): string {
  return (properties['note'] ?? '').trim();
}

function nothingOf(robot: RobotName): RobotEnd['values'] {
  if (robot !== 'balance') return { is_asked: 'N' };
  return { client: '', hours_left: 0, is_enough: 'N', is_over: 'N' };
}
