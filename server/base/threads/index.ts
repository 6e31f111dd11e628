export { answerOrders, type ThreadHands } from './answer-orders.js';
export { type Question, type ThreadCaller, type ThreadKind, threadCaller } from './ask-thread.js';
