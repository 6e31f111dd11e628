import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type Language, languageOf, textsIn } from '../base/i18n/index.js';
import { readManagersToTell } from '../clients/index.js';
import { appLink, type PortalRow, readPortal } from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { b, escapeLine } from '../portal/rest/index.js';

type Texts = ReturnType<typeof textsIn>;

/** What telling takes: where, in whose words. */
export interface Teller {
  portal: PortalRow;
  language: Language;
  texts: Texts;
}

/** Null = the portal is gone: nobody is told. */
export async function tellerOf(tx: Tx, portalId: string): Promise<Teller | null> {
  const portal = await readPortal(tx, portalId);
  if (!portal) return null;
  const language = languageOf(portal.language);
  return { portal, language, texts: textsIn(language) };
}

/** A link to a task that opens for whoever may see it, under its title. */
export function taskLink(
  portal: PortalRow,
  task: { taskId: number; groupId: number; title: string },
): string {
  const { origin } = new URL(portal.client_endpoint);
  const place =
    task.groupId > 0
      ? `/workgroups/group/${task.groupId}/tasks/task/view`
      : '/company/personal/user/0/tasks/task/view';
  return `[url=${origin}${place}/${task.taskId}/]${escapeLine(task.title)}[/url]`;
}

/** A comment in a task, once by its key. */
export async function comment(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  to: { portalId: string; clientId: number; taskId: number },
  said: { key: string; text: string },
): Promise<void> {
  const { portalId, clientId, taskId } = to;
  const payload = { taskId, taskFromKey: null, text: said.text };
  await enqueuePost(tx, ground, { portalId, clientId, kind: 'comment', key: said.key, payload });
}

/** A notice to some people, each once by the key: a bold head, a sentence, the way there. */
export async function notify(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  teller: Teller,
  notice: {
    key: string;
    clientId: number;
    taskId: number;
    userIds: readonly number[];
    head: string;
    text: string;
  },
): Promise<void> {
  const { portal, texts } = teller;
  const url = appLink(ground.config, portal, { task: notice.taskId });
  const text = [b(escapeLine(notice.head)), notice.text, texts('alert.open', { url })].join('\n');
  for (const userId of new Set(notice.userIds)) {
    if (userId <= 0) continue;
    await enqueuePost(tx, ground, {
      ...{ portalId: portal.portal_id, clientId: notice.clientId },
      ...{ kind: 'notice', key: `${notice.key}:user-${userId}`, payload: { userId, text } },
    });
  }
}

/** Whoever manages the client, without the one who acts. */
export async function managersBut(
  tx: Tx,
  of: { portalId: string; clientId: number },
  userId: number,
): Promise<number[]> {
  const managers = await readManagersToTell(tx, of.portalId, of.clientId);
  return managers.filter((one) => one !== userId);
}
