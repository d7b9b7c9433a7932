import { setTimeout as sleep } from 'node:timers/promises';
import { wordsOf } from './faults';
import { StackReader } from './fence';
import { FormOfWords, wordsIn } from './form';
import { Kind } from './kind';
import { begin, Begun, LinkEvent, readLink } from './link';
import { log } from './log';
import { measure } from './metrics';
import { REQUEST, understood } from './request';
import { delayOf, STEADY_MS } from './spread';
import { Run, Step } from './step';
import { answerable, Stopped } from './verdicts';
import { Answer } from './work';
import { SPREAD_VARIABLE, TURNS_VARIABLE } from '../src/contract/envelope';

/** The two handlers that the Provider framework calls, for one kind. */
export function lifecycle<P extends object, O extends { readonly [K in keyof O]: string }>(
  kind: Kind<P, O>, stackReader: () => Promise<StackReader>, now: () => Date = () => new Date(),
) {
  /** The request, understood; or it ends here. */
  function hear(event: unknown, form: FormOfWords): LinkEvent {
    try {
      return understood(kind, event, form);
    } catch (error) {
      const { LogicalResourceId: link, StackId: stack } = wordsIn(REQUEST.sent, event);
      log({ link, stack, failed: wordsOf(error) });
      throw answerable(error);
    }
  }

  return {
    onEvent: async (event: LinkEvent): Promise<Begun> => {
      const request = hear(event, REQUEST.sent);
      const begun = begin(kind, request, now());
      log({ event: request.RequestType, link: request.LogicalResourceId, stack: request.StackId, id: begun.PhysicalResourceId });
      await sleep(delayOf(request, spreadSeconds() * 1000, process.env[TURNS_VARIABLE]?.split(',')));
      return begun;
    },

    isComplete: async (event: LinkEvent, run: Run): Promise<Answer> => {
      const began = now();
      const link = readLink<P>(hear(event, REQUEST.begun), began);
      try {
        const step = new Step(kind, stackReader, link, now);
        const answer = await Promise.race([step.take(), step.endBefore(run)]);
        log({ link: link.logicalId, request: link.request, id: link.id, complete: answer.IsComplete, outputs: answer.Data });
        if (!answer.IsComplete && spreadSeconds() > 0) await sleep(Math.max(0, began.getTime() + STEADY_MS - now().getTime()));
        return answer;
      } catch (error) {
        log({ link: link.logicalId, request: link.request, id: link.id, failed: wordsOf(error) });
        if (!(error instanceof Stopped)) measure('Failures', 1, link, now());
        if (link.request === 'Delete') measure('Leftovers', 1, link, now());
        throw answerable(error);
      }
    },
  };
}

function spreadSeconds(): number {
  return Number(process.env[SPREAD_VARIABLE] ?? 0);
}
