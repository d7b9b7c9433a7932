import { appstream } from './services/appstream';
import { ec2 } from './services/ec2';
import type { ChaosService } from './services/service';
import { workspaces } from './services/workspaces';
import { APPSTREAM_IMAGE } from '../../src/contract/appstream-image';
import { APPSTREAM_IMAGE_BUILDER } from '../../src/contract/appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE } from '../../src/contract/byol-workspace-image';
import { EC2_VM_IMPORT } from '../../src/contract/ec2-vm-import';
import { appStreamImage } from '../lifecycle/appstream-image';
import { appStreamImageBuilder } from '../lifecycle/appstream-image-builder';
import { byolThroughImageBuilder, byolWorkspaceImage } from '../lifecycle/byol-workspace-image';
import { ec2VmImport } from '../lifecycle/ec2-vm-import';
import type { Subject } from '../lifecycle/subject';

/** A kind of the library, in the words of both suites. */
export interface ChaosKind {
  readonly subject: Subject;
  readonly service: ChaosService;
  /** The CloudFormation type of the first link. */
  readonly type: string;
  /** The attribute that names the real thing, and that name as `Thing.name`. */
  readonly attribute: string;
  readonly nameOf: (attribute: string) => string;
  readonly cancellable: boolean;
}

const same = (attribute: string) => attribute;

export const KINDS = {
  'ec2-vm-import': { subject: ec2VmImport, service: ec2, type: EC2_VM_IMPORT.type, attribute: 'ImageId', nameOf: same, cancellable: true },
  'byol-workspace-image': {
    subject: byolWorkspaceImage, service: workspaces, type: BYOL_WORKSPACE_IMAGE.type, attribute: 'ImageId', nameOf: same, cancellable: false,
  },
  'byol-through-image-builder': {
    subject: byolThroughImageBuilder, service: workspaces, type: BYOL_WORKSPACE_IMAGE.type, attribute: 'ImageId', nameOf: same, cancellable: false,
  },
  'appstream-image': {
    subject: appStreamImage, service: appstream, type: APPSTREAM_IMAGE.type, attribute: 'ImageName', nameOf: (name) => `image/${name}`, cancellable: false,
  },
  'appstream-image-builder': {
    subject: appStreamImageBuilder, service: appstream, type: APPSTREAM_IMAGE_BUILDER.type, attribute: 'ImageBuilderName',
    nameOf: (name) => `builder/${name}`, cancellable: false,
  },
} satisfies { readonly [name: string]: ChaosKind };

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

export const SERVICES: readonly ChaosService[] = [ec2, workspaces, appstream];

/** The kinds whose first link has that type. */
export function kindOfType(type: string): ChaosKind | undefined {
  return Object.values(KINDS).find((kind) => kind.type === type);
}
