export * from './disk-image';
export * from './ec2-vm-import';
export * from './vm-import-options';
