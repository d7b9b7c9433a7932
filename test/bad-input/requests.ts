import * as fc from 'fast-check';
import type { AnyForm, FormOfWords } from '../../lambda/form';
import { mint } from '../../lambda/identity';
import { REQUEST } from '../../lambda/request';
import { ENVELOPE_FORM, KindWords, TextForm } from '../../src/contract/envelope';

/*
 * Requests to the handlers: such as are of the form that the contract gives them, whatever stands in their texts; and such as are
 * not, for one reason or another. Both come from the form itself, so that it is known of each request what it is.
 */

export interface FuzzedKind {
  readonly words: KindWords;
  readonly form: FormOfWords;
}

/** What has broken programs before. */
const HOSTILE = [
  '', ' ', '\n', '\r\n\r\n{"failed":"no"}', '\0', '\u001b[31m', '\u0085', '\u2028', '\u202e', '\ufeff', '💾', '\ud83d', 'é', 'ﬀ', '__proto__', 'constructor', 'prototype',
  'toString', 'hasOwnProperty', 'true', '-1', '1e400', '0x10', '[]', '{}', '{"Ref":"x"}', '${AWS::StackId}', '${jndi:ldap://x}', '{{7*7}}', '%00',
  '%s%n', '../../etc/passwd', "'; --", '"', '\\', '<a>&amp;</a>', ']]>', '`id`', '$(id)', '*', 'arn:aws:s3:::*', 'x'.repeat(2000),
];

/** What a service takes under that word; under all others, any text. */
const GOOD: { readonly [word: string]: readonly string[] } = {
  AccountId: ['210987654321'],
  AgentSoftwareVersion: ['CURRENT_LATEST'],
  Application: ['Microsoft_Office_2019'],
  Architecture: ['x86_64'],
  BootMode: ['uefi', 'legacy-bios'],
  ComputeType: ['BASE'],
  Ec2ImageId: ['ami-0123456789abcdef0'],
  Ec2ImportTaskId: ['import-ami-0123456789abcdef0'],
  Format: ['VMDK'],
  Hypervisor: ['xen'],
  IamRoleArn: ['arn:aws:iam::111122223333:role/appstream'],
  ImageArn: ['arn:aws:appstream:us-east-1::image/AppStream-WinServer2022-06-17-2026'],
  ImageBuildVersionArn: ['arn:aws:imagebuilder:us-east-1:111122223333:image/x/1.0.0/1'],
  ImageName: ['AppStream-WinServer2022-06-17-2026'],
  InfrastructureConfigurationArn: ['arn:aws:imagebuilder:us-east-1:111122223333:infrastructure-configuration/desktops'],
  IngestionProcess: ['BYOL_REGULAR_WSP'],
  InstanceType: ['stream.standard.medium'],
  IntendedInstanceType: ['stream.standard.medium'],
  LicenseType: ['BYOL'],
  OrganizationArn: ['arn:aws:organizations::123456789012:organization/o-abcdefghij'],
  OsVersion: ['Windows_11'],
  Platform: ['WINDOWS', 'Windows'],
  Protocol: ['DCV'],
  RootVolumeSize: ['300'],
  SharedAccountIds: ['210987654321'],
  SnapshotId: ['snap-0123456789abcdef0'],
  SourceAmiId: ['ami-0123456789abcdef0'],
  Url: ['s3://disks/a.vmdk'],
  UsageOperation: ['RunInstances:0800'],
  UserId: ['210987654321'],
  WorkspaceImageId: ['wsi-012345678'],
};
const ANY = ['x'];

/** Values that are too large to be carried about, as JSON; these words stand for them until then. */
const LARGE: { readonly [word: string]: (size: number) => string } = {
  text: (size) => `"${'x'.repeat(size)}"`,
  lists: (size) => `${'['.repeat(size)}"x"${']'.repeat(size)}`,
  words: (size) => `${'{"a":'.repeat(size)}"x"${'}'.repeat(size)}`,
};
const large = (word: keyof typeof LARGE, size: number) => `@${word} ${size}`;

export function toJson(event: unknown): string {
  return (JSON.stringify(event) ?? 'null').replace(/"@(\w+) (\d+)"/g, (_whole, word, size) => LARGE[word](Number(size)));
}

/** What is no text. */
const NO_TEXT: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, 0, -1, 1.5, 1e308, true, false, {}, [], ['x'], { toString: 'x' }, { length: 5 }, { 'Fn::GetAtt': ['x', 'y'] }),
  fc.constantFrom(large('lists', 10), large('lists', 60_000), large('words', 10), large('words', 60_000)),
  fc.jsonValue({ maxDepth: 3 }).filter((value) => typeof value !== 'string'),
);

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));
const loneSurrogate = /\p{Surrogate}/u;

const isEnumeration = (form: TextForm) => form.includes(' | ');

function validText(form: TextForm, word: string): fc.Arbitrary<string> {
  const good = fc.constantFrom(...GOOD[word] ?? ANY);
  const some = fc.oneof({ arbitrary: good, weight: 9 }, hostile).filter((text) => !loneSurrogate.test(text));
  if (isEnumeration(form)) return fc.constantFrom(...form.split(' | '));
  switch (form) {
    case 'number': return word in GOOD ? good : fc.oneof(fc.nat(100).map(String), fc.constantFrom('0', '0.5', '1e3', '52', '100000'));
    case 'time': return fc.date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
    case 'name': return some.filter((text) => text.length > 0 && text.length <= 1024);
    default: return some;
  }
}

function invalidText(form: TextForm): fc.Arbitrary<unknown> {
  const texts: { readonly [form: string]: readonly string[] } = {
    number: ['', ' ', 'x', '-1', 'NaN', 'Infinity', '1e400', '1,5', '0b'],
    time: ['', 'x', 'now', '2026-13-01T00:00:00Z', '2026-01-01', '99999999T999999Z'],
    name: ['', large('text', 1025), large('text', 3_000_000), '\ud83d'],
    text: ['\ud83d', 'a\udc00b'],
  };
  const wrong = texts[form] ?? ['', 'x', 'constructor', '__proto__', 'First ', 'true\n', 'TRUE', large('text', 2_000_000)];
  return fc.oneof(NO_TEXT, fc.constantFrom(...wrong));
}

const isList = (form: AnyForm): form is readonly [AnyForm] => Array.isArray(form);

interface Member {
  readonly name: string;
  readonly inner: AnyForm;
  readonly optional: boolean;
}

function membersOf({ '*': _, oneOf, anyOf, ...words }: FormOfWords): Member[] {
  return Object.entries(words).map(([word, inner]) => ({ name: word.replace('?', ''), inner: inner as AnyForm, optional: word.endsWith('?') }));
}

/** A value of that form. */
export function valid(form: AnyForm, word = ''): fc.Arbitrary<any> {
  if (typeof form === 'string') return validText(form, word);
  if (isList(form)) return fc.array(valid(form[0], word), { minLength: 1, maxLength: 3 });
  if (form['*']) return fc.dictionary(validText('text', word), valid(form['*'] as AnyForm), { maxKeys: 4 });
  const members = membersOf(form);
  const alternatives = [...form.oneOf ?? [], ...form.anyOf ?? []];
  const always = members.filter(({ optional }) => !optional).map(({ name }) => name);
  const free = members.filter(({ name, optional }) => optional && !alternatives.includes(name)).map(({ name }) => name);
  const chosen = alternatives.length ? fc.subarray(alternatives, { minLength: 1, maxLength: form.oneOf ? 1 : alternatives.length }) : fc.constant([]);
  return fc.tuple(fc.subarray(free), chosen).chain(([some, one]) => {
    const names = [...always, ...some, ...one];
    return fc.record(Object.fromEntries(members.filter(({ name }) => names.includes(name)).map(({ name, inner }) => [name, valid(inner, name)])));
  });
}

/** The plainest value of that form that a service takes. */
export function plain(form: AnyForm, word = ''): any {
  if (typeof form === 'string') return isEnumeration(form) ? form.split(' | ')[0] : (GOOD[word] ?? ANY)[0];
  if (isList(form)) return [plain(form[0], word)];
  const [first] = form.oneOf ?? form.anyOf ?? [];
  return Object.fromEntries(membersOf(form).filter(({ name, optional }) => !optional || name === first).map(({ name, inner }) => [name, plain(inner, name)]));
}

/** A value that is not of that form, for one reason. */
export function invalid(form: AnyForm): fc.Arbitrary<any> {
  if (typeof form === 'string') return invalidText(form);
  const other = fc.oneof(NO_TEXT.filter((value) => Array.isArray(value) !== isList(form) || typeof value !== 'object' || value === null), fc.constant('x'));
  if (isList(form)) return fc.oneof(other, fc.tuple(fc.array(valid(form[0]), { maxLength: 2 }), invalid(form[0])).map(([some, one]) => [...some, one]));
  const notWords = other.filter((value) => typeof value !== 'object' || value === null || Array.isArray(value));
  if (form['*']) return fc.oneof(notWords, fc.tuple(fc.constantFrom('a', '__proto__', 'constructor', '\n'), invalid(form['*'] as AnyForm)).map(([key, value]) => ofOwn(key, value)));
  const members = membersOf(form);
  const spoilt = fc.constantFrom(...members)
    .chain(({ name, inner }) => fc.tuple(valid(form), invalid(inner)).map(([value, wrong]) => ({ ...value, [name]: wrong })));
  const required = members.filter(({ optional }) => !optional);
  const lacking = required.length ? [fc.tuple(valid(form), fc.constantFrom(...required)).map(([value, { name }]) => without(value, [name]))] : [];
  const alternatives = form.oneOf ?? form.anyOf;
  const none = alternatives ? [valid(form).map((value) => without(value, alternatives))] : [];
  const two = form.oneOf ? [fc.tuple(valid(form), ...form.oneOf.slice(0, 2).map((name) => valid(members.find((one) => one.name === name)!.inner)))
    .map(([value, ...both]) => ({ ...value, ...Object.fromEntries(both.map((one, i) => [form.oneOf![i], one])) }))] : [];
  return fc.oneof(notWords, { arbitrary: spoilt, weight: 6 }, ...lacking, ...none, ...two);
}

/** With an own property even where the name is `__proto__`. */
function ofOwn(key: string, value: unknown): object {
  return Object.fromEntries([[key, value]]);
}

function without(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** An id as we give it. */
export const idOf = (stem: string, nonce = 'c') => mint({ stem, scope: 'a'.repeat(10), shape: 'b'.repeat(10), nonce: nonce.repeat(10) });

/** Never to be seen in a log or an answer. */
export const SECRET = 'response-url-secret';

const responseUrl = fc.constantFrom(
  `https://bucket/${SECRET}?X-Amz-Date=20260101T000000Z&X-Amz-Signature=${SECRET}`, `https://bucket/${SECRET}`, SECRET,
  `https://bucket/${SECRET}?X-Amz-Date=99999999T999999Z`, `https://bucket/${SECRET}?X-Amz-Date=20260101T0000`, '',
);

export type Door = 'onEvent' | 'isComplete';
export interface FuzzedRequest {
  readonly door: Door;
  /** How many minutes ago it was sent, where that is told. */
  readonly age?: number;
  readonly event: any;
}

const doors = fc.constantFrom<Door>('onEvent', 'isComplete');
const requestTypes = fc.constantFrom('Create', 'Update', 'Delete');

/** Well-formed, but for what its texts say. */
export function requests({ words, form }: FuzzedKind): fc.Arbitrary<FuzzedRequest> {
  return fc.record({
    door: doors,
    type: requestTypes,
    envelope: valid(ENVELOPE_FORM),
    properties: valid(form),
    before: fc.oneof(valid(form), invalid(form)),
    id: fc.constantFrom('c', 'd').map((nonce) => idOf(words.stem, nonce)),
    // A stack that the local CloudFormation knows.
    sent: valid({ ...REQUEST.begun, 'ResponseURL?': 'text' }),
    url: responseUrl,
    age: fc.nat(120),
    extra: fc.oneof(fc.constant({}), fc.constant(ofOwn('__proto__', { polluted: 'yes' })), fc.record({ NewWord: fc.jsonValue({ maxDepth: 2 }) })),
  }).map(({ door, type, envelope, properties, before, id, sent, url, age, extra }) => ({
    door,
    age,
    event: {
      ...sent,
      RequestType: type,
      PhysicalResourceId: id,
      CurrentId: id,
      ResponseURL: url,
      ResourceProperties: { ...extra, ...properties, ...envelope, Id: id },
      ...type === 'Update' && { OldResourceProperties: before },
    },
  }));
}

/** What a request is told with beside its properties, as it comes to either door. */
const { PhysicalResourceId: _, StartedAt: __, 'CurrentId?': ___, ...SENT } = REQUEST.begun;

/** A request with one fault that counts; that of a Delete is in its properties. */
export function malformedRequests(kind: FuzzedKind, type: 'Create' | 'Update' | 'Delete'): fc.Arbitrary<FuzzedRequest> {
  const changed = <T>(wrong: fc.Arbitrary<T>, change: (event: any, wrong: T) => object): fc.Arbitrary<FuzzedRequest> =>
    fc.tuple(requests(kind), wrong).map(([request, one]) => ({ ...request, event: { ...request.event, RequestType: type, ...change(request.event, one) } }));
  const more = (words: object) => ({ ResourceProperties }: any) => ({ ResourceProperties: { ...ResourceProperties, ...words } });

  const told = { ...ENVELOPE_FORM, ...kind.form } as FormOfWords;
  const ofProperties = [
    { arbitrary: changed(invalid(told), (event, wrong) => ({ ResourceProperties: withId(wrong, event) })), weight: 6 },
    changed(fc.constantFrom('x', idOf('another'), 'S-First-1ABC', '__proto__'), (event, Id) => more({ Link: 'Wait', Id })(event)),
    changed(fc.constantFrom(8_000, 2_000_000), (event, size) => more({ Description: large('text', size) })(event)),
  ];
  const ofRequest = fc.constantFrom(...membersOf(SENT as FormOfWords)).chain(({ name, inner, optional }) =>
    changed(optional ? invalid(inner) : fc.oneof(invalid(inner), fc.constant(undefined)), (_event, wrong) => ({ [name]: wrong })));
  return type === 'Delete' ? fc.oneof(...ofProperties) : fc.oneof(...ofProperties, ofRequest);
}

/** Some id of any kind stands in what was made of the form: it is not the fault that counts. */
function withId(wrong: any, { ResourceProperties: { Id } }: any): unknown {
  const isFault = typeof wrong !== 'object' || wrong === null || Array.isArray(wrong) || ('Id' in wrong && !isName(wrong.Id));
  return isFault ? wrong : { ...wrong, Id };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 1 && !value.startsWith('@') && !loneSurrogate.test(value);
}
