import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change, CutChoice } from '../given/ledger-changes.js';
import { localDay } from '../given/ledger-days.js';
import { heldAsOf, standingAsOf } from '../given/ledger-history.js';
import { anyStory, type Story } from '../given/ledger-stories.js';
import {
  type ReportedWorld,
  builtAgain,
  happen,
  issueReport,
  postHours,
  reportedWorld,
  writtenAgain,
} from '../given/reported-world.js';
import { sumsOf } from '../../server/ledger/kept-sums-store.js';

/** In which order the changes of a phase come, where it is posted and reported in between, and what is renamed. */
const anyCourse = fc.record({
  ranks: fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }),
  posts: fc.array(fc.constantFrom(true, false, false), { minLength: 5, maxLength: 5 }),
  midway: fc.option(fc.record({ endOfDay: fc.integer({ min: 5, max: 40 }) }), { freq: 1 }),
  language: fc.constantFrom('ru' as const, 'en' as const),
  layout: fc.constantFrom('detailed' as const, 'brief' as const),
  greeting: fc.constantFrom(undefined, 'Здравствуйте!', 'Отчёт [b]за месяц[/b]\n>> с пояснениями'),
  closing: fc.constantFrom(undefined, 'Вопросы — Анне Котовой\n---- тел. 100'),
});
type Course = typeof anyCourse extends fc.Arbitrary<infer C> ? C : never;

const anyCourses = fc.tuple(anyCourse, anyCourse, anyCourse);

describe('issued reports', () => {
  it('written again from the history say the same to the letter, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(anyStory, anyCourses, (story, courses) => {
        const reported = live(story, courses, (now) => {
          for (const letter of now.issued) expect(builtAgain(now, letter)).toBe(letter.model);
        });
        for (const letter of reported.issued) expect(writtenAgain(reported, letter)).toEqual(letter);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, typeof heldAsOf]>([
    ['lines that were posted since', withLaterLines],
    ['packages as they stand now', withPackagesOfToday],
  ])('would not say the same with %s', (_what, heldBy) => {
    const { failed } = fc.check(
      fc.property(anyStory, anyCourses, (story, courses) => {
        live(story, courses, (now) => {
          for (const letter of now.issued) expect(builtAgain(now, letter, heldBy)).toBe(letter.model);
        });
      }),
      { numRuns: 1000, endOnFailure: true },
    );
    expect(failed).toBe(true);
  });
});

function live(story: Story, courses: readonly Course[], look: (now: ReportedWorld) => void): ReportedWorld {
  const { language = 'ru', layout = 'brief' } = courses[0] ?? {};
  const reported = reportedWorld(story.start, { language, layout, name: 'сначала' });
  for (const [index, phase] of story.phases.entries()) {
    const course = courses[index];
    if (!course) continue;
    reported.world.today = localDay(phase.day);
    const { language, layout, greeting, closing } = course;
    reported.dress = { language, layout, greeting, closing, name: `теперь ${index}` };
    const changes = mixed(phase.changes, course.ranks);
    const half = Math.floor(changes.length / 2);
    for (const [at, change] of changes.entries()) {
      if (at === half && course.midway) report(reported, course.midway);
      happen(reported, change);
      if (course.posts[at % course.posts.length]) postHours(reported);
    }
    postHours(reported);
    // Before the phase's own report: every report is looked at after something happened to it.
    look(reported);
    if (phase.cut) issueReport(reported, phase.cut);
  }
  return reported;
}

function report(reported: ReportedWorld, choice: CutChoice): void {
  postHours(reported);
  issueReport(reported, choice);
}

/** Facts about one subject stay in order, subjects mix. */
function mixed(changes: readonly Change[], ranks: readonly number[]): Change[] {
  const left = [...changes];
  return left
    .map(({ subject }, index) => ({ subject, rank: ranks[index % ranks.length] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ subject }) =>
      left.splice(
        left.findIndex((change) => change.subject === subject),
        1,
      ),
    );
}

/** As if everything ever posted had been there already. */
function withLaterLines(...[history, position, cut]: Parameters<typeof heldAsOf>) {
  const rows = history.rows.map((row) => ({ ...row, posting: 0 }));
  return heldAsOf({ ...history, rows }, position, cut);
}

function withPackagesOfToday(...[history, position, cut]: Parameters<typeof heldAsOf>) {
  const sums = sumsOf(standingAsOf(history, Number.MAX_SAFE_INTEGER));
  return { ...heldAsOf(history, position, cut), sums };
}
