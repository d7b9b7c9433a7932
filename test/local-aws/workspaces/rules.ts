import { MOST_TAGS } from './tags';
import type { Rule } from '../rule';

/*
 * What WorkSpaces refuses although its model allows it. The source is that of the rule; which code a rule gives, and in which words,
 * is assumed throughout.
 */

const API = 'https://docs.aws.amazon.com/workspaces/latest/api';
const IMPORTS = ['ImportWorkspaceImage', 'ImportCustomWorkspaceImage'];

const refused = (operations: readonly string[], rule: string, broken: Rule['broken'], message: string, source: string): Rule => ({
  operations, rule, broken, code: 'InvalidParameterValuesException', message, source,
});

const tagsOf = ({ Tags }: { Tags?: { Key: string }[] }) => Tags ?? [];

export const WORKSPACES_RULES: readonly Rule[] = [
  refused(['ImportWorkspaceImage'], 'there is at most one application',
    ({ Applications }) => Applications?.length > 1, 'Only one application is allowed.', `${API}/API_ImportWorkspaceImage.html`),
  refused(['ImportCustomWorkspaceImage'], 'Windows 11 has no PCoIP',
    ({ OsVersion, Protocol }) => OsVersion === 'Windows_11' && Protocol === 'PCOIP', 'Windows 11 does not support PCOIP.',
    `${API}/API_ImportCustomWorkspaceImage.html`),
  refused([...IMPORTS, 'CreateTags'], 'the prefix aws: is reserved',
    (input) => tagsOf(input).some(({ Key }) => /^aws:/i.test(Key)), 'Tag keys starting with aws: are reserved.', 'assumed'),
  refused([...IMPORTS, 'CreateTags'], 'a tag key comes once',
    (input) => new Set(tagsOf(input).map(({ Key }) => Key)).size !== tagsOf(input).length, 'A tag key is specified twice.', 'assumed'),
  refused(IMPORTS, `an image is born with at most ${MOST_TAGS} tags`,
    (input) => tagsOf(input).length > MOST_TAGS, 'Too many tags.', `${API}/API_ImportWorkspaceImage.html`),
];
