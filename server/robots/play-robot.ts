import { languageOf, textsIn } from '../base/i18n/index.js';
import type { Ground } from '../base/ground.js';
import { ackRow, type InboxRow } from '../portal/inbox/index.js';
import { holdInstalled, readPortal } from '../portal/installs/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';
import { actForRobot, type RobotEnd } from './act-for-robot.js';
import { runOf } from './robot-fact.js';
import { readRobotTask } from './robot-task-view.js';
import { readRobots } from './robots-store.js';
import { robotOf, taskOfRun } from './rules/robot-kinds.js';

export interface RobotHands {
  rest: PortalRest;
  /** Reads a task that the mirror has not met. */
  meet: (portalId: string, taskId: number) => Promise<unknown>;
}

/**
 * A robot's run: what it is for is done once, then the waiting business process is told. The row is acknowledged after
 * that: a crash in between tells it again, which the platform refuses or the process does not mind.
 */
export async function playRobot(ground: Ground, hands: RobotHands, row: InboxRow): Promise<void> {
  const { portalId, subjectId: runId } = row;
  const run = runOf(ground.config.keys, row);
  const robot = robotOf(row.names[0] ?? '');
  const taskId = taskOfRun(run.properties['task'], run.document);
  if (taskId !== null && !(await readRobotTask(ground.db, portalId, taskId)))
    await hands.meet(portalId, taskId);
  const texts = textsIn(languageOf((await readPortal(ground.db, portalId))?.language));
  const { enabled } = await readRobots(ground.db, portalId);
  const end: RobotEnd =
    robot === null || !enabled
      ? { values: {}, log: texts('robots.ends.off') }
      : await ground.db.transaction().execute(async (tx) => {
          await holdInstalled(tx, portalId);
          const act = { portalId, runId, robot, taskId, properties: run.properties };
          return actForRobot(tx, ground, texts, act);
        });
  if (run.waits) await answer(ground, hands.rest, { portalId, token: run.token, end });
  await ground.db.transaction().execute((tx) => ackRow(tx, row));
}

/** A refusal is final: the process has gone on, was ended, or has its answer. Anything unclear is tried again. */
async function answer(
  ground: Pick<Ground, 'log'>,
  rest: PortalRest,
  { portalId, token, end }: { portalId: string; token: string; end: RobotEnd },
): Promise<void> {
  const params = { EVENT_TOKEN: token, RETURN_VALUES: end.values, LOG_MESSAGE: end.log };
  try {
    await rest.call({ portalId, method: 'bizproc.event.send', params });
  } catch (error) {
    if (!(error instanceof RestError) || error.outcome !== 'refused') throw error;
    ground.log.info({ portalId, code: error.restCode }, 'a business process took no answer any more');
  }
}
