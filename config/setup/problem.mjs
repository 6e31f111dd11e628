/** Something a person has to put right: what is wrong, and what to do about it. */
export class SetupProblem extends Error {
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}
