import { ec2VmImport } from './ec2-vm-import';
import { lifeCycleOf } from './scenarios';

lifeCycleOf(ec2VmImport);
