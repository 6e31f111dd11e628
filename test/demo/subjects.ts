import type { Directory, Truth, TruthTask } from '../portal/index.js';
import type { Looker } from '../given/screen-tour.js';

/** What of a demo that runs is worth a picture, where nobody chose it by number. */
export interface Subjects {
  users: Record<Looker, number>;
  /** By what its picture is called: with an estimate, without, handed over, of no client. */
  tasks: Record<string, number>;
}

const OPEN = [2, 3];

/** The portal tells the whole truth about itself to whoever asks on this machine. */
export async function findSubjects(portalUrl: string): Promise<Subjects> {
  const ask = async (name: string): Promise<unknown> => (await fetch(`${portalUrl}/control/${name}`)).json();
  const directory = (await ask('directory')) as Directory | null;
  const truth = (await ask('truth')) as Truth;
  const [client] = directory?.clients ?? [];
  if (!directory || !client) throw new Error('The portal has no client: start it with a seed');
  const { developmentGroupId, performerIds, clients } = directory;
  const groups = clients.flatMap(({ groupIds }) => groupIds);
  const inDevelopment = truth.tasks.filter(({ groupId }) => groupId === developmentGroupId);
  const wasHanded = ({ title }: TruthTask): boolean =>
    inDevelopment.some((task) => task.title.endsWith(title));
  // What reports are posted in is nobody's work.
  const work = truth.tasks.filter(
    (task) => OPEN.includes(task.status) && performerIds.includes(task.responsibleId),
  );
  const paid = work.filter(({ groupId }) => groups.includes(groupId));
  const ofFirst = paid.filter((task) => client.groupIds.includes(task.groupId) && task.estimateSeconds > 0);
  const best =
    mostWorked(ofFirst.filter((task) => !wasHanded(task) && task.spentSeconds < task.estimateSeconds)) ??
    ofFirst[0];
  const tasks = {
    task: best,
    'task-unsized': mostWorked(paid.filter((task) => task.estimateSeconds === 0 && !wasHanded(task))),
    'task-handed': mostWorked(paid.filter(wasHanded)),
    'task-loose': inDevelopment[0] ?? work.find(({ groupId }) => !groups.includes(groupId)),
  };
  return {
    users: {
      manager: directory.adminId,
      performer: best?.responsibleId ?? performerIds[0] ?? 0,
      client: client.contactIds[0] ?? 0,
    },
    tasks: Object.fromEntries(
      Object.entries(tasks).flatMap(([name, task]) => (task ? [[name, task.id]] : [])),
    ),
  };
}

const mostWorked = (tasks: readonly TruthTask[]): TruthTask | undefined =>
  [...tasks].sort((one, other) => other.spentSeconds - one.spentSeconds)[0];
