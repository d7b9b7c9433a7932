import { synthesize } from './stacks';
import { ASKED, BARE } from '../support/samples';

/* The templates of `Ec2VmImport`: bare, with its options, and with a role of the user's. */
synthesize({
  VmImport: BARE.Ec2VmImport,
  VmImportWithOptions: ASKED['Ec2VmImport with its options'],
  VmImportWithRole: ASKED['Ec2VmImport of a file, with a role of the user\'s'],
});
