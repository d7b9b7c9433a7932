import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import * as builder from '../lambda/appstream-image-builder-maps';
import * as image from '../lambda/appstream-image-maps';
import * as desktop from '../lambda/byol-workspace-image-maps';
import * as vmImport from '../lambda/ec2-vm-import-maps';

/*
 * What a user reads in the editor and in API.md: every public member has a sentence, every optional property its default, every class and
 * every Props a way to AWS's own page, and every property of a kind says what a change of it does, and says the truth.
 */

/** The words for what a change does. One of them is in the text of each property of a kind. */
const REPLACES = /A change replaces the (AMI|image|image builder)\b/;
const ON_CHANGE = [
  REPLACES,
  /Changes in place\b/,
  /Read when (the|an) (import starts|image builder is made); a change alone does nothing\./,
];

type Documented = ts.ClassElement | ts.TypeElement | ts.EnumMember | ts.ParameterDeclaration;

/** What the docs of these sources lack, a line for each: where, and what. */
function faultsOf(sources: readonly ts.SourceFile[]): string[] {
  const types = sources.flatMap(({ statements }) => statements.filter(isPublicType));
  const kinds = new Set(types.filter(isResource).map((type) => type.name!.text));
  const documentedOf = new Map(types.map((type) => [type.name!.text, membersOf(type).filter(hasSummary).map(nameOf)]));

  return types.flatMap((type) => {
    const typeName = type.name!.text;
    const isProps = typeName.endsWith('Props');
    const isStruct = ts.isInterfaceDeclaration(type) && !/^I[A-Z]/.test(typeName);
    const inherited = basesOf(type).flatMap((base) => documentedOf.get(base) ?? []);
    return [
      ...hasSummary(type) ? [] : [`${typeName} has no sentence`],
      ...(ts.isClassDeclaration(type) || isProps) && !hasSee(type) ? [`${typeName} has no @see with an address`] : [],
      ...membersOf(type).flatMap((member) => [
        ...hasSummary(member) || inherited.includes(nameOf(member)) ? [] : ['has no sentence'],
        ...isStruct && isOptional(member) && !tagText(member, 'default') ? ['is optional and has no @default'] : [],
        ...isProps && kinds.has(typeName.slice(0, -'Props'.length)) && !ON_CHANGE.some((words) => words.test(textOf(member)))
          ? ['does not say what a change does'] : [],
      ].map((fault) => `${typeName}.${nameOf(member)} ${fault}`)),
    ];
  });
}

function isPublicType(node: ts.Statement): node is ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration {
  return (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node))
    && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true && !isInternal(node);
}

/** A kind: what a user makes in a stack. */
function isResource(node: ts.Node): node is ts.ClassDeclaration {
  return ts.isClassDeclaration(node) && basesOf(node).some((base) => base === 'Resource' || base === 'ManagedImage');
}

/** The names of what it extends and implements. */
function basesOf(type: ts.DeclarationStatement): string[] {
  const { heritageClauses } = type as ts.ClassDeclaration;
  return heritageClauses?.flatMap((clause) => clause.types.map(({ expression }) => expression.getText())) ?? [];
}

/** The members that a user can see, with those that a constructor declares. */
function membersOf(type: ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration): Documented[] {
  const members: Documented[] = [...type.members];
  return members
    .flatMap((member) => ts.isConstructorDeclaration(member) ? member.parameters.filter(({ modifiers }) => modifiers) : [member])
    .filter((member) => !isInternal(member) && !hasModifier(member, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword));
}

function hasModifier(member: Documented, ...kinds: ts.SyntaxKind[]): boolean {
  return ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kinds.includes(kind)) === true;
}

function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');
}

function isOptional(member: Documented): boolean {
  return (member as ts.PropertySignature).questionToken !== undefined;
}

function nameOf(member: Documented): string {
  return member.name!.getText();
}

/** The words before the tags. */
function textOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter((comment) => ts.isJSDoc(comment));
  return (ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? '').replace(/\s*\n\s*(?!\n)/g, ' ');
}

function hasSummary(node: ts.Node): boolean {
  return /^\S.*?[.:](\s|$)/s.test(textOf(node));
}

function tagText(node: ts.Node, name: string): string | undefined {
  return ts.getTextOfJSDocComment(ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name)?.comment)?.trim();
}

function hasSee(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'see' && /https:\/\/docs\.aws\.amazon\.com\/\S+/.test(tag.getText()));
}

function parse(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/** The files that make up the public API: those that src/index.ts exports. */
function publicSources(): ts.SourceFile[] {
  const src = resolve(__dirname, '..', 'src');
  const read = (name: string) => parse(name, readFileSync(join(src, name), 'utf8'));
  return read('index.ts').statements.map((statement) => read(`${/^export \* from '\.\/(.+)';$/.exec(statement.getText())![1]}.ts`));
}

test('the public API is documented', () => {
  const sources = publicSources();
  expect(sources.flatMap(({ statements }) => statements.filter(isResource))).toHaveLength(4); // it has found the kinds
  expect(faultsOf(sources)).toEqual([]);
});

/** Where a property has other words on the wire than its own name. */
const WORDS: { readonly [property: string]: string[] } = {
  baseImage: ['ImageArn', 'ImageName'],
  domainJoin: ['DomainJoinInfo'],
  encryptionKey: ['KmsKeyId'],
  importMethod: ['ImageBuilder', 'Standard'],
  requireImdsv2: ['DisableIMDSV1'],
  role: ['IamRoleArn'],
  securityGroups: ['SecurityGroupIds'],
  source: ['SourceAmiId', 'WorkspaceImageId'],
  subnet: ['SubnetId'],
  vpc: ['SecurityGroupIds', 'SubnetId'],
};

test.each([
  ['AppStreamImageProps', Object.keys(image.toFixed({}))],
  ['AppStreamImageBuilderProps', Object.keys(builder.toFixed({}))],
  ['ByolWorkspaceImageProps', Object.keys(desktop.toFixed({}))],
  ['Ec2VmImportProps', Object.keys(vmImport.toFixed({}))],
])('%s says of just those properties that a change replaces, for which the handler does', (name, fixed) => {
  const props = publicSources().flatMap(({ statements }) => statements.filter(isPublicType)).find((type) => type.name!.text === name)!;
  const replacing = membersOf(props).filter((member) => REPLACES.test(textOf(member))).map(nameOf);
  const words = replacing.flatMap((property) => WORDS[property] ?? [property[0].toUpperCase() + property.slice(1)]);
  expect([...new Set(words)].sort()).toEqual(fixed.sort());
});

describe('what is not documented is named', () => {
  const SNIPPET = `
    /**
     * A thing of AWS.
     *
     * @see https://docs.aws.amazon.com/thing.html
     */
    export class Thing extends Resource implements IThing {
      /** A thing that exists. */
      public static fromName(name: string): IThing {}

      public readonly name: string;
      private readonly secret: string;

      constructor(
        /** The word of the service. */
        public readonly value: string,
      ) {}

      /** @internal */
      public _bind(): void {}
    }

    /** A thing that may be another's. */
    export interface IThing {
      /** Its name. */
      readonly name: string;
    }

    /**
     * What a thing is made of.
     *
     * @see https://docs.aws.amazon.com/thing.html
     */
    export interface ThingProps {
      /**
       * Its size. A change replaces the image.
       *
       * @default - small
       */
      readonly size?: string;

      /** Whether it is on. Changes in place. */
      readonly state: ThingState;
    }

    /** What a thing can be. */
    export enum ThingState {
      /** Off. */
      OFF,
    }

    /** @internal */
    export interface OfTheHouse {
      readonly anything?: string;
    }`;

  test('and what is documented is not', () => {
    expect(faultsOf([parse('snippet.ts', SNIPPET)])).toEqual([]);
  });

  test.each([
    ['a class without a sentence', 'A thing of AWS.', '', 'Thing has no sentence'],
    ['a class without @see', /@see \S+(?=\s+\*\/\s+export class)/, '', 'Thing has no @see with an address'],
    ['a class with a @see that leads nowhere', /@see \S+(?=\s+\*\/\s+export class)/, '@see the guide', 'Thing has no @see with an address'],
    ['Props without @see', /@see \S+(?=\s+\*\/\s+export interface)/, '', 'ThingProps has no @see with an address'],
    ['a method without a sentence', '/** A thing that exists. */', '', 'Thing.fromName has no sentence'],
    ['a member that a constructor declares', '/** The word of the service. */', '', 'Thing.value has no sentence'],
    ['a property that is documented nowhere', '/** Its name. */', '', 'IThing.name has no sentence', 'Thing.name has no sentence'],
    ['a member without an end of its sentence', '/** Off. */', '/** Off */', 'ThingState.OFF has no sentence'],
    ['an optional property without @default', '@default - small', '', 'ThingProps.size is optional and has no @default'],
    ['an optional property with an empty @default', '@default - small', '@default', 'ThingProps.size is optional and has no @default'],
    ['a property that does not say what a change replaces', 'A change replaces the image.', '', 'ThingProps.size does not say what a change does'],
    ['a property that does not say that it changes in place', 'Changes in place.', 'Can be changed.', 'ThingProps.state does not say what a change does'],
  ])('%s', (_, words, instead, ...faults) => {
    expect(SNIPPET).toMatch(words);
    expect(faultsOf([parse('snippet.ts', SNIPPET.replace(words, instead))]).sort()).toEqual(faults);
  });
});
