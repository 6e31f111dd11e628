import { randomUUID } from 'node:crypto';

/** Who may use which route of data, long work, board, planning, hand-overs and estimates: everybody else is turned away. */
export type Asker = 'administrator' | 'manager' | 'performer' | 'contact' | 'other' | 'bystander';
const administrators: readonly Asker[] = ['administrator'];
const managers: readonly Asker[] = ['administrator', 'manager', 'other'];
const staff: readonly Asker[] = ['administrator', 'manager', 'other', 'performer', 'bystander'];
const ownStaff: readonly Asker[] = ['administrator', 'manager', 'performer'];
const ownManagers: readonly Asker[] = ['administrator', 'manager'];
const ownPeople: readonly Asker[] = ['administrator', 'manager', 'performer', 'contact'];
const everybody: readonly Asker[] = [...staff, 'contact'];

export const allowed: Record<string, readonly Asker[]> = {
  'GET /data': administrators,
  'PUT /data/kept-days': administrators,
  'POST /data/export': administrators,
  'GET /data/export/file': administrators,
  'POST /data/erase': administrators,
  'GET /clients/:clientId/texts': administrators,
  'POST /clients/:clientId/texts/erase': administrators,
  'GET /long-work': managers,
  'POST /long-work/:work/cancel': administrators,
  'POST /long-work/:work/again': administrators,
  'POST /long-work/:work/put-away': administrators,
  'POST /portal/resync': administrators,
  'GET /board': staff,
  'POST /board/move': staff,
  'GET /board/settings': administrators,
  'PUT /board/settings': administrators,
  'GET /robots': administrators,
  'PUT /robots': administrators,
  'GET /planning/capacity': staff,
  'PUT /planning/people/:userId/norm': managers,
  'PUT /planning/people/:userId/days': managers,
  'PUT /planning/office': managers,
  'POST /planning/absences': managers,
  'GET /planning/skills': staff,
  'PUT /planning/people/:userId/skills': managers,
  'GET /tasks/:taskId/performers': ownManagers,
  'GET /planning/sprints/:weekOn': staff,
  'GET /planning/sprints/:weekOn/posts': managers,
  'POST /planning/sprints/:weekOn/move': managers,
  'POST /planning/sprints/:weekOn/free': managers,
  'POST /planning/sprints/:weekOn/replan': managers,
  'POST /planning/sprints/:weekOn/discard': managers,
  'POST /planning/sprints/:weekOn/publish': managers,
  'POST /planning/sprints/:weekOn/refine': managers,
  'GET /planning/sprints/:weekOn/refine': managers,
  'POST /planning/sprints/:weekOn/refine/cancel': managers,
  'GET /clients/:clientId/sprint': ['administrator', 'manager', 'contact'],
  'GET /clients/:clientId/promises': ['administrator', 'manager', 'contact'],
  'GET /tasks/:taskId/promise': ownPeople,
  'GET /planning/intakes': staff,
  'GET /planning/intake-ways': managers,
  'PUT /planning/intake-ways': managers,
  'GET /tasks/:taskId/intake': ownStaff,
  'POST /tasks/:taskId/intake/propose': ownStaff,
  'POST /tasks/:taskId/intake/preview': ownManagers,
  'POST /tasks/:taskId/intake': ownManagers,
  'POST /intakes/:intakeId/undo': ownManagers,
  'POST /intakes/:intakeId/dismiss': ownManagers,
  'GET /handoffs': staff,
  'GET /tasks/:taskId/handoffs': ownStaff,
  'POST /tasks/:taskId/handoffs': ownStaff,
  'POST /handoffs/:handoffId/steps': [],
  'GET /estimates': everybody,
  'GET /tasks/:taskId/estimates': ownPeople,
  'POST /tasks/:taskId/estimates': ownPeople,
  'POST /estimates/:estimateId/steps': ownStaff,
  'GET /estimates/:estimateId/hint': ownStaff,
  'POST /estimates/:estimateId/offer': ownManagers,
};

/** What a well-meant request says where rights are asked about after it was read; elsewhere nothing. */
export const wellMeant: [RegExp, () => unknown][] = [
  [/texts\/erase$/, () => ({ requestId: randomUUID(), name: 'не тот', reason: 'просьба' })],
  [/intake\/propose$/, () => ({ requestId: randomUUID(), kind: 'urgent' })],
  [/intakes\/:\w+\/(undo|dismiss)$/, () => ({ requestId: randomUUID() })],
  [/resync$/, () => ({ requestId: randomUUID(), clientId: null })],
  [/handoffs\/:\w+\/steps$/, () => ({ requestId: randomUUID(), step: { do: 'take-back' } })],
  [
    /estimates\/:\w+\/steps$/,
    () => ({ requestId: randomUUID(), revision: 1, step: { do: 'return', reason: 'мало' } }),
  ],
  [/(offer|tasks\/:taskId\/estimates)$/, () => ({ requestId: randomUUID() })],
];
