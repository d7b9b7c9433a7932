import { TextForm } from '../src/contract/envelope';

/*
 * Whether what crossed the wire has the form that the contract gives it; of forms see `Form` there.
 */

/** The form of any value: a text, a list, or words with their values. */
export type AnyForm = TextForm | readonly [AnyForm] | FormOfWords;

export interface FormOfWords {
  readonly [word: string]: AnyForm | readonly string[] | undefined;
  readonly oneOf?: readonly string[];
  readonly anyOf?: readonly string[];
}

interface Words {
  readonly [word: string]: unknown;
}

/** Half of a character, which no request can carry on. */
const HALF = /\p{Surrogate}/u;

const TEXTS: { readonly [form: string]: { readonly is: (text: string) => boolean; readonly wanted: string } } = {
  text: { is: (text) => !HALF.test(text), wanted: 'a text of whole characters' },
  name: { is: (text) => text.length >= 1 && text.length <= 1024 && !HALF.test(text), wanted: 'a text of 1 to 1024 characters' },
  number: { is: (text) => text.trim() !== '' && Number(text) >= 0 && Number(text) < Infinity, wanted: 'a number, 0 or more' },
  time: { is: (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)), wanted: 'a time such as 2026-01-01T00:00:00Z' },
};

/** Nothing that we say goes deeper. What does could exhaust the stack of who looks into it. */
const MOST_LEVELS = 8;

/** Of many faults these are told. */
const MOST_FAULTS = 3;

/** What of a value is not of its form, each with its place, as `Disks[0].Url`. */
export function faultsOf(form: AnyForm, value: unknown, path = ''): string[] {
  if (!isShallow(value, MOST_LEVELS)) return [`${path || 'it'} must have at most ${MOST_LEVELS} levels, got more`];
  const faults: string[] = [];
  for (const fault of walk(form, value, path)) {
    if (faults.push(fault) === MOST_FAULTS) break;
  }
  return faults;
}

/** The words of a form with values that are of their form; all else is left out. */
export function wordsIn(form: FormOfWords, value: unknown): Words {
  if (!isWords(value)) return {};
  const known = wordsOf(form).filter(({ name, inner }) => value[name] !== undefined && !faultsOf(inner, value[name]).length);
  return Object.fromEntries(known.map(({ name }) => [name, value[name]]));
}

function* walk(form: AnyForm, value: unknown, path: string): Generator<string> {
  if (typeof form === 'string') return yield* walkText(form, value, path);
  if (isList(form)) {
    if (!Array.isArray(value)) return yield `${path} must be a list, got ${show(value)}`;
    for (const [index, element] of value.entries()) yield* walk(form[0], element, `${path}[${index}]`);
    return undefined;
  }
  return yield* walkWords(form, value, path);
}

function* walkText(form: TextForm, value: unknown, path: string): Generator<string> {
  const { is, wanted } = TEXTS[form] ?? oneWordOf(form);
  if (typeof value !== 'string') yield `${path} must be ${wanted}, got ${show(value)}`;
  else if (!is(value)) yield `${path} must be ${wanted}, got ${clip(value)}`;
}

function* walkWords(form: FormOfWords, value: unknown, path: string): Generator<string> {
  if (!isWords(value)) return yield `${path || 'it'} must hold words with their values, got ${show(value)}`;
  const place = (name: string) => (path ? `${path}.${name}` : name);
  for (const { name, inner, optional } of wordsOf(form)) {
    if (value[name] !== undefined || !optional) yield* walk(inner, value[name], place(name));
  }
  if (form['*']) {
    for (const [name, inner] of Object.entries(value)) yield* walk(form['*'] as AnyForm, inner, place(name.slice(0, 60)));
  }
  const there = (names: readonly string[]) => names.filter((name) => value[name] !== undefined);
  if (form.oneOf && there(form.oneOf).length !== 1) {
    yield `${path || 'it'} must have one of ${form.oneOf.join(', ')}, got ${there(form.oneOf).join(' and ') || 'none'}`;
  }
  if (form.anyOf && !there(form.anyOf).length) yield `${path || 'it'} must have ${form.anyOf.join(' or ')}, got none`;
}

function wordsOf({ '*': _, oneOf, anyOf, ...words }: FormOfWords) {
  return Object.entries(words).map(([word, inner]) => ({ name: word.replace('?', ''), inner: inner as AnyForm, optional: word.endsWith('?') }));
}

function oneWordOf(form: TextForm) {
  const words = form.split(' | ');
  return { is: (text: string) => words.includes(text), wanted: words.join(' or ') };
}

function isList(form: readonly [AnyForm] | FormOfWords): form is readonly [AnyForm] {
  return Array.isArray(form);
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, levels: number): boolean {
  return typeof value !== 'object' || value === null || (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)));
}

/** What kind of value it is, and not what it says: that may be secret where it belongs. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return 'a text';
  return Array.isArray(value) ? 'a list' : isWords(value) ? 'words with values' : `${value}`;
}

function clip(text: string): string {
  return text.length <= 60 ? `'${text}'` : `a text of ${text.length} characters`;
}
