import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ByolImportMethod, ByolWorkspaceImage, DiskImage, Ec2VmImport } from '../src';

/*
 * The two functions of a kind, as one stack's images set them up: whose turn it is, and over how long their requests spread.
 */

const SOURCES = { OnEvent: 'index.onEvent', IsComplete: 'index.isComplete' };

/** The properties of both functions of a kind, of a stack with so many images. */
function functionsOf(kind: string, images: number, define: (stack: Stack, id: string) => void): { readonly [name in keyof typeof SOURCES]: any } {
  const stack = new Stack(new App(), 'S');
  for (let i = 0; i < images; i++) define(stack, `Image${i}`);
  const all = Object.values<any>(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties);
  const find = (name: string) => all.find(({ Description }) => Description === `Custom::${kind}: ${name}`);
  return { OnEvent: find('OnEvent'), IsComplete: find('IsComplete') };
}

const vmImports = (images: number) => functionsOf('Ec2VmImport', images, (stack, id) => {
  new Ec2VmImport(stack, id, { disks: [DiskImage.fromUrl('s3://disks/a.vmdk')] });
});

test.each(Object.entries(SOURCES))('%s runs %s', (name, handler) => {
  expect(vmImports(1)[name as keyof typeof SOURCES]).toMatchObject({ Handler: handler });
});

const byolImages = (images: number) => functionsOf('ByolWorkspaceImage', images, (stack, id) => {
  const ami = Ec2VmImport.fromImageId(stack, `${id}Ami`, 'ami-0123456789abcdef0').toMachineImage();
  new ByolWorkspaceImage(stack, id, { importMethod: ByolImportMethod.standard(ami), timeout: Duration.minutes(50) });
});

test.each([
  ['one VM import', vmImports(1), '0'], ['two', vmImports(2), '2'], ['two WorkSpaces images, for which calls are rare', byolImages(2), '8'],
  ['and more than five minutes hold', byolImages(80), '300'],
])('%s: spread over the seconds', (_, functions, seconds) => {
  for (const { Environment: { Variables } } of Object.values(functions)) expect(Variables.SPREAD_SECONDS).toBe(seconds);
});

test('each image has a turn of its own, known by the last letters of its first link', () => {
  const { OnEvent, IsComplete } = vmImports(3);
  const turns = OnEvent.Environment.Variables.SPREAD_TURNS.split(',');
  expect(new Set(turns).size).toBe(3);
  for (const turn of turns) expect(turn).toMatch(/^[0-9A-F]{8}$/);
  expect(IsComplete.Environment.Variables).not.toHaveProperty('SPREAD_TURNS');
});
