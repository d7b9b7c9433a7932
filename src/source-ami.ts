import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { TAG_PREFIX } from './contract/envelope';
import { isMadeIn } from './made-here';

/**
 * The right that WorkSpaces and AppStream ask of whoever imports an AMI.
 *
 * An AMI of the same stack is known by the stack's tag, and not by its id: all images of a kind share the functions and their rights,
 * so all of them would wait for each AMI that one of them is made of.
 */
export function letLaunch(stack: Stack, imageId: string, disk: IConstruct | undefined): iam.PolicyStatement {
  const isOurs = isMadeIn(stack, disk);
  return new iam.PolicyStatement({
    actions: ['ec2:ModifyImageAttribute'],
    // An AMI has no account in its ARN.
    resources: [stack.formatArn({ service: 'ec2', account: '', resource: 'image', resourceName: isOurs ? '*' : imageId })],
    conditions: isOurs ? { StringEquals: { [`aws:ResourceTag/${TAG_PREFIX}stack`]: Aws.STACK_ID } } : undefined,
  });
}
