import { appStreamImage } from '../../lambda/appstream-image';
import { appStreamImageBuilder } from '../../lambda/appstream-image-builder';
import { byolWorkspaceImage } from '../../lambda/byol-workspace-image';
import { ec2VmImport } from '../../lambda/ec2-vm-import';
import { Kind } from '../../lambda/kind';

/*
 * What the engine knows of each kind before it looks.
 */

const none = {} as never;

test.each<[Kind<any, any>, string, string, boolean, string | undefined]>([
  [ec2VmImport(none), 'vm-import', 'VM import', true, undefined],
  [byolWorkspaceImage(none), 'byol', 'BYOL import', false, 'ImageName'],
  [appStreamImageBuilder(none), 'builder', 'AppStream image builder', false, 'ImageBuilderName'],
  [appStreamImage(none), 'image', 'AppStream image import', false, 'ImageName'],
])('%#', (kind, stem, noun, cancellable, word) => {
  expect(kind).toMatchObject({ stem, noun, cancellable });
  const names = word === undefined ? undefined : [kind.fixedName!({ [word]: 'x' }), kind.fixedName!({})];
  expect(names).toEqual(word && [`${word[0].toLowerCase()}${word.slice(1)} 'x'`, undefined]);
  expect(kind.explain(Object.assign(new Error('no'), { name: 'Novel' }))).toBe('Novel: no');
});
