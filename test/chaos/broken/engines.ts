import type { KindName } from '../kinds';

/** The engine with one fault that was made by hand. */
export interface BrokenEngine {
  /** What it does wrong. */
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The promises of which it breaks one at least. */
  readonly breaks: readonly string[];
  /** Where it shows soonest. */
  readonly kind?: KindName;
}

/** Each has to be found: a suite that finds none of them would find nothing. */
export const BROKEN: readonly BrokenEngine[] = [
  {
    what: 'goes on though the stack has given up',
    file: 'lambda/fence.ts',
    from: 'if (!WANTED[asker.request].includes(stackStatus)) return `the stack is ${stackStatus}`;',
    to: '',
    breaks: ['nothingStartedAtRest', 'noOrphan', 'waitsEnd'],
  },
  {
    what: 'does not look for what else there is of its chain when the stack is deleted',
    file: 'lambda/remove.ts',
    from: 'return this.removeAll((await work.find()).filter((other) => other !== work.link.id && other !== record?.id));',
    to: 'return this.removeAll(record === null ? await work.find() : []);',
    breaks: ['noOrphan'],
    kind: 'appstream-image-builder',
  },
  {
    what: 'believes at once that a thing is gone',
    file: 'lambda/remove.ts',
    from: 'return traced ? isAlone(this.work.link, this.work.now()) : this.work.waited() >= PATIENCE.unseen * MINUTE;',
    to: 'return traced !== null;',
    breaks: ['noOrphan'],
  },
  {
    what: 'deletes what is retained',
    file: 'lambda/remove.ts',
    from: 'return this.work.link.order.retain && this.work.isOfEarlierOperation(since);',
    to: 'return since === null;',
    breaks: ['retainedAlive', 'retainedStay'],
  },
  {
    what: 'makes again what is there after a rollback',
    file: 'lambda/decide.ts',
    from: 'const twin = minted ? await this.twinAmong(others) : undefined;',
    to: 'const twin = minted && others.length < 0 ? await this.twinAmong(others) : undefined;',
    breaks: ['startedOnce', 'heldAlive', 'holdsWhatTheStackSays'],
  },
  {
    what: 'clears up the image that the stack holds',
    file: 'lambda/decide.ts',
    from: "await new Sweep(work).clear(others.filter((id) => id !== twin), ({ state }) => link.request === 'Create' || state !== 'ready');",
    to: 'for (const id of others.filter((other) => other !== twin)) { const { removal } = await work.look(id) as any; if (Array.isArray(removal)) await work.change(removal); }',
    breaks: ['heldAlive', 'retainedAlive', 'retainedStay', 'holdsWhatTheStackSays'],
  },
  {
    what: 'forgets what was replaced in an update',
    file: 'lambda/bring.ts',
    from: "if (role === 'Last') await new Sweep(work).conclude();",
    to: '',
    breaks: ['noOrphan', 'retainedAlive', 'retainedStay'],
  },
  {
    what: 'does not bring a thing in line',
    file: 'lambda/bring.ts',
    from: 'const due = changes.filter(({ optional }) => !optional);',
    to: 'const due = changes.filter(() => false);',
    breaks: ['inLine', 'noOrphan', 'heldAlive', 'retainedStay', 'retainedAlive', 'startedOnce'],
  },
  {
    what: 'asks for one import with another token each time',
    file: 'lambda/link.ts',
    from: 'token: `${id}-${hash(event.RequestId)}`,',
    to: 'token: `${id}-${now.getTime()}`,',
    breaks: ['startedOnce', 'noDouble'],
    kind: 'ec2-vm-import',
  },
  {
    what: 'waits without an end',
    file: 'lambda/work.ts',
    from: 'if (this.waited() < share) return AGAIN;\n    const { noun }',
    to: 'if (this.waited() < share * 1000) return AGAIN;\n    const { noun }',
    breaks: ['noSilence', 'endsInTime'],
  },
  {
    what: 'says nothing when calls hang to the end of its time',
    file: 'lambda/step.ts',
    from: "return this.work.wait('no answer came in time');",
    to: 'return AGAIN;',
    breaks: ['noSilence', 'endsInTime'],
  },
  {
    what: 'says more than an answer holds',
    file: 'lambda/verdicts.ts',
    from: 'const message = clip(',
    to: "const message = '\"'.repeat(2_500) + clip(",
    breaks: ['answersShort'],
  },
  {
    what: 'fails with nothing but a trace',
    file: 'lambda/verdicts.ts',
    from: 'answer.stack = message;',
    to: '',
    breaks: ['reasonsGiven'],
  },
  {
    what: 'takes for its own what has inherited its tags',
    file: 'lambda/marks.ts',
    from: 'return isMarked(thing, by) && tagsOf(thing)[MARKS.self] === self;',
    to: 'return isMarked(thing, by) && self !== null;',
    breaks: ['foreignUntouched'],
    kind: 'ec2-vm-import',
  },
  {
    what: 'does not wait for an import that nobody can cancel',
    file: 'lambda/remove.ts',
    from: "if (seen.state === 'pending' && typeof seen.removal === 'string') return work.wait(seen.removal);",
    to: '',
    breaks: ['calmSucceeds', 'noOrphan'],
    kind: 'byol-workspace-image',
  },
];
