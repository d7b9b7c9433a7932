import { synthesize } from './stacks';
import { ASKED, BARE } from '../support/samples';

/* The templates of `AppStreamImage`: bare, and with its options and a builder of it. */
synthesize({
  ApplicationImage: BARE.AppStreamImage,
  ApplicationImageWithOptions: ASKED['AppStreamImage with its options'],
});
