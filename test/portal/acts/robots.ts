import { randomBytes } from 'node:crypto';
import { addressAuth } from '../events/payload.js';
import { enqueue } from '../events/queue.js';
import { ControlError } from '../control/control-error.js';
import type { Params } from '../world/json.js';
import type { World } from '../world/world.js';

/** A robot that the app registered. */
export interface Robot {
  code: string;
  handler: string;
  waits: boolean;
  properties: Params;
  returns: string[];
}

/** One step of a business process that ran a robot: it waits until it is told. */
export interface RobotRun {
  token: string;
  code: string;
  taskId: number | null;
  state: 'waiting' | 'answered' | 'not-waiting';
  values: Params;
  log: string;
}

/** Automation comes to a robot: its handler is called, without anybody's tokens (no user acted). */
export function runRobot(
  world: World,
  of: { code: string; taskId?: number; documentId?: string[]; properties?: Params },
): RobotRun {
  const robot = world.app.robots.get(of.code);
  if (!robot) throw new ControlError(404, `No robot ${of.code}`);
  const document = of.documentId ?? [
    'tasks',
    'Bitrix\\Tasks\\Integration\\Bizproc\\Document\\Task',
    String(of.taskId ?? ''),
  ];
  const run: RobotRun = {
    ...{ token: `${randomBytes(8).toString('hex')}|A1|${randomBytes(16).toString('hex')}`, code: of.code },
    ...{ taskId: of.taskId ?? null, state: robot.waits ? 'waiting' : 'not-waiting', values: {}, log: '' },
  };
  world.app.robotRuns.set(run.token, run);
  sendRun(world, robot, run, { document, properties: of.properties ?? {} });
  return run;
}

function sendRun(
  world: World,
  robot: Robot,
  run: RobotRun,
  { document, properties }: { document: string[]; properties: Params },
): void {
  const now = Math.floor(world.clock.now() / 1000);
  const form: Params = {
    workflow_id: randomBytes(8).toString('hex'),
    code: robot.code,
    document_id: document,
    document_type: [document[0] ?? '', document[1] ?? '', 'TASK_PROJECT'],
    event_token: run.token,
    properties,
    use_subscription: robot.waits ? 'Y' : 'N',
    timeout_duration: 0,
    ts: now,
    auth: addressAuth(world),
  };
  enqueue(world, {
    ...{ event: '', data: {}, handler: robot.handler, handlerId: 0, userId: null, withRefresh: false },
    ...{ auth: null, tries: 0, form },
  });
}
