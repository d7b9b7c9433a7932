/** What a large run must have brought about at least once. A word on the left is what the report calls it. */
export const EVENTS = [
  'throttled', 'broken (5xx)', 'reset before it acted', 'reset after it acted', 'answer lost', 'denied', 'quota reached', 'concurrent modification',
  'role not visible yet', 'onEvent twice', 'onEvent twice at once', 'isComplete twice', 'isComplete twice at once', 'request delivered twice',
  'request delivered twice at once', 'request delivered late', 'waiter not started', 'answer to the waiter lost', 'run cut off', 'waiter went on after the stack gave up',
  'Create abandoned', 'Update abandoned', 'Delete abandoned', 'Delete with an invented id', 'import fails', 'import hangs', 'import ends while it is being cancelled',
  'records vanish after 7 days', 'tags of the user changed by hand', 'our tags removed', 'copy with our tags', 'deleted by hand', 'put to use',
  'rollback within 60 s', 'listing without a pending thing', 'listing behind the times', 'properties of an older library', 'unknown state',
  'create', 'update', 'replacement', 'rollback', 'cancel', 'delete', 'delete during create', 'without rollback', 'continued rollback',
] as const;

export type Event = typeof EVENTS[number];

/** Counts what happens. */
export class Tally {
  public sequences = 0;
  public operations = 0;
  public calls = 0;
  /** Things that left the stack and whose Delete failed for good: no later event comes for them. Logged, and left. */
  public given = 0;
  /** Imports that no listing held while they ran, and that nobody found before their Delete. */
  public readonly hidden = new Set<string>();
  /** AMIs and snapshots that nobody waited for any more, and of which the task was forgotten before an event came. */
  public readonly forgotten = new Set<string>();
  private readonly counts = new Map<Event, number>();

  public count(event: Event, times = 1): void {
    this.counts.set(event, this.of(event) + times);
  }

  public of(event: Event): number {
    return this.counts.get(event) ?? 0;
  }

  public missing(): Event[] {
    return EVENTS.filter((event) => !this.of(event));
  }
}
