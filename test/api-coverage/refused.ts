import { seenBy, Test } from './evidence';

/*
 * What the library does not send, each with the reason, and with the test of the message that refuses it; where no property asks for
 * it, with the test that it is not sent.
 */

export interface Refusal {
  readonly reason: string;
  readonly test: Test;
  /** By operation, as `ec2:ImportImage`, the names of members and values. */
  readonly items: { readonly [operation: string]: readonly string[] };
}

const NEVER_SENT = seenBy('api-coverage.test.ts', 'nothing that is refused was sent');
const UNKNOWN_TO_SDK = (member: string) => seenBy('api-coverage.test.ts', 'the SDK for JavaScript leaves out %s.%s', member);
const under = (member: string, ...names: string[]) => [member, ...names.map((name) => `${member}${name}`)];

/** What EC2 can tag when it makes it, but for the import task. */
const OTHER_RESOURCE_TYPES = `
  capacity-reservation client-vpn-endpoint customer-gateway carrier-gateway coip-pool declarative-policies-report dedicated-host dhcp-options
  egress-only-internet-gateway elastic-ip elastic-gpu export-image-task export-instance-task fca-policy fleet fpga-image host-reservation image
  image-usage-report import-snapshot-task instance instance-event-window internet-gateway ipam ipam-pool ipam-scope ipv4pool-ec2 ipv6pool-ec2 key-pair
  launch-template local-gateway local-gateway-route-table local-gateway-virtual-interface local-gateway-virtual-interface-group
  local-gateway-route-table-vpc-association local-gateway-route-table-virtual-interface-group-association natgateway network-acl network-interface
  network-insights-analysis network-insights-path network-insights-access-scope network-insights-access-scope-analysis outpost-lag placement-group
  prefix-list replace-root-volume-task reserved-instances route-table security-group security-group-rule service-link-virtual-interface snapshot
  spot-fleet-request spot-instances-request subnet subnet-cidr-reservation traffic-mirror-filter traffic-mirror-session traffic-mirror-target
  transit-gateway transit-gateway-attachment transit-gateway-connect-peer transit-gateway-multicast-domain transit-gateway-policy-table
  transit-gateway-metering-policy transit-gateway-route-table transit-gateway-route-table-announcement volume vpc vpc-endpoint vpc-endpoint-connection
  vpc-endpoint-service vpc-endpoint-service-permission vpc-peering-connection vpn-connection vpn-gateway vpc-flow-log capacity-reservation-fleet
  traffic-mirror-filter-rule vpc-endpoint-connection-device-type verified-access-instance verified-access-group verified-access-endpoint
  verified-access-policy verified-access-trust-provider vpn-connection-device-type vpc-block-public-access-exclusion vpc-encryption-control
  route-server route-server-endpoint route-server-peer ipam-resource-discovery ipam-resource-discovery-association instance-connect-endpoint
  verified-access-endpoint-target ipam-external-resource-verification-token capacity-block mac-modification-task ipam-prefix-list-resolver ipam-policy
  ipam-prefix-list-resolver-target ipam-internet-registry-association secondary-interface secondary-network secondary-subnet
  capacity-manager-data-export vpn-concentrator ipam-pool-allocation capacity-reservation-cancellation-quote application-status-check
  capacity-reservation-modification-quote metric-category
`.split(/\s+/).filter(Boolean);

export const REFUSALS: readonly Refusal[] = [
  {
    reason: 'VM Import does not support it, and says so only when the request is there',
    test: seenBy('api-coverage.test.ts', 'a boot mode that VM Import does not take is refused at synthesis'),
    items: { 'ec2:ImportImage': ['BootMode=uefi-preferred'] },
  },
  {
    reason: 'an import makes one thing that it can tag, its task; the AMI and its snapshots are tagged when they are there',
    test: seenBy('local-aws/ec2/rules.test.ts', '%s: %s refuses %j', 'only the task can be tagged'),
    items: { 'ec2:ImportImage': OTHER_RESOURCE_TYPES.map((type) => `TagSpecifications[].ResourceType=${type}`) },
  },
  {
    reason: 'a right that is missing is told by the call itself, and nothing is lost by it',
    test: NEVER_SENT,
    items: { 'ec2:CancelImportTask': ['DryRun'], 'ec2:DeregisterImage': ['DryRun'] },
  },
  {
    reason: 'a builder is known by its tags, under whatever name: one listing of all serves every question, and does not fail when one is gone',
    test: NEVER_SENT,
    items: { 'appstream:DescribeImageBuilders': ['Names'] },
  },
  {
    reason: 'the pages of the service are taken as they come; smaller ones would only be more calls',
    test: NEVER_SENT,
    items: { 'appstream:DescribeImageBuilders': ['MaxResults'], 'appstream:DescribeImages': ['MaxResults'] },
  },
  {
    reason: 'an imported image is one of the account; a base image that is public or shared is asked for by its name or ARN',
    test: NEVER_SENT,
    items: { 'appstream:DescribeImages': ['Type=PUBLIC', 'Type=SHARED'] },
  },
  {
    reason: 'no released SDK for JavaScript sends it: offered as soon as one does',
    test: UNKNOWN_TO_SDK('ImageValidationMode'),
    items: { 'workspaces:ImportCustomWorkspaceImage': under('ImageValidationMode', '=CUSTOMER_MANAGED', '=SERVICE_MANAGED') },
  },
  {
    reason: 'no released SDK for JavaScript sends it: offered as soon as one does',
    test: UNKNOWN_TO_SDK('AgentAccessConfig'),
    items: {
      'appstream:CreateImageBuilder': under(
        'AgentAccessConfig', '.Settings', '.Settings[].AgentAction', '.Settings[].AgentAction=COMPUTER_VISION', '.Settings[].AgentAction=COMPUTER_INPUT',
        '.Settings[].AgentAction=FORWARD_MCP_TOOLS', '.Settings[].Permission', '.Settings[].Permission=ENABLED', '.Settings[].Permission=DISABLED',
        '.S3BucketArn', '.ScreenshotsUploadEnabled', '.ScreenResolution', '.ScreenResolution=W_1280xH_720', '.ScreenImageFormat', '.ScreenImageFormat=PNG',
        '.ScreenImageFormat=JPEG', '.UserControlMode', '.UserControlMode=VIEW_ONLY', '.UserControlMode=VIEW_STOP', '.UserControlMode=DISABLED',
      ),
    },
  },
];
