import type { Scenario } from './scenario';
import { Trial } from './trial';
import { appStreamImageBuilder } from '../lifecycle/appstream-image-builder';

/*
 * An account has ten AppStream image builders by default.
 */

export const BUILDERS = 10;

export function trial(images: number): Trial {
  return new Trial({ subject: appStreamImageBuilder, images, minutes: 10 });
}

export const imageBuilders: readonly Scenario[] = [
  {
    name: 'builders',
    title: '10 image builders, of which an account may have 10, then an eleventh',
    async play() {
      const ten = trial(BUILDERS);
      const rows = [await ten.deploy('deploy 10'), await ten.deploy('an eleventh', {}, { images: BUILDERS + 1 })];
      return [...rows, await ten.destroy('delete')];
    },
  },
  {
    name: 'builders-at-once',
    title: '11 image builders at once, of which an account may have 10',
    play: async () => [await trial(BUILDERS + 1).deploy('deploy 11')],
  },
  {
    name: 'builders-no-rollback',
    title: '11 image builders at once, of which an account may have 10, --no-rollback',
    play: async () => [await trial(BUILDERS + 1).deploy('deploy 11', {}, { rollback: false })],
  },
];
