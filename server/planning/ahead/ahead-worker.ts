import { answerOrders } from '../../base/threads/index.js';
import { type AheadOrder, type Foreseen, lookAhead } from '../rules/foresight.js';

/** The thread in which the weeks ahead are played; apart from the one that refines plans, which may be busy for long. */
answerOrders<AheadOrder, Map<number, Foreseen>>((order, { say }) => say(lookAhead(order)));
