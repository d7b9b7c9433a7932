import { Protocol, WireReply } from './protocol';
import { element, escapeXml, toXml } from './xml';
import type { Model, Reference, Shape } from '../model';
import { ServiceError } from '../service';
import type { Violation } from '../validate';

/**
 * The two dialects of AWS Query: `query` as CloudFormation speaks it, and `ec2`.
 * They differ in names, lists, the frame of a reply, and the words of an error.
 */
type Dialect = 'query' | 'ec2';

/** Form fields as a tree: `DiskContainer.1.Format=VMDK` is a leaf three levels deep. */
type Fields = { [name: string]: Fields | string };

export function query(dialect: Dialect): Protocol {
  return {
    operationOf: ({ body }, { metadata }) => {
      const form = new URLSearchParams(body);
      return form.get('Version') === metadata.apiVersion ? form.get('Action') ?? undefined : undefined;
    },
    parse: ({ body }, model, operation) => {
      const { Action: _action, Version: _version, ...fields } = toTree(new URLSearchParams(body));
      const input = model.operations[operation].input;
      return input ? readStructure(dialect, model, model.shapes[input.shape], fields, '') : {};
    },
    reply: (model, operation, output, requestId) => {
      const { output: reference } = model.operations[operation];
      const content = reference ? toXml(model, reference, output) : '';
      return xml(200, dialect === 'ec2'
        ? frame(model, `${operation}Response`, element('requestId', requestId) + (reference ? content : element('return', 'true')))
        : frame(model, `${operation}Response`,
          element(reference?.resultWrapper ?? `${operation}Result`, content) + element('ResponseMetadata', element('RequestId', requestId))));
    },
    error: (error, requestId, model) => {
      const words = element('Code', escapeXml(error.code)) + element('Message', escapeXml(error.message));
      if (dialect === 'ec2') {
        return xml(error.status, element('Response', element('Errors', element('Error', words)) + element('RequestID', requestId)));
      }
      const type = element('Type', error.status < 500 ? 'Sender' : 'Receiver');
      return xml(error.status, frame(model, 'ErrorResponse', element('Error', type + words) + element('RequestId', requestId)));
    },
    refusal: dialect === 'ec2' ? ec2Refusal : queryRefusal,
    throttled: () => dialect === 'ec2'
      ? new ServiceError('RequestLimitExceeded', 'Request limit exceeded.', 503)
      : new ServiceError('Throttling', 'Rate exceeded', 400),
    denied: (operation) => dialect === 'ec2'
      ? new ServiceError('UnauthorizedOperation', `You are not authorized to perform this operation: ${operation}.`, 403)
      : new ServiceError('AccessDenied', `User is not authorized to perform: ${operation}`, 403),
  };
}

// ---- reading ----

function toTree(form: URLSearchParams): Fields {
  const root: Fields = Object.create(null);
  for (const [key, value] of form) {
    const names = key.split('.');
    const last = names.pop()!;
    let node = root;
    for (const name of names) {
      const next = node[name] ??= Object.create(null) as Fields;
      if (typeof next === 'string') throw malformed(key);
      node = next;
    }
    if (last in node) throw malformed(key);
    node[last] = value;
  }
  return root;
}

function malformed(key: string): ServiceError {
  return new ServiceError('MalformedQueryString', `The query string is malformed at ${key}`);
}

function read(dialect: Dialect, model: Model, reference: Reference, field: Fields | string, path: string): unknown {
  const shape = model.shapes[reference.shape];
  switch (shape.type) {
    case 'structure': return typeof field === 'string' ? field : readStructure(dialect, model, shape, field, path);
    case 'list': return readList(dialect, model, reference, shape, field, path);
    case 'map': throw new Error('no operation played so far takes a map; add it here with the first that does');
    default: return typeof field === 'string' ? readScalar(shape, field) : field;
  }
}

/** Refuses what it does not know: only here are the names of the wire still known. */
function readStructure(dialect: Dialect, model: Model, shape: Shape, fields: Fields, path: string): object {
  const members = Object.entries(shape.members ?? {});
  const byWireName = new Map(members.map(([name, reference]) => [wireName(dialect, name, reference), { name, reference }]));
  return Object.fromEntries(Object.entries(fields).map(([wire, field]) => {
    const member = byWireName.get(wire);
    const place = path ? `${path}.${wire}` : wire;
    if (!member) throw new ServiceError('UnknownParameter', `The parameter ${place} is not recognized`);
    return [member.name, read(dialect, model, member.reference, field, place)];
  }));
}

function wireName(dialect: Dialect, name: string, { queryName, locationName }: Reference): string {
  if (dialect === 'query') return locationName ?? name;
  return queryName ?? (locationName ? locationName[0].toUpperCase() + locationName.slice(1) : name);
}

function readList(dialect: Dialect, model: Model, reference: Reference, shape: Shape, field: Fields | string, path: string): unknown {
  if (typeof field === 'string') return dialect === 'query' && field === '' ? [] : field; // `Capabilities=` is an empty list
  const flat = dialect === 'ec2' || shape.flattened || reference.flattened;
  const elements = flat ? field : field[shape.member!.locationName ?? 'member'];
  if (typeof elements !== 'object' || !Object.keys(elements).every((index) => /^[1-9]\d*$/.test(index))) throw malformed(path);
  // JavaScript keeps names that are numbers in the order of these.
  return Object.entries(elements).map(([index, one]) => read(dialect, model, shape.member!, one, `${path}.${index}`));
}

function readScalar(shape: Shape, text: string): unknown {
  switch (shape.type) {
    case 'boolean': return ({ true: true, false: false } as { [word: string]: boolean })[text] ?? text;
    case 'integer':
    case 'long':
    case 'float':
    case 'double': return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'timestamp': return new Date(text);
    case 'blob': return Buffer.from(text, 'base64');
    default: return text;
  }
}

// ---- writing ----

function xml(status: number, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function frame(model: Model | undefined, name: string, content: string): string {
  const namespace = model?.metadata.xmlNamespace;
  return `<${name}${namespace ? ` xmlns="${namespace}"` : ''}>${content}</${name}>`;
}

// ---- the words of a refusal ----

/** EC2 names the first thing that is wrong. */
function ec2Refusal([{ kind, path, value, must }]: readonly Violation[]): ServiceError {
  switch (kind) {
    case 'unknown': return new ServiceError('UnknownParameter', `The parameter ${path} is not recognized`);
    case 'missing': return new ServiceError('MissingParameter', `The request must contain the parameter ${path}`);
    default: return new ServiceError('InvalidParameterValue', `Value (${said(value)}) for parameter ${path} is invalid. It must ${must}.`);
  }
}

/** The other services name them all. */
function queryRefusal(violations: readonly Violation[]): ServiceError {
  const words = violations.map(({ kind, path, value, must }) =>
    `Value ${kind === 'missing' ? 'null' : `'${said(value)}'`} at '${path}' failed to satisfy constraint: Member must ${must}`);
  const count = words.length === 1 ? '1 validation error' : `${words.length} validation errors`;
  return new ServiceError('ValidationError', `${count} detected: ${words.join('; ')}`);
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
