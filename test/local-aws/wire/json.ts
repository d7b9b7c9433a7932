import type { Protocol, WireReply } from './protocol';
import type { Model, Reference } from '../model';
import { ServiceError } from '../service';
import type { Violation } from '../validate';

/** AWS JSON 1.1: the operation stands in a header, times are seconds since 1970, names are those of the model. */
export function json(): Protocol {
  return {
    operationOf: ({ headers }, { metadata }) => {
      const [prefix, operation] = `${headers['x-amz-target']}`.split('.');
      return prefix === metadata.targetPrefix && headers['content-type'] === CONTENT_TYPE ? operation : undefined;
    },
    parse: ({ body }, model, operation) => {
      const { input } = model.operations[operation];
      return input ? convert(model, input, parsed(body), fromWire) as object : {};
    },
    reply: (model, operation, output) => {
      const { output: reference } = model.operations[operation];
      return reply(200, reference ? convert(model, reference, output, toWire) : {});
    },
    // The name of the member differs from service to service, and clients read both.
    error: ({ code, message, status }, _requestId, model) => reply(status, {
      __type: code, [model?.shapes[code]?.members?.Message ? 'Message' : 'message']: message,
    }),
    refusal,
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
    denied: (operation) => new ServiceError('AccessDeniedException', `User is not authorized to perform: ${operation}`),
  };
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';

function reply(status: number, body: unknown): WireReply {
  return { status, headers: { 'content-type': CONTENT_TYPE }, body: JSON.stringify(body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON');
  }
}

// ---- times, which JSON has no type for ----

type Scalar = (type: string, value: any) => unknown;

const fromWire: Scalar = (type, value) => type === 'timestamp' && typeof value === 'number' ? new Date(value * 1000) : value;
const toWire: Scalar = (type, value) => type === 'timestamp' ? value.getTime() / 1000 : value;

/** What the model does not know, or knows otherwise, stays as it is: validation refuses it. */
function convert(model: Model, { shape: name }: Reference, value: any, scalar: Scalar): unknown {
  const shape = model.shapes[name];
  if (value === undefined || value === null) return undefined;
  switch (shape.type) {
    case 'structure':
      return isTree(value) ? mapped(value, (member, one) => {
        const reference = shape.members?.[member];
        return reference ? convert(model, reference, one, scalar) : one;
      }) : value;
    case 'map': return isTree(value) ? mapped(value, (_, one) => convert(model, shape.value!, one, scalar)) : value;
    case 'list': return Array.isArray(value) ? value.map((one) => convert(model, shape.member!, one, scalar)) : value;
    default: return scalar(shape.type, value);
  }
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapped(tree: object, change: (name: string, value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, change(name, value)]));
}

// ---- the words of a refusal ----

/** All violations at once; a path begins in lower case. */
function refusal(violations: readonly Violation[]): ServiceError {
  const words = violations.map(({ kind, path, value, must }) => {
    const said = kind === 'missing' ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
    return `Value ${said} at '${path.replace(/^\w|(?<=\.)\w/g, (letter) => letter.toLowerCase())}' failed to satisfy constraint: Member must ${must}`;
  });
  const count = words.length === 1 ? '1 validation error' : `${words.length} validation errors`;
  return new ServiceError('ValidationException', `${count} detected: ${words.join('; ')}`);
}
