import type { Found } from './search';
import { EVENTS, Tally } from './tally';

/** What came of it, in lines. */
export function report(tally: Tally, found: readonly Found[], { seed, kind, seconds }: { seed: number; kind?: string; seconds: number }): string {
  const missing = tally.missing();
  const again = `npm run chaos -- --seed ${seed}${kind ? ` --kind ${kind}` : ''}`;
  const line = (count: number, words: string) => `${`${count}`.padStart(10)}  ${words}`;
  return [
    '',
    `${tally.sequences} sequences, ${tally.operations} stack operations, ${tally.calls} calls, ${Math.round(seconds)} s`,
    '',
    ...EVENTS.map((event) => line(tally.of(event), event)),
    '',
    ...missing.length ? [`never came about: ${missing.join(', ')}`] : [],
    'Left, and not held against the library:',
    line(tally.given, 'left their stack, and their Delete failed for good: logged, no later event comes'),
    line(tally.hidden.size, 'imports through Image Builder that no listing held while they ran, deleted meanwhile (where WorkSpaces is played so)'),
    line(tally.forgotten.size, 'AMIs and snapshots whose import nobody waited for, found by nobody within the seven days that EC2 knows its task'),
    '',
    `${found.length} violations`,
    ...found.map(({ path, message }) => `  ${message}\n    ${again} --path ${path}`),
  ].join('\n');
}
