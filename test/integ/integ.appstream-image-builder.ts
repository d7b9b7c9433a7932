import { synthesize } from './stacks';
import { ASKED, BARE } from '../support/samples';

/* The templates of `AppStreamImageBuilder`: bare, and with its options. */
synthesize({
  ImageBuilder: BARE.AppStreamImageBuilder,
  ImageBuilderWithOptions: ASKED['AppStreamImageBuilder with its options'],
});
