import { faultsOf, FormOfWords, wordsIn } from './form';
import { read } from './identity';
import { Kind } from './kind';
import { LinkEvent, toldId } from './link';
import { Failure } from './verdicts';
import { ENVELOPE_FORM, TAG_PREFIX } from '../src/contract/envelope';

/*
 * The door of the engine: a request is understood, or refused in words, before anything is made of it. A construct of the same version
 * says nothing that is refused here; an override in a template may, or a construct of another version.
 */

const SENT: FormOfWords = {
  'RequestType': 'Create | Update | Delete',
  'RequestId': 'name',
  'StackId': 'name',
  'LogicalResourceId': 'name',
  'ResponseURL?': 'text',
};

/** What must be told of a request beside its properties. */
export const REQUEST = {
  /** As CloudFormation sends it. */
  sent: { ...SENT, 'PhysicalResourceId?': 'name' },
  /** With the answer of `onEvent`. */
  begun: { ...SENT, 'PhysicalResourceId': 'name', 'CurrentId?': 'name', 'StartedAt': 'time' },
} satisfies { readonly [state: string]: FormOfWords };

/** Of a larger request no failure could be told: the framework carries it up to four times in a text of 32,768 bytes. */
const MOST_BYTES = 8_000;

type Knowing = Pick<Kind<never, unknown>, 'form' | 'noun' | 'stem'>;

/**
 * The request with the words that the kind knows. A Delete is not refused for its properties: it goes by the id, and a stack whose Delete
 * fails is stuck. What was before an update is over. Of these what is wrong is left out, as if it had not been said.
 */
export function understood(kind: Knowing, event: unknown, form: FormOfWords): LinkEvent {
  const { ResourceProperties, OldResourceProperties, ...request } = { ...event as LinkEvent };
  refuse(faultsOf(form, request));
  const words = { ...ENVELOPE_FORM, ...kind.form };
  const properties = wordsIn(words, ResourceProperties);
  if (request.RequestType !== 'Delete') {
    refuse(faultsOf(words, ResourceProperties));
    refuse(faultsOfId(kind, event as LinkEvent));
    refuse(faultsOfTags(properties));
    refuse(faultsOfSize(properties));
  }
  return { ...request, ResourceProperties: properties, OldResourceProperties: OldResourceProperties && wordsIn(words, OldResourceProperties) };
}

/** Only the first link may have none yet, since it mints the id. */
function faultsOfId({ noun, stem }: Knowing, event: LinkEvent): string[] {
  const id = toldId(event);
  const isKnown = id === undefined ? event.ResourceProperties.Link === 'First' : read(id)?.stem === stem;
  return isKnown ? [] : [`Id must be an id that we gave a ${noun}, got ${id === undefined ? 'nothing' : `'${id}'`}`];
}

/** By these tags we know what is ours. */
function faultsOfTags({ Tags: tags = {} }: { readonly Tags?: object }): string[] {
  return Object.keys(tags).filter((key) => key.startsWith(TAG_PREFIX)).map((key) => `Tags must not have keys of ours, got '${key.slice(0, 60)}'`);
}

function faultsOfSize(words: object): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(words));
  return bytes > MOST_BYTES ? [`it must have at most ${MOST_BYTES} bytes, got ${bytes}`] : [];
}

function refuse(faults: readonly string[]): void {
  if (!faults.length) return;
  throw new Failure(`the request cannot be understood: ${faults.join('; ')}. Remove what overrides it in the template, or update cdk-euc-images and deploy again`);
}
