import { addDays } from '../../../server/base/days.js';
import type { PlanInput, PlanPerson, PlanTask } from '../../../server/planning/rules/plan-model.js';

/** The week as a TaskJuggler project: people with their hours, tasks with effort, who may do them, order and deadline as priority. */
export function projectText(input: PlanInput): string {
  const first = input.days[0] ?? '';
  return [
    `project week "Week" ${first} +8w {`,
    '  timezone "UTC"',
    '  timingresolution 15min',
    '}',
    ...input.people.map((person) => resourceText(input, person)),
    ...input.tasks.map((task) => taskText(input, task)),
    'taskreport plan "plan" {',
    '  formats csv',
    '  columns id, end',
    '  timeformat "%Y-%m-%d"',
    '  hidetask 0',
    '}',
    '',
  ].join('\n');
}

function resourceText({ days }: PlanInput, { userId, capacitySeconds }: PlanPerson): string {
  const most = Math.max(...capacitySeconds) / 3600;
  const away = days.filter((_, at) => (capacitySeconds[at] ?? 0) === 0);
  return [
    `resource p${String(userId)} "P${String(userId)}" {`,
    `  workinghours mon - fri 8:00 - ${String(8 + most)}:00`,
    '  workinghours sat, sun off',
    ...away.map((day) => `  leaves annual ${day} - ${addDays(day, 1)}`),
    '}',
  ].join('\n');
}

/** The sooner a deadline, the higher the priority: TaskJuggler keeps no deadlines, it warns of them. */
function taskText(input: PlanInput, task: PlanTask): string {
  const first = input.days[0] ?? '';
  const seconds = task.remainingSeconds ?? 0;
  const may = input.people.filter(({ skillPermille }) => (skillPermille[task.workType ?? ''] ?? 0) > 0);
  const [one, ...others] = may.map(({ userId }) => `p${String(userId)}`);
  const alternative =
    others.length > 0 ? ` { alternative ${others.join(', ')} select minloaded persistent }` : '';
  const before = task.dependsOn.map((id) => `t${String(id)}`);
  const base = { plain: 100, urgent: 700, critical: 900 }[task.urgency] + 50 * task.priority;
  const left = task.deadline === null ? 30 : Math.max(0, input.days.indexOf(task.deadline));
  return [
    `task t${String(task.taskId)} "T${String(task.taskId)}" {`,
    `  effort ${String(seconds / 3600)}h`,
    `  priority ${String(base + (task.deadline === null ? 0 : 80 - 10 * left))}`,
    ...(one ? [`  allocate ${one}${alternative}`] : []),
    before.length > 0
      ? `  depends ${before.map((id) => `!${id}`).join(', ')}`
      : `  start ${task.earliestDay ?? first}`,
    '}',
  ].join('\n');
}
