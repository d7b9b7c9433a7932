import { Cure } from './cures';

/*
 * What AppStream can have against a builder or an image, by its error codes, and by the errors of its calls.
 */

type Words = Pick<Cure, 'cause' | 'cure'>;

const SERVICE_ROLE: Words = {
  cause: 'AppStream acts in the account through the role AmazonAppStreamServiceAccess, and that lacks a right to network interfaces, subnets or security groups.',
  cure: 'Attach the managed policy AmazonAppStreamServiceAccess to that role again, and look for a service control policy that denies the action.',
};
const NETWORK: Words = {
  cause: 'The builder did not reach its directory through the subnet and the security groups that it was given.',
  cure: 'Let the subnet reach domain controllers and DNS of the directory, name the directory in full, and check its DHCP options and the security groups.',
};
const DIRECTORY_ACCOUNT: Words = {
  cause: 'The directory refuses the service account of the AppStream directory configuration.',
  cure: 'Check name and password of that account, and that it may create computer objects in the organizational unit.',
};

/** Each code of the service has its row; a test holds the table to the service's model. */
export const ERROR_CODES: { readonly [code: string]: Words } = {
  IAM_SERVICE_ROLE_MISSING_ENI_DESCRIBE_ACTION: SERVICE_ROLE,
  IAM_SERVICE_ROLE_MISSING_ENI_CREATE_ACTION: SERVICE_ROLE,
  IAM_SERVICE_ROLE_MISSING_ENI_DELETE_ACTION: SERVICE_ROLE,
  IAM_SERVICE_ROLE_MISSING_DESCRIBE_SUBNET_ACTION: SERVICE_ROLE,
  IAM_SERVICE_ROLE_MISSING_DESCRIBE_SECURITY_GROUPS_ACTION: SERVICE_ROLE,
  IAM_SERVICE_ROLE_IS_MISSING: {
    cause: 'The account has no role AmazonAppStreamServiceAccess, as one that has never used AppStream.',
    cure: 'Open the AppStream console once in this account and let it make its service roles, then deploy again.',
  },
  MACHINE_ROLE_IS_MISSING: {
    cause: 'The role that the builder was given does not exist any more.',
    cure: 'Check role: it must be in this account and trust appstream.amazonaws.com.',
  },
  STS_DISABLED_IN_REGION: {
    cause: 'AppStream could not take on a role, since STS is switched off for this Region.',
    cure: 'Activate STS for the Region in the account settings of IAM.',
  },
  NETWORK_INTERFACE_LIMIT_EXCEEDED: {
    cause: 'The account holds as many network interfaces as it may in this Region.',
    cure: 'Delete unused interfaces, or ask for a higher quota of network interfaces per Region in Service Quotas.',
  },
  SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES: {
    cause: 'The subnet has no free address.',
    cure: 'Choose a larger subnet, or free addresses in this one.',
  },
  SUBNET_NOT_FOUND: {
    cause: 'The subnet does not exist in this account and Region.',
    cure: 'Check subnet and vpc.',
  },
  INVALID_SUBNET_CONFIGURATION: {
    cause: 'The subnet cannot be used: it is of another VPC than the security groups, or in an Availability Zone without this instance type.',
    cure: 'Choose a subnet of the same VPC, if need be in another Availability Zone.',
  },
  SECURITY_GROUPS_NOT_FOUND: {
    cause: 'A security group does not exist, or is of another VPC than the subnet.',
    cure: 'Check securityGroups.',
  },
  IGW_NOT_ATTACHED: {
    cause: 'Default internet access needs an internet gateway, and the VPC has none.',
    cure: 'Set enableDefaultInternetAccess to false and let a NAT gateway lead out, or attach an internet gateway to the VPC.',
  },
  IMAGE_NOT_FOUND: {
    cause: 'The image does not exist any more, or is shared with this account no longer.',
    cure: 'Choose another image.',
  },
  INTERNAL_SERVICE_ERROR: {
    cause: 'AppStream had an error of its own.',
    cure: 'Deploy again; if it stays, ask AWS Support.',
  },
  FLEET_STOPPED: {
    cause: 'A fleet was stopped.',
    cure: 'This code concerns fleets; if it shows here, ask AWS Support.',
  },
  FLEET_INSTANCE_PROVISIONING_FAILURE: {
    cause: 'AppStream could not bring up an instance: capacity, network or image did not let it.',
    cure: 'Deploy again, or choose another instance type or Availability Zone.',
  },
  VALIDATION_ERROR: {
    cause: 'The request or the image does not meet a requirement of AppStream.',
    cure: 'Correct what the message names, then deploy again.',
  },
  DOMAIN_JOIN_ERROR_FILE_NOT_FOUND: {
    cause: 'The directory has no such organizational unit.',
    cure: 'Check organizationalUnitDistinguishedName.',
  },
  DOMAIN_JOIN_ERROR_ACCESS_DENIED: DIRECTORY_ACCOUNT,
  DOMAIN_JOIN_ERROR_LOGON_FAILURE: DIRECTORY_ACCOUNT,
  DOMAIN_JOIN_NERR_PASSWORD_EXPIRED: {
    cause: 'The password of the service account of the AppStream directory configuration has expired.',
    cure: 'Set a new one in the directory and in the directory configuration.',
  },
  DOMAIN_JOIN_ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED: {
    cause: 'The service account has made as many computer objects as it may (ms-DS-MachineAccountQuota).',
    cure: 'Raise that quota in the directory, or delete old computer objects.',
  },
  DOMAIN_JOIN_ERROR_INVALID_PARAMETER: {
    cause: 'The directory does not take the organizational unit.',
    cure: 'Write organizationalUnitDistinguishedName as OU=..,DC=..,DC=..; names of an LDAP path do not fit.',
  },
  DOMAIN_JOIN_ERROR_MORE_DATA: NETWORK,
  DOMAIN_JOIN_ERROR_NO_SUCH_DOMAIN: NETWORK,
  DOMAIN_JOIN_ERROR_NOT_SUPPORTED: NETWORK,
  DOMAIN_JOIN_NERR_INVALID_WORKGROUP_NAME: {
    cause: 'The name of the directory is none that Windows takes.',
    cure: 'Write directoryName in full, like corp.example.com.',
  },
  DOMAIN_JOIN_NERR_WORKSTATION_NOT_STARTED: {
    cause: 'The Workstation service does not run on the instance.',
    cure: 'Enable it in the base image.',
  },
  DOMAIN_JOIN_INTERNAL_SERVICE_ERROR: {
    cause: 'The instance could not join the directory, for a reason that AppStream does not name.',
    cure: 'Check that the directory configuration exists under this directoryName, and deploy again.',
  },
};

/** By the words of an error code, and by the errors that calls of both kinds give. */
export const APPSTREAM_CURES: readonly Cure[] = [
  ...Object.entries(ERROR_CODES).map(([code, words]) => ({ when: new RegExp(`\\b${code}\\b`), ...words })),
  {
    when: /InvalidRoleException/,
    cause: 'AppStream cannot take on the role.',
    cure: 'The role must be in this account, trust appstream.amazonaws.com, and be no service role.',
  },
  {
    when: /InvalidAccountStatusException/,
    cause: 'The account is suspended.',
    cure: 'Ask AWS Support.',
  },
  {
    when: /not authorized|AccessDenied/i,
    cause: 'The function may not make this call: a service control policy or a permissions boundary denies it.',
    cure: 'Allow the action that the message names.',
  },
];
