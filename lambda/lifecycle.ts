import { setTimeout as sleep } from 'node:timers/promises';
import { wordsOf } from './faults';
import { StackReader } from './fence';
import { Kind } from './kind';
import { begin, Begun, LinkEvent, readLink } from './link';
import { log } from './log';
import { delayOf } from './spread';
import { Answer, Run, Step } from './step';
import { answerable } from './verdicts';
import { SPREAD_VARIABLE } from '../src/contract/envelope';

/** The two handlers that the Provider framework calls, for one kind. */
export function lifecycle<P extends object, O extends { readonly [K in keyof O]: string }>(
  kind: Kind<P, O>, stackReader: () => Promise<StackReader>, now: () => Date = () => new Date(),
) {
  return {
    onEvent: async (event: LinkEvent): Promise<Begun> => {
      const begun = begin(kind, event, now());
      log({ event: event.RequestType, link: event.LogicalResourceId, stack: event.StackId, id: begun.PhysicalResourceId });
      await sleep(delayOf(event, Number(process.env[SPREAD_VARIABLE] ?? 0) * 1000));
      return begun;
    },

    isComplete: async (event: LinkEvent, run: Run): Promise<Answer> => {
      const link = readLink<P>(event, now());
      try {
        const step = new Step(kind, stackReader, link, now);
        const answer = await Promise.race([step.take(), step.endBefore(run)]);
        log({ link: link.logicalId, request: link.request, id: link.id, complete: answer.IsComplete, outputs: answer.Data });
        return answer;
      } catch (error) {
        log({ link: link.logicalId, request: link.request, id: link.id, failed: wordsOf(error) });
        throw answerable(error);
      }
    },
  };
}
