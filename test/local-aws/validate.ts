import type { Model, Reference, Shape } from './model';

/** A place where a value breaks the model. */
export interface Violation {
  readonly kind: 'unknown' | 'missing' | 'constraint';
  /** As `DiskContainers[0].Format`. */
  readonly path: string;
  readonly value?: unknown;
  /** What the value must be, as `have length less than or equal to 64`. */
  readonly must: string;
}

/** All places where `value` breaks the shape, in the order of the model. */
export function validate(model: Model, reference: Reference | undefined, value: unknown): Violation[] {
  return reference ? [...violations(model, model.shapes[reference.shape], value, '')] : [];
}

function* violations(model: Model, shape: Shape, value: unknown, path: string): Generator<Violation> {
  switch (shape.type) {
    case 'structure': return yield* ofStructure(model, shape, value, path);
    case 'list': return yield* ofList(model, shape, value, path);
    case 'map': return yield* ofMap(model, shape, value, path);
    default: return yield* ofScalar(shape, value, path);
  }
}

function* ofStructure(model: Model, shape: Shape, value: unknown, path: string): Generator<Violation> {
  if (!isRecord(value)) return yield wrong(path, value, 'be a structure');
  const members = shape.members ?? {};
  const present = Object.keys(value).filter((name) => value[name] !== undefined && value[name] !== null);
  for (const name of present.filter((candidate) => !(candidate in members))) yield { kind: 'unknown', path: join(path, name), must: 'not be there' };
  for (const name of shape.required ?? []) {
    if (!present.includes(name)) yield { kind: 'missing', path: join(path, name), must: 'not be null' };
  }
  if (shape.union && present.length !== 1) yield wrong(path, Object.keys(value), 'have exactly one member set');
  for (const [name, reference] of Object.entries(members)) {
    if (present.includes(name)) yield* violations(model, model.shapes[reference.shape], value[name], join(path, name));
  }
}

function* ofList(model: Model, shape: Shape, value: unknown, path: string): Generator<Violation> {
  if (!Array.isArray(value)) return yield wrong(path, value, 'be a list');
  yield* ofRange(shape, value.length, path, value, 'length');
  for (const [i, element] of value.entries()) yield* violations(model, model.shapes[shape.member!.shape], element, `${path}[${i}]`);
}

function* ofMap(model: Model, shape: Shape, value: unknown, path: string): Generator<Violation> {
  if (!isRecord(value)) return yield wrong(path, value, 'be a map');
  yield* ofRange(shape, Object.keys(value).length, path, value, 'length');
  for (const [key, entry] of Object.entries(value)) {
    yield* violations(model, model.shapes[shape.key!.shape], key, `${path}.(key)`);
    yield* violations(model, model.shapes[shape.value!.shape], entry, join(path, key));
  }
}

function* ofScalar(shape: Shape, value: unknown, path: string): Generator<Violation> {
  switch (shape.type) {
    case 'string':
      if (typeof value !== 'string') return yield wrong(path, value, 'be a string');
      if (shape.enum && !shape.enum.includes(value)) yield wrong(path, value, `satisfy enum value set: [${shape.enum.join(', ')}]`);
      if (shape.pattern && !fully(shape.pattern).test(value)) yield wrong(path, value, `satisfy regular expression pattern: ${shape.pattern}`);
      return yield* ofRange(shape, value.length, path, value, 'length');
    case 'integer':
    case 'long':
      if (!Number.isInteger(value)) return yield wrong(path, value, 'be an integer');
      return yield* ofRange(shape, value as number, path, value, 'value');
    case 'float':
    case 'double':
      if (!Number.isFinite(value)) return yield wrong(path, value, 'be a number');
      return yield* ofRange(shape, value as number, path, value, 'value');
    case 'boolean':
      if (typeof value !== 'boolean') yield wrong(path, value, 'be a boolean');
      return;
    case 'timestamp':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) yield wrong(path, value, 'be a timestamp');
      return;
    case 'blob':
      if (!(value instanceof Uint8Array)) return yield wrong(path, value, 'be base64');
      return yield* ofRange(shape, value.length, path, value, 'length');
    default:
      throw new Error(`the local AWS does not know the type ${shape.type}`);
  }
}

function* ofRange({ min, max }: Shape, size: number, path: string, value: unknown, what: 'length' | 'value'): Generator<Violation> {
  if (min !== undefined && size < min) yield wrong(path, value, `have ${what} greater than or equal to ${min}`);
  if (max !== undefined && size > max) yield wrong(path, value, `have ${what} less than or equal to ${max}`);
}

function wrong(path: string, value: unknown, must: string): Violation {
  return { kind: 'constraint', path, value, must };
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
}

const compiled = new Map<string, RegExp>();

/** The services match the whole text, though a pattern of their models need not say so. */
function fully(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known;
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u'); // for classes as \p{L}
  } catch {
    return new RegExp(`^(?:${pattern})$`); // some escape more than Unicode mode allows
  }
}
