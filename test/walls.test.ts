import { resolve } from 'node:path';
import { LegacyESLint } from 'eslint/use-at-your-own-risk';

/*
 * The walls between the rooms of the house, each broken on purpose: a lint rule that nobody has seen fail may not work.
 */

const root = resolve(__dirname, '..');
// Without the rules that need types: these files are broken on purpose, and the walls need none.
const untyped = Object.fromEntries(['no-floating-promises', 'return-await'].map((rule) => [`@typescript-eslint/${rule}`, 'off' as const]));
const eslint = new LegacyESLint({ cwd: root, overrideConfig: { parserOptions: { project: null }, rules: untyped } });

async function broken(file: string, imported: string) {
  const [{ messages }] = await eslint.lintText(`import { x } from '${imported}';\nx();\n`, { filePath: resolve(root, file) });
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').map(({ message }) => message.split('. ').pop());
}

test.each([
  ['src/ec2-vm-import.ts', '@aws-sdk/client-ec2', 'src runs at synthesis and knows no SDK'],
  ['src/ec2-vm-import.ts', '../lambda/lifecycle', 'src cannot see lambda/; what both need is in src/contract/'],
  ['src/ec2-vm-import.ts', './index', 'the face is for users; inside the house import the file'],
  ['src/contract/ec2-vm-import.ts', '../guard', 'the contract is the ground floor and imports nothing'],
  ['src/contract/envelope.ts', 'aws-cdk-lib', 'the contract is the ground floor and imports nothing'],
  ['src/provider.ts', './ec2-vm-import', 'a kind knows what serves all kinds, never the other way'],
  ['src/managed-resource.ts', './disk-image', 'a kind knows what serves all kinds, never the other way'],
  ['src/guard.ts', '@smithy/types', 'src runs at synthesis and knows no SDK'],
  ['lambda/ec2-vm-import.ts', 'aws-cdk-lib', 'lambda/ runs in the cloud and knows no CDK'],
  ['lambda/ec2-vm-import.ts', 'aws-cdk-lib/aws-ec2', 'lambda/ runs in the cloud and knows no CDK'],
  ['lambda/ec2-vm-import.ts', '../src/guard', 'of src/ only the contract crosses over'],
  ['lambda/lifecycle.ts', '@aws-sdk/client-ec2', 'the engine knows no service'],
  ['lambda/lifecycle.ts', './ec2-vm-import-maps', 'a kind knows what serves all kinds, never the other way'],
  ['lambda/fence.ts', 'constructs', 'lambda/ runs in the cloud and knows no CDK'],
])('%s must not import %s', async (file, imported, message) => {
  expect(await broken(file, imported)).toEqual([message]);
});

test.each([
  ['src/ec2-vm-import.ts', './contract/envelope'], ['src/contract/ec2-vm-import.ts', './envelope'], ['src/managed-resource.ts', './provider'], ['lambda/lifecycle.ts', '../src/contract/envelope'],
  ['lambda/ec2-vm-import.ts', '@aws-sdk/client-ec2'], ['lambda/ec2-vm-import.ts', './lifecycle'],
])('%s may import %s', async (file, imported) => {
  expect(await broken(file, imported)).toEqual([]);
});
