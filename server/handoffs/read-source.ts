import type { Ground } from '../base/ground.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';

/** What of a task goes along when it is handed over. */
export interface SourceText {
  description: string;
  files: { diskId: number; name: string }[];
}

const nothing: SourceText = { description: '', files: [] };
const FILES_AT_MOST = 40;

/** Description and files of a task, as the posting user sees them; what may not be read does not hold up a hand-off. */
export async function readSource(
  ground: Pick<Ground, 'log'>,
  rest: PortalRest,
  portalId: string,
  taskId: number,
): Promise<SourceText> {
  try {
    const asker = { portalId, as: 'posting', urgency: 'interactive' } as const;
    const select = ['ID', 'DESCRIPTION', 'UF_TASK_WEBDAV_FILES'];
    const answer = await rest.call({ ...asker, method: 'tasks.task.get', params: { taskId, select } });
    const task = (answer.result as { task?: Record<string, unknown> }).task;
    if (!task) return nothing;
    const links = Array.isArray(task['ufTaskWebdavFiles']) ? task['ufTaskWebdavFiles'].map(Number) : [];
    const description = typeof task['description'] === 'string' ? task['description'] : '';
    return { description, files: await readFiles(rest, asker, links.slice(0, FILES_AT_MOST)) };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    ground.log.warn({ err: error, portalId, taskId }, 'a task goes on without its description');
    return nothing;
  }
}

async function readFiles(
  rest: PortalRest,
  asker: { portalId: string; as: 'posting'; urgency: 'interactive' },
  links: readonly number[],
): Promise<SourceText['files']> {
  if (links.length === 0) return [];
  const commands = Object.fromEntries(
    links.map((id) => [`file${id}`, { method: 'disk.attachedObject.get', params: { id } }]),
  );
  const answers = await rest.batch({ ...asker, commands });
  return Object.values(answers).flatMap((item) => {
    const { OBJECT_ID, NAME } = (item.ok ? item.result : {}) as { OBJECT_ID?: unknown; NAME?: unknown };
    const diskId = Number(OBJECT_ID);
    return diskId > 0 ? [{ diskId, name: String(NAME) }] : [];
  });
}
