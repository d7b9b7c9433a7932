import { synthesize } from './stacks';
import { ASKED, BARE } from '../support/samples';

/* The templates of `ByolWorkspaceImage`: bare, and from each source. */
synthesize({
  WorkspaceImage: BARE.ByolWorkspaceImage,
  WorkspaceImageWithOptions: ASKED['ByolWorkspaceImage with its options'],
});
