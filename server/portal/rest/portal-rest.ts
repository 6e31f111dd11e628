import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { readBatch, toCount } from './batch-answer.js';
import { createDesk, type Desk, learnPlan } from './desk.js';
import { createLine, type Line } from './line.js';
import { batchSending, callSending, visitorSending } from './plan.js';
import { KNOWN_LIMIT_SECONDS } from './operating.js';
import { isKnownRead } from './reads.js';
import { RestError } from './rest-error.js';
import { USE_WINDOW_MS } from './rest-use-store.js';
import type {
  BatchCommands,
  BatchItem,
  PortalRest,
  RestAnswer,
  RestAuthority,
  RestBatch,
  RestCall,
  RestLimits,
  VisitorBatch,
} from './types.js';

const MAX_COMMANDS = 50;
const MAX_ROUNDS = 3;

/** The one way to a portal's REST API: see README.md in this folder for what it promises. */
export function createPortalRest(ground: Ground, authority: RestAuthority): PortalRest {
  const desk = createDesk(ground, authority);
  const line = createLine(desk);
  return {
    call: (request) => call(desk, line, request),
    batch: (request) => batch(desk, line, request),
    asVisitor: (request) => asVisitor(desk, line, request),
    limits: (portalId) => limitsOf(desk, portalId),
    counts: (portalId) => Object.fromEntries(desk.portal(portalId).counts),
    flush: () => desk.journal.flush(),
  };
}

function limitsOf(desk: Desk, portalId: string): RestLimits {
  const { bucket } = desk.portal(portalId);
  return { ...bucket.rules(), operatingSeconds: KNOWN_LIMIT_SECONDS, windowMs: USE_WINDOW_MS };
}

async function call(desk: Desk, line: Line, request: RestCall): Promise<RestAnswer> {
  const repeatable = request.repeatable ?? isKnownRead(request.method);
  const sending = callSending(desk, request, repeatable);
  const { body, askedAt } = await line.asStored(sending, request.as ?? 'owner');
  desk.portal(request.portalId).operating.note(request.method, body['time']);
  noteUse(desk, { ...request, at: askedAt, time: body['time'], refused: false });
  if (request.method === 'app.info') learnPlan(desk, request.portalId, body['result']);
  return { result: body['result'], total: toCount(body['total']), next: toCount(body['next']), askedAt };
}

/** Commands whose method had no time left are sent again by themselves when the whole batch only reads. */
async function batch(desk: Desk, line: Line, request: RestBatch): Promise<Record<string, BatchItem>> {
  const { portalId, halt = false } = request;
  const repeatable = Object.values(request.commands).every((command) => isKnownRead(command.method));
  const mayGoAgain = repeatable && !halt && !usesReferences(request.commands);
  const round = async (commands: BatchCommands): Promise<Record<string, BatchItem>> => {
    const sending = batchSending(desk, { ...request, commands }, repeatable);
    const sent = await line.asStored(sending, request.as ?? 'owner');
    const { items, times } = readBatch(commands, { ...sent, halt });
    noteItems(desk, portalId, { commands, items, times });
    return items;
  };
  const commands = checked(request.commands);
  if (Object.keys(commands).length === 0) return {};
  const found = await round(commands);
  return mayGoAgain ? goAgain(commands, found, round) : found;
}

/** Never throws: what could not be asked again keeps the error it has. */
async function goAgain(
  commands: BatchCommands,
  found: Record<string, BatchItem>,
  round: (commands: BatchCommands) => Promise<Record<string, BatchItem>>,
): Promise<Record<string, BatchItem>> {
  let latest = found;
  for (let rounds = 1; rounds < MAX_ROUNDS; rounds += 1) {
    const left = notYetRun(commands, latest);
    if (Object.keys(left).length === 0) break;
    try {
      latest = { ...latest, ...(await round(left)) };
    } catch (error) {
      if (error instanceof RestError) break;
      throw error;
    }
  }
  return latest;
}

async function asVisitor(desk: Desk, line: Line, request: VisitorBatch): Promise<Record<string, BatchItem>> {
  const commands = checked(request.commands);
  const sent = await line.asVisitor(visitorSending(desk, request), request);
  const { items, times } = readBatch(commands, { ...sent, halt: request.halt ?? false });
  noteItems(desk, request.portalId, { commands, items, times });
  return items;
}

function noteItems(
  desk: Desk,
  portalId: string,
  batchOf: { commands: BatchCommands; items: Record<string, BatchItem>; times: Record<string, unknown> },
): void {
  const { operating } = desk.portal(portalId);
  for (const [name, { method }] of Object.entries(batchOf.commands)) {
    const item = batchOf.items[name];
    const refused = item?.error?.restCode === 'OPERATION_TIME_LIMIT';
    operating.note(method, batchOf.times[name]);
    noteUse(desk, { portalId, method, at: item?.askedAt ?? 0, time: batchOf.times[name], refused });
    if (refused) operating.block(method);
    if (method === 'app.info') learnPlan(desk, portalId, item?.result);
  }
}

/** The portal says of every call how long it ran and how much of the method's budget is used up. */
function noteUse(
  desk: Desk,
  call: { portalId: string; method: string; at: number; time: unknown; refused: boolean },
): void {
  const { operating, processing, duration } = (call.time ?? {}) as Record<string, unknown>;
  const ms = (seconds: unknown): number => (typeof seconds === 'number' ? seconds * 1_000 : 0);
  const { portalId, method, at, refused } = call;
  const runMs = ms(processing ?? duration);
  desk.journal.use({ portalId, method, at, runMs, operatingMs: ms(operating), refused });
}

function notYetRun(commands: BatchCommands, items: Record<string, BatchItem>): BatchCommands {
  const left = Object.entries(commands).filter(([name]) => {
    const code = items[name]?.error?.restCode;
    return code === 'OPERATION_TIME_LIMIT' || code === 'QUERY_LIMIT_EXCEEDED';
  });
  return Object.fromEntries(left);
}

function usesReferences(commands: BatchCommands): boolean {
  return JSON.stringify(commands).includes('$result');
}

function checked(commands: BatchCommands): BatchCommands {
  const size = Object.keys(commands).length;
  if (size <= MAX_COMMANDS) return commands;
  throw new AppError('BATCH_TOO_LARGE', `A batch takes ${MAX_COMMANDS} commands, not ${size}`);
}
