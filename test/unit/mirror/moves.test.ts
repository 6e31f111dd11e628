import { describe, expect, it } from '@jest/globals';
import {
  type KnownGroup,
  movesOfUnknownTask,
  newMoves,
} from '../../../server/portal/mirror/rules/choose-moves.js';
import { hoursGroup, type KeptMove } from '../../../server/portal/mirror/rules/hours-group.js';

const change = (fromGroupId: number, toGroupId: number, sinceAt: number) => ({
  fromGroupId,
  toGroupId,
  sinceAt,
});
const move = (
  [fromGroupId, toGroupId]: [number, number],
  sinceAt: number,
  state: KeptMove['state'],
  withEarlier = false,
): KeptMove => ({ fromGroupId, toGroupId, sinceAt, state, withEarlier });

describe('news in the history of a task', () => {
  const now = { groupId: 3, noticedAt: 99_000 };
  const known = (groupId: number, askedAt: number, since = 15_000): KnownGroup => ({
    ...{ groupId, askedAt, since, kept: [] },
  });

  it('leaves out what happened before we knew the task', () => {
    const history = [change(3, 1, 5_000), change(1, 3, 20_000)];
    expect(newMoves(history, known(1, 10_500), now)).toEqual([change(1, 3, 20_000)]);
  });

  it('keeps every step of a detour, in any order of telling', () => {
    const history = [change(2, 3, 30_000), change(1, 2, 20_000)];
    expect(newMoves(history, known(1, 10_000), now)).toEqual([change(1, 2, 20_000), change(2, 3, 30_000)]);
  });

  it('follows the chain where the clocks of portal and app disagree', () => {
    expect(newMoves([change(1, 3, 9_000)], known(1, 10_000), now)).toEqual([change(1, 3, 9_000)]);
  });

  it('dates the move by its notice when history does not tell it', () => {
    expect(newMoves([], known(1, 10_000), now)).toEqual([change(1, 3, 99_000)]);
  });

  it('sees a detour that ended where it began, once', () => {
    const detour = [change(3, 1, 20_000), change(1, 3, 30_000)];
    expect(newMoves(detour, known(3, 40_000), now)).toEqual(detour);
    expect(newMoves(detour, { ...known(3, 40_000), kept: detour }, now)).toEqual([]);
    expect(newMoves(detour, known(3, 40_000, 50_000), now)).toEqual([]);
  });

  it('finds nothing where nothing changed', () => {
    expect(newMoves([change(1, 2, 20_000)], known(3, 1), now)).toEqual([]);
  });

  it('of a task met for the first time takes only moves after its first hour', () => {
    const history = [change(0, 1, 1_000), change(1, 2, 50_000)];
    expect(movesOfUnknownTask(history, 40_000, 2)).toEqual([change(1, 2, 50_000)]);
    expect(movesOfUnknownTask(history, 60_000, 2)).toEqual([]);
    expect(movesOfUnknownTask(history, Infinity, 2)).toEqual([]);
  });
});

describe('the group an hour counts for', () => {
  it('is the task’s own while it never moved', () => {
    expect(hoursGroup(7, [], 1)).toBe(7);
  });

  it('stays the old one while the move waits, and when it was rejected', () => {
    expect(hoursGroup(2, [move([1, 2], 100, 'waiting')], 200)).toBe(1);
    expect(hoursGroup(2, [move([1, 2], 100, 'rejected')], 200)).toBe(1);
  });

  it('follows a confirmed move from its instant on, or with all earlier hours', () => {
    const since = [move([1, 2], 100, 'confirmed')];
    expect([99, 100].map((at) => hoursGroup(2, since, at))).toEqual([1, 2]);
    expect(hoursGroup(2, [move([1, 2], 100, 'confirmed', true)], 5)).toBe(2);
  });

  it('walks several moves in order of time', () => {
    const moves = [move([2, 3], 200, 'confirmed'), move([1, 2], 100, 'rejected')];
    expect([50, 150, 250].map((at) => hoursGroup(3, moves, at))).toEqual([1, 1, 3]);
  });
});
