/** A promise that was broken: which one, and how. */
export class Violation extends Error {
  constructor(public readonly invariant: string, message: string) {
    super(`${invariant}: ${message}`);
  }
}
