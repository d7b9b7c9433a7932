import { COMMON_CURES, Cure } from './cures';

/*
 * What AppStream can have against a builder or an image, by its error codes, and by the errors of its calls.
 */

type Words = Pick<Cure, 'cause' | 'cure'>;

const SERVICE_ROLE: Words = {
  cause: 'AppStream acts in the account through the role AmazonAppStreamServiceAccess, and that lacks a right to network interfaces, subnets or security groups.',
  cure: 'Attach the managed policy AmazonAppStreamServiceAccess to that role again, and look for a service control policy that denies the action.',
};
const ORGANIZATIONAL_UNIT: Words = {
  cause: 'The directory does not take the organizational unit.',
  cure: 'Write organizationalUnitDistinguishedName as OU=..,DC=..,DC=.., beginning with OU=; the container Computers is no organizational unit.',
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
    cure: 'Delete unused interfaces, or ask for a higher quota of network interfaces per Region in Service Quotas (Amazon VPC).',
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
    cause: 'AppStream had an error of its own; in a domain also where the computer object was deleted or disabled (the user name or password is incorrect).',
    cure: 'Enable or reset the computer object in the directory, if there is one, and deploy again; if it stays, ask AWS Support.',
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
  DOMAIN_JOIN_ERROR_FILE_NOT_FOUND: ORGANIZATIONAL_UNIT,
  DOMAIN_JOIN_ERROR_INVALID_PARAMETER: ORGANIZATIONAL_UNIT,
  DOMAIN_JOIN_ERROR_MORE_DATA: ORGANIZATIONAL_UNIT,
  DOMAIN_JOIN_ERROR_ACCESS_DENIED: {
    cause: 'The service account of the AppStream directory configuration may not create the computer object, or not use one that is there.',
    cure: 'Let it create, delete and reset computer objects in the organizational unit.',
  },
  DOMAIN_JOIN_ERROR_LOGON_FAILURE: {
    cause: 'Name or password of the service account in the AppStream directory configuration is wrong.',
    cure: 'Correct it in the directory configuration, then deploy again.',
  },
  DOMAIN_JOIN_NERR_PASSWORD_EXPIRED: {
    cause: 'The password of the service account of the AppStream directory configuration has expired.',
    cure: 'Set a new one in the directory and in the directory configuration.',
  },
  DOMAIN_JOIN_ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED: {
    cause: 'The service account has no right of its own to make computer objects, and the number that everybody may make is used up (ms-DS-MachineAccountQuota).',
    cure: 'Let it create computer objects in the organizational unit, or raise that quota in the directory.',
  },
  DOMAIN_JOIN_ERROR_NO_SUCH_DOMAIN: {
    cause: 'The builder did not reach its directory through the subnet and the security groups that it was given.',
    cure: 'Let the subnet reach domain controllers and DNS of the directory, name the directory in full, and check its DHCP options and the security groups.',
  },
  DOMAIN_JOIN_ERROR_NOT_SUPPORTED: {
    cause: 'The directory does not let a computer be joined from outside, for a reason that AppStream does not know.',
    cure: 'Ask AWS Support.',
  },
  DOMAIN_JOIN_NERR_INVALID_WORKGROUP_NAME: {
    cause: 'The name of the directory is none that Windows takes.',
    cure: 'Write directoryName in full, like corp.example.com.',
  },
  DOMAIN_JOIN_NERR_WORKSTATION_NOT_STARTED: {
    cause: 'The Workstation service does not run on the instance.',
    cure: 'Enable it in the base image.',
  },
  DOMAIN_JOIN_INTERNAL_SERVICE_ERROR: {
    cause: 'The computer object is there already, and the service account may not use it, or it was moved to another organizational unit.',
    cure: 'Give the account the rights to it, or delete the object; where another account made it, add this one to the policy that allows the re-use of ' +
      'computer accounts (KB5020276). Check that the directory configuration exists under this directoryName.',
  },
};

/** What AppStream has against a call, whichever it is. */
export const CALL_CURES: readonly Cure[] = [
  {
    says: ['InvalidRoleException: …'],
    cause: 'AppStream cannot take on the role.',
    cure: 'The role must be in this account, trust appstream.amazonaws.com, and be no service role.',
  },
  {
    says: ['InvalidAccountStatusException: …'],
    cause: 'The account is suspended.',
    cure: 'Ask AWS Support.',
  },
  {
    says: ['AccessDeniedException: …', '… is not authorized to perform …'],
    cause: 'The function may not make this call: a service control policy or a permissions boundary denies it.',
    cure: 'Allow the action that the message names.',
  },
];

/** By the error codes, and what any service can answer. */
export const CODE_CURES: readonly Cure[] = [
  ...Object.entries(ERROR_CODES).map(([code, words]) => ({ says: [code], ...words })),
  ...COMMON_CURES,
];
