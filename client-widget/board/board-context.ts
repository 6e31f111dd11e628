import { inject, provide, type InjectionKey } from 'vue';
import type { BoardCard, BoardClient, BoardColumn, BoardPerson } from '../../server/api/board.js';
import type { LaidLane, Sizes } from './lay-out.js';
import type { CardFacts } from './use-card-facts.js';

/** What rows and cells of one board share; all of it is reactive. */
export interface BoardContext {
  readonly sizes: Sizes;
  readonly isTv: boolean;
  /** Cards that stay drawn wherever they are: in the hand, or focused. */
  readonly pinned: ReadonlySet<number>;
  /** The card the Tab key comes to. */
  readonly entry: number | null;
  readonly held: number | null;
  /** The cell the keyboard is about to drop a card into. */
  readonly aimed: { lane: string; column: BoardColumn } | null;
  facts(card: BoardCard): CardFacts;
  person(userId: number): BoardPerson | undefined;
  client(clientId: number): BoardClient | undefined;
  nameOf(lane: LaidLane, column: BoardColumn): string;
  mayTake(lane: LaidLane, taskId: number): boolean;
  isMoving(taskId: number): boolean;
  /** Shows all of a row's completed tasks, or the first again. */
  toggle(key: string): void;
}

const key: InjectionKey<BoardContext> = Symbol('board');

export function provideBoard(context: BoardContext) {
  provide(key, context);
}

export function useBoard(): BoardContext {
  const context = inject(key);
  if (!context) throw new Error('A part of the board stands outside of it');
  return context;
}
