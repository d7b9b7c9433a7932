import { APPSTREAM_IMAGE } from './appstream-image';
import { APPSTREAM_IMAGE_BUILDER } from './appstream-image-builder';
import { BYOL_WORKSPACE_IMAGE } from './byol-workspace-image';
import { EC2_VM_IMPORT } from './ec2-vm-import';
import { HANDLERS } from './handlers';
import { Life } from './life';

/** By kind; the options of the functions are the same for all. */
export const LIVES: { readonly [name: string]: readonly Life[] } = {
  Ec2VmImport: EC2_VM_IMPORT,
  ByolWorkspaceImage: BYOL_WORKSPACE_IMAGE,
  AppStreamImageBuilder: APPSTREAM_IMAGE_BUILDER,
  AppStreamImage: APPSTREAM_IMAGE,
  ImageHandlers: HANDLERS,
};
