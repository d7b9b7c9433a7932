import type { Rule } from '../rule';

interface Tag { readonly Key?: string; readonly Value?: string }

const TAGGING = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html';
const CREATE_TAGS = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html';

/** The tags that a call brings: those of CreateTags and DeleteTags, and those of the specifications of a creation. */
function tagsIn({ Tags, TagSpecifications }: { Tags?: Tag[]; TagSpecifications?: { Tags?: Tag[] }[] }): Tag[] {
  return [...Tags ?? [], ...(TagSpecifications ?? []).flatMap((specification) => specification.Tags ?? [])];
}

const tag = (rule: string, broken: (one: Tag) => boolean, message: string, source = TAGGING): Rule => ({
  operations: ['CreateTags', 'DeleteTags', 'ImportImage'],
  rule, broken: (input) => tagsIn(input).some(broken), code: 'InvalidParameterValue', message, source,
});

export const TAG_RULES: readonly Rule[] = [
  tag('a tag has a key', ({ Key }) => !Key, 'Tag keys must be at least 1 character long.'),
  tag('a tag key has at most 128 characters', ({ Key }) => Key!.length > 128, 'Tag keys must be at most 128 characters long.'),
  tag('a tag value has at most 256 characters', ({ Value }) => (Value ?? '').length > 256, 'Tag values must be at most 256 characters long.'),
  tag('the prefix aws: is reserved', ({ Key }) => /^aws:/i.test(Key!), 'Tag keys starting with aws: are reserved for internal use.'),
  {
    operations: ['CreateTags', 'ImportImage'],
    rule: 'a tag key comes once',
    broken: (input) => new Set(tagsIn(input).map(({ Key }) => Key)).size !== tagsIn(input).length,
    code: 'InvalidParameterValue', message: 'A tag key is specified twice.', source: TAGGING,
  },
  {
    operations: ['ImportImage'],
    rule: 'a task is born with at most 50 tags',
    broken: (input) => tagsIn(input).length > 50,
    code: 'TagLimitExceeded', message: 'The maximum number of Tags for a resource has been reached.', source: TAGGING,
  },
  {
    operations: ['CreateTags', 'DeleteTags'],
    rule: 'at most 1000 resources at once',
    broken: ({ Resources }) => Resources.length > 1000,
    code: 'InvalidParameterValue', message: 'No more than 1000 resources can be tagged at once.', source: CREATE_TAGS,
  },
];
