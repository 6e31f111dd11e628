import type { Visitor } from '../../access/index.js';
import type { IntakeKind } from '../../api/index.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { languageOf, textsIn } from '../../base/i18n/index.js';
import { readManagersToTell } from '../../clients/index.js';
import { appLink, readPortal } from '../../portal/installs/index.js';
import { enqueuePost } from '../../portal/outbox/index.js';
import { b, escapeLine } from '../../portal/rest/index.js';
import type { Place } from '../rules/plan-model.js';
import { whenOf } from '../sprint-texts.js';
import type { IntakeRow } from './intake-store.js';

type On = Pick<Ground, 'clock' | 'config'>;
type Texts = ReturnType<typeof textsIn>;

/** Whoever is to do it, unless they did this themselves. */
export async function notePerformer(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  of: { intake: IntakeRow; title: string; place: Place | null },
): Promise<void> {
  const { intake, title, place } = of;
  if (intake.user_id === null || intake.user_id === visitor.userId) return;
  await notify(tx, ground, intake, {
    ...{ key: 'performer', userIds: [intake.user_id], title },
    text: (texts, language) =>
      place === null
        ? texts('intake.notice.undone', { who: escapeLine(visitor.name) })
        : texts(`intake.notice.${intake.kind}`, {
            when: whenOf(place, language),
            who: escapeLine(visitor.name),
          }),
  });
}

/** Whoever was to do it hears that it presses no more. */
export async function noteUndone(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  of: { intake: IntakeRow; title: string },
): Promise<void> {
  const { intake, title } = of;
  if (intake.user_id === null || intake.user_id === visitor.userId) return;
  const text = (texts: Texts): string => texts('intake.notice.undone', { who: escapeLine(visitor.name) });
  await notify(tx, ground, intake, { key: 'undone', userIds: [intake.user_id], title, text });
}

/** Managers of the client hear that something waits for them; whoever asked is not told of it. */
export async function noteProposed(
  tx: Tx,
  ground: On,
  of: { intake: IntakeRow; title: string; who: string },
): Promise<void> {
  const { intake, title, who } = of;
  const managers = await readManagersToTell(tx, intake.portal_id, intake.client_id);
  const userIds = managers.filter((userId) => userId !== intake.proposed_by);
  const said = { hand: 'proposedHand', tag: 'proposedTag', priority: 'proposedPriority' }[intake.source];
  await notify(tx, ground, intake, {
    ...{ key: `proposed-${intake.kind}`, userIds, title, view: 'sprint' },
    text: (texts) => {
      const values = {
        kind: kindIn(texts, intake.kind),
        sign: escapeLine(intake.sign ?? ''),
        who: escapeLine(who),
      };
      const reason = texts(`intake.notice.${said}`, values);
      return intake.note === '' ? reason : `${reason}\n${escapeLine(intake.note)}`;
    },
  });
}

/** Whoever asked hears what was decided. */
export async function noteDismissed(
  tx: Tx,
  ground: On,
  visitor: Visitor,
  of: { intake: IntakeRow; title: string; reason: string },
): Promise<void> {
  const { intake, title, reason } = of;
  const { proposed_by: asked } = intake;
  if (asked === 0 || asked === visitor.userId) return;
  await notify(tx, ground, intake, {
    ...{ key: 'dismissed', userIds: [asked], title },
    text: (texts) => {
      const said = { kind: kindIn(texts, intake.kind), who: escapeLine(visitor.name) };
      return [texts('intake.notice.dismissed', said), escapeLine(reason)].join('\n').trim();
    },
  });
}

function kindIn(texts: Texts, kind: IntakeKind): string {
  return texts(`intake.kind.${kind}`);
}

interface Notice {
  key: string;
  userIds: readonly number[];
  title: string;
  text: (texts: Texts, language: 'ru' | 'en') => string;
  view?: 'sprint';
}

async function notify(tx: Tx, ground: On, intake: IntakeRow, notice: Notice): Promise<void> {
  const portal = await readPortal(tx, intake.portal_id);
  if (!portal) return;
  const language = languageOf(portal.language);
  const texts = textsIn(language);
  const to = notice.view === 'sprint' ? { view: 'sprint' } : { task: intake.task_id };
  const url = appLink(ground.config, portal, to);
  const link = notice.view === 'sprint' ? 'intake.notice.decide' : 'alert.open';
  const text = [b(escapeLine(notice.title)), notice.text(texts, language), texts(link, { url })].join('\n');
  for (const userId of new Set(notice.userIds)) {
    const key = `intake:${intake.intake_id}:${notice.key}:user-${userId}`;
    const to = { portalId: intake.portal_id, clientId: intake.client_id };
    await enqueuePost(tx, ground, { ...to, kind: 'notice', key, payload: { userId, text } });
  }
}
