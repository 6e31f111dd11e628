import { recordAction, type Visitor } from '../../access/index.js';
import type { IntakeKind } from '../../api/index.js';
import type { Tx } from '../../base/db/index.js';
import { conflict, notFound } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { lockPortal } from '../../portal/installs/index.js';
import { asksMore, type IntakeSign } from '../rules/intake-signs.js';
import { readTasksByIds } from '../tasks-view.js';
import {
  changeIntake,
  freshIntake,
  insertIntake,
  type IntakeRow,
  nextIntakeId,
  readIntake,
  readStandingIntakes,
} from './intake-store.js';
import { noteDismissed, noteProposed } from './tell-intake.js';

type On = Pick<Ground, 'clock' | 'config'>;

export interface Proposal {
  task: { taskId: number; clientId: number; title: string };
  kind: IntakeKind;
  source: IntakeSign['source'] | 'hand';
  sign: string | null;
  note: string;
  /** 0 = whoever changed the task in the portal. */
  by: { userId: number; name: string };
}

/** A person asks a manager to take a task in. What waits already is joined. Repeated with the same requestId it does nothing. */
export async function proposeIntake(
  tx: Tx,
  ground: On,
  visitor: Pick<Visitor, 'portalId' | 'userId' | 'name'>,
  wanted: {
    taskId: number;
    clientId: number;
    title: string;
    requestId: string;
    kind: IntakeKind;
    note: string;
  },
): Promise<void> {
  const { portalId, userId, name } = visitor;
  const { requestId, kind, note, ...task } = wanted;
  await lockPortal(tx, portalId);
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: task.clientId, what: 'propose-intake', reason: note || null },
    ...{ after: { taskId: task.taskId, kind }, cause: `propose-intake:${requestId}` },
  });
  if (repeated) return;
  await putForward(tx, ground, portalId, {
    ...{ task, kind, note, source: 'hand', sign: null, by: { userId, name } },
  });
}

/** One intake a task: what waits is joined and grows more pressing; what holds already is left alone. */
export async function putForward(tx: Tx, ground: On, portalId: string, wanted: Proposal): Promise<void> {
  const { task, kind, source, sign, note, by } = wanted;
  const now = ground.clock.now();
  const standing = await readStandingIntakes(tx, portalId, [task.taskId]);
  if (standing.some((one) => one.state === 'accepted' && !asksMore(kind, one.kind))) return;
  const waiting = standing.find((one) => one.state === 'proposed');
  const row: IntakeRow = waiting ?? {
    ...freshIntake,
    ...{ portal_id: portalId, intake_id: await nextIntakeId(tx, portalId), task_id: task.taskId },
    ...{ client_id: task.clientId, kind, source, sign, note, state: 'proposed' },
    ...{ proposed_by: by.userId, proposed_at: now, updated_at: now },
  };
  if (!waiting) await insertIntake(tx, row);
  else {
    const isNews = note !== '' && !waiting.note.includes(note);
    if (!isNews && !asksMore(kind, waiting.kind)) return;
    row.kind = asksMore(kind, waiting.kind) ? kind : waiting.kind;
    row.note = isNews ? [waiting.note, note].filter((one) => one !== '').join('\n') : waiting.note;
    await changeIntake(tx, waiting, { kind: row.kind, note: row.note, updated_at: now });
  }
  await noteProposed(tx, ground, { intake: row, title: task.title, who: by.name });
}

/** The proposal is not taken; whoever asked hears why. Errors: INTAKE_DECIDED. */
export async function dismissIntake(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  wanted: { intakeId: number; requestId: string; reason: string },
): Promise<void> {
  const { portalId, userId } = visitor;
  const { intakeId, requestId, reason } = wanted;
  await lockPortal(tx, portalId);
  const intake = await readIntake(tx, portalId, intakeId, true);
  if (!intake) throw notFound('Intake');
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: intake.client_id, what: 'dismiss-intake', reason: reason || null },
    ...{ before: { taskId: intake.task_id, kind: intake.kind }, cause: `dismiss-intake:${requestId}` },
  });
  if (repeated) return;
  if (intake.state !== 'proposed') throw conflict('INTAKE_DECIDED', 'It was decided already');
  const now = ground.clock.now();
  const ended = { ended_by: userId, ended_at: now, end_reason: reason || null, updated_at: now };
  await changeIntake(tx, intake, { state: 'dismissed', ...ended });
  const [task] = await readTasksByIds(tx, portalId, [intake.task_id]);
  await noteDismissed(tx, ground, visitor, { intake, title: task?.title ?? '', reason });
}
