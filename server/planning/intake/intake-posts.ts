import type { IntakeKind } from '../../api/index.js';
import { type Language, textsIn } from '../../base/i18n/index.js';
import { b, escapeLine } from '../../portal/rest/index.js';
import type { WeekFacts, WeekTask } from '../read-week-facts.js';
import type { Place, TaskMove } from '../rules/plan-model.js';
import type { TakenIn } from '../rules/take-in.js';
import { languageFor, type SprintPost } from '../sprint-posts.js';
import { dayWithName, weekName, whenOf } from '../sprint-texts.js';

export interface TellIntake {
  facts: WeekFacts;
  task: WeekTask;
  kind: IntakeKind;
  taken: Pick<TakenIn, 'chosen' | 'pushed'>;
  names: ReadonlyMap<number, string>;
  portalLanguage: string | null | undefined;
}

/** What accepting says: in the task, in each task that gives way, in the report task of each client whose dates move. */
export function postsOfIntake(told: TellIntake, key: string): SprintPost[] {
  const { facts, task, taken } = told;
  const pushed = withTasks(facts, taken.pushed);
  const toClients = [...new Set(pushed.map((one) => one.task.clientId))].sort((a, b) => a - b);
  return [
    { ...to(told, task, key), text: takenText(told) },
    ...pushed.map(({ task: other, move }) => ({
      ...to(told, other, key),
      text: pushedText(told, move, other.clientId),
    })),
    ...toClients.map((clientId): SprintPost => {
      const own = pushed.filter((one) => one.task.clientId === clientId);
      const language = languageFor(told, clientId);
      const title = facts.clients.get(clientId)?.name ?? '';
      return {
        ...{ key: `${key}:client-${clientId}`, taskId: null, clientId, title, language },
        text: clientText(told, own, language),
      };
    }),
  ];
}

/** What taking it back says, to the same ones: everything is where it was. `before` = the task's own earlier place. */
export function postsOfUndo(
  told: Omit<TellIntake, 'taken' | 'kind'> & { before: Place | null; pushed: readonly TaskMove[] },
  key: string,
): SprintPost[] {
  const { facts, task, before } = told;
  const own = textsIn(languageFor(told, task.clientId));
  const text =
    before === null
      ? own('intake.undo.out')
      : own('intake.undo.restored', wordsOf(told, before, languageFor(told, task.clientId)));
  const back = withTasks(facts, told.pushed).flatMap(({ task: other, move }) =>
    move.before ? [{ task: other, place: move.before }] : [],
  );
  const toClients = [...new Set(back.map((one) => one.task.clientId))].sort((a, b) => a - b);
  return [
    { ...to(told, task, key), text },
    ...back.map(({ task: other, place }) => {
      const post = to(told, other, key);
      const words = wordsOf(told, place, post.language);
      return { ...post, text: textsIn(post.language)('intake.undo.pushed', words) };
    }),
    ...toClients.map((clientId): SprintPost => {
      const language = languageFor(told, clientId);
      const texts = textsIn(language);
      const lines = back
        .filter((one) => one.task.clientId === clientId)
        .map(({ task: other, place }) => {
          const { performer, when } = wordsOf(told, place, language);
          return `• ${escapeLine(other.title)} — ${performer}, ${when}`;
        });
      const head = b(texts('intake.undo.clientTitle', { week: weekName(facts.weekOn, language) }));
      const title = facts.clients.get(clientId)?.name ?? '';
      const where = { key: `${key}:client-${clientId}`, taskId: null, clientId, title, language };
      return { ...where, text: [head, ...lines].join('\n') };
    }),
  ];
}

type Words = Pick<TellIntake, 'facts' | 'names' | 'portalLanguage'>;

function to(told: Words, { taskId, clientId, title }: WeekTask, key: string) {
  return {
    ...{ key: `${key}:task-${taskId}`, taskId, clientId, title },
    language: languageFor(told, clientId),
  };
}

function withTasks(facts: WeekFacts, moves: readonly TaskMove[]): { task: WeekTask; move: TaskMove }[] {
  const tasks = new Map(facts.tasks.map((task) => [task.taskId, task]));
  return moves.flatMap((move) => {
    const task = tasks.get(move.taskId);
    return task ? [{ task, move }] : [];
  });
}

function wordsOf({ names }: Words, place: Place, language: Language): { performer: string; when: string } {
  const performer = escapeLine(names.get(place.userId) ?? `#${place.userId}`);
  return { performer, when: whenOf(place, language) };
}

function takenText(told: TellIntake): string {
  const { taken, task, kind, facts } = told;
  const language = languageFor(told, task.clientId);
  const { chosen } = taken;
  if (!chosen) return '';
  const words = { ...wordsOf(told, chosen, language), finish: dayWithName(chosen.finishDay, language) };
  const isNow = kind === 'critical' && chosen.startDay === facts.today;
  const key = isNow ? 'critical' : kind === 'critical' ? 'criticalLater' : 'urgent';
  return textsIn(language)(`intake.task.${key}`, words);
}

function pushedText(told: TellIntake, move: TaskMove, clientId: number): string {
  const language = languageFor(told, clientId);
  const texts = textsIn(language);
  const before = move.before ? wordsOf(told, move.before, language) : { performer: '', when: '' };
  const was = { was: before.performer, before: before.when };
  if (move.after === null) return texts('intake.task.dropped', was);
  const words = { ...wordsOf(told, move.after, language), ...was };
  if (move.kind === 'other-person') return texts('intake.task.pushedOther', words);
  return texts(move.kind === 'earlier' ? 'intake.task.pushedEarlier' : 'intake.task.pushed', words);
}

function clientText(
  told: TellIntake,
  own: readonly { task: WeekTask; move: TaskMove }[],
  language: Language,
): string {
  const texts = textsIn(language);
  const lines = own.map(({ task, move }) => {
    const name = { task: escapeLine(task.title) };
    if (!move.after || !move.before) return texts('planning.client.dropped', name);
    const before = wordsOf(told, move.before, language);
    const isOther = move.before.userId !== move.after.userId;
    const was = isOther ? `${before.performer}, ${before.when}` : before.when;
    return texts('intake.client.line', { ...name, ...wordsOf(told, move.after, language), before: was });
  });
  const head = b(texts('intake.client.title', { week: weekName(told.facts.weekOn, language) }));
  return [head, ...lines, '', texts('intake.client.note')].join('\n');
}
