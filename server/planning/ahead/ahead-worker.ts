import { answerOrders } from '../../base/threads/index.js';
import { type Ahead, type AheadOrder, lookAhead } from '../rules/foresight.js';

/** The thread in which the weeks ahead are played; apart from the one that refines plans, which may be busy for long. */
answerOrders<AheadOrder, Ahead>((order, { say }) => say(lookAhead(order)));
