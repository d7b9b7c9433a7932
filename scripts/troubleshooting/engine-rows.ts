import type { Cure } from '../../lambda/cures';

/*
 * What the guide explains for all kinds: the sentences of the engine, what a wait was for, and what CloudFormation and the CDK say
 * around them. A test makes the engine say each sentence. What CloudFormation and the CDK say is taken from docs/cloudformation.md, the
 * Provider framework and the CDK's own checks.
 */

/** How the engine ends a request, whatever the kind. */
export const VERDICTS: readonly Cure[] = [
  {
    says: ['… is not done after …: …; raise timeout'],
    cause: 'The work took longer than timeout. What it was waiting for comes behind the first colon.',
    cure: 'Look up what it was waiting for. If that is only slow, raise timeout (72 hours at most) and deploy again.',
  },
  {
    says: ['… cannot be deleted yet: …; delete again later'],
    cause: 'For as long as [a Delete waits](operations.md#how-long-a-delete-waits) the service did not let it be deleted. What it was waiting for comes behind ' +
      'the first colon.',
    cure: "Look up what it was waiting for, and delete again when that has passed ('cdk destroy', or the next deployment that changes the resource).",
  },
  {
    says: ['… cannot be looked up: …'],
    cause: 'For 52 minutes the service did not tell what is there, so nothing was begun.',
    cure: 'Look up the error behind the colon, then deploy again.',
  },
  {
    says: ['this change needs a new one, but … was set by you and cannot be borne by two; change the name too, or leave it out'],
    cause: 'A property was changed that cannot be changed in place. The new one is there before the old one goes, and two cannot have one name. Of this resource ' +
      'nothing was begun; what it is made from, such as a new AMI, may have been made already, and goes with the rollback.',
    cure: 'Change imageName or imageBuilderName together with the property, or leave it out to have names made.',
  },
  {
    says: ['the request cannot be understood: …'],
    cause: 'A property of the custom resource is missing, or has a form that the functions do not know: the template overrides it, or comes from another version. Nothing was begun.',
    cure: 'Remove the override that the message names, or update cdk-euc-images, and deploy again.',
  },
  {
    says: ['the rollback cannot restore it; cure that and continue it, or continue without this resource (…): …'],
    cause: 'What the stack had before was deleted by hand, no record tells what it was, and it cannot be made again: why comes behind the brackets.',
    cure: "Cure that and continue the rollback ('cdk rollback'). Where it cannot be cured, continue without this resource, which then names an image that does " +
      'not exist, and deploy a change of it, such as another disk or revision.',
  },
  {
    says: ['stopped: the stack is …', 'stopped: the stack does not exist any more', 'stopped: a newer request has come …'],
    cause: 'CloudFormation has given this request up: something else failed, or the deployment was cancelled. What was begun and nobody owns is removed.',
    cure: 'Nothing here; the cause is the first *_FAILED event of the operation.',
  },
  {
    says: ['stopped: the stack holds the resource again …'],
    cause: 'While a Delete was waiting the stack has taken the image up again, so it was kept.',
    cure: 'Nothing; delete again if it is to go after all.',
  },
  {
    says: ['… is not authorized to perform: cloudformation:DescribeStacks …', '… is not authorized to perform: cloudformation:DescribeStackResource …'],
    cause: 'Before each change a function asks CloudFormation whether it is still wanted, and a service control policy or a permissions boundary denies that.',
    cure: 'Allow cloudformation:DescribeStacks and cloudformation:DescribeStackResource to the roles of the stack.',
  },
];

/** Errors that the engine waits out (lambda/faults.ts); they come in the middle of a verdict, when waiting is over. */
export const WAITED_OUT: readonly Cure[] = [
  {
    says: [
      'Throttling: …', 'ThrottlingException: …', 'ThrottledException: …', 'TooManyRequestsException: …', 'RequestLimitExceeded: …',
      'RequestLimitExceededException: …', 'RequestThrottled: …',
    ],
    cause: 'The account makes more calls than the service takes; of WorkSpaces the whole account has two a second.',
    cure: 'Find who else calls it so often, or let fewer images be imported at once, and raise timeout.',
  },
  {
    says: [
      'InternalError: …', 'InternalFailure: …', 'InternalServerException: …', 'ServiceException: …', 'ServiceUnavailable: …',
      'ServiceUnavailableException: …', 'Unavailable: …', 'UnknownError: …', 'RequestTimeout: …', 'RequestTimeoutException: …',
    ],
    cause: 'The service was out of order.',
    cure: 'See the AWS Health Dashboard, and deploy again when it has recovered.',
  },
  {
    says: [
      'TimeoutError: …', 'AbortError: …', 'NetworkingError: …', 'connect ECONNREFUSED …', 'connect ETIMEDOUT …', 'connect EHOSTUNREACH …',
      'read ECONNRESET', 'socket hang up', 'write EPIPE', 'getaddrinfo EAI_AGAIN …',
    ],
    cause: 'The function did not reach the service.',
    cure: 'Deploy again; if it stays, see the AWS Health Dashboard.',
  },
  {
    says: ['getaddrinfo ENOTFOUND …'],
    cause: 'There is no such endpoint: AWS does not offer the service in this Region.',
    cure: 'Deploy to a Region in which it does.',
  },
  {
    says: ['ResourceLimitExceeded: …'],
    cause: 'The account runs as many imports at once as it may in the Region: 5 unless AWS has granted more. This is a word of EC2; ResourceLimitExceededException ' +
      'is one of WorkSpaces, and below.',
    cure: 'Raise timeout so that the import can wait for its turn, or ask AWS Support for more at once.',
  },
  {
    says: [
      'ConcurrentModification: …', 'ConcurrentModificationException: …', 'IncorrectState: …', 'IdempotentInProgress: …', 'ResourceNotAvailableException: …',
      'InvalidResourceStateException: …', 'ResourceUnavailableException: …',
    ],
    cause: 'Something else is being done with it, or with what it is made of, and the service lets nothing else begin meanwhile.',
    cure: "Look at its state in the service's console, and wait until that has passed; then repeat.",
  },
];

/** What a request of any kind may have been waiting for, in the middle of a verdict. */
export const WAITS: readonly Cure[] = [
  {
    says: ['no answer came in time'],
    cause: 'A call to the service or to CloudFormation hung until the function had no time left, again and again.',
    cure: 'Look whether the functions reach both, above all from a VPC of yours, and at the AWS Health Dashboard; then deploy or delete again.',
  },
  {
    says: ['CloudFormation does not answer: …'],
    cause: 'A function could not ask CloudFormation whether it is still wanted, and changes nothing until it can. The error follows.',
    cure: 'Look up that error, then deploy again.',
  },
  ...WAITED_OUT,
  {
    says: ['it is being brought in line'],
    cause: 'At each look its tags, its description or its sharing differ again from what is asked for: somebody changes them back.',
    cure: 'Find who else manages them, such as a tag policy or an automation.',
  },
  {
    says: ['started'],
    cause: 'The work could begin only when timeout was nearly over, since something kept it from beginning (a quota, an image that was not ready).',
    cure: 'Raise timeout.',
  },
  {
    says: ['its removal is under way'],
    cause: 'At each look the service showed something more to remove, and 52 minutes were not enough.',
    cure: 'Delete again.',
  },
];

/** What CloudFormation, the Provider framework and the CDK CLI say. */
export const CLOUDFORMATION: readonly Cure[] = [
  {
    says: ['Resource creation cancelled', 'Resource update cancelled'],
    cause: 'Another resource of the stack failed first.',
    cure: 'Read the first *_FAILED event of the operation.',
  },
  {
    says: [
      'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId …',
      'Custom Resource failed to stabilize in expected time', 'Operation timed out',
    ],
    cause: 'A function of the stack could not run, or its answer did not arrive; ours all answer within the hour that CloudFormation waits.',
    cure: 'See whether a policy denies lambda:InvokeFunction or states:StartExecution to the roles of the stack, whether somebody has deleted a function, a ' +
      'role or the state machine, and in a VPC whether [S3 and the rest can be reached](operations.md#in-your-network). In [the log](operations.md#logs) look for ' +
      'the logical id of the event: it has no request ids. Then deploy or delete again: what was begun is found and goes on, or is removed. Where the functions ' +
      'themselves are gone, [remove it by hand](operations.md#something-has-our-tags-and-no-stack).',
  },
  {
    says: ['TooManyRequestsException: Rate Exceeded.', 'Rate Exceeded.'],
    cause: 'Lambda had no room for one more run: the account uses up its concurrent executions in the Region.',
    cure: 'Ask for a higher quota of concurrent executions in Service Quotas, or take back what other functions have reserved; then deploy again.',
  },
  {
    says: ['Task timed out after … seconds'],
    cause: 'A run of a function was held up for longer than a minute, against which it guards itself.',
    cure: 'Deploy again; if it comes again, report it with the log of the functions.',
  },
  {
    says: ['ROLLBACK_COMPLETE'],
    cause: 'The first deployment failed, and all of it was taken back.',
    cure: "Cure what the first CREATE_FAILED event names, then run 'cdk deploy', which deletes what is left of the stack (nothing but its events) and begins anew.",
  },
  {
    says: ['UPDATE_ROLLBACK_COMPLETE'],
    cause: 'The update failed, and was taken back. All is as before, the old images too.',
    cure: "Cure what the first *_FAILED event of the operation names, then run 'cdk deploy'.",
  },
  {
    says: ['CREATE_FAILED', 'UPDATE_FAILED'],
    cause: 'As the state of a stack: a deployment with --no-rollback has failed, and what it made is still there. As the state of a resource, see its text.',
    cure: "Cure it, then run 'cdk deploy --no-rollback' again, which goes on from there and makes what failed anew. Without --no-rollback the CLI asks, and takes all back " +
      "first. 'cdk destroy' deletes all.",
  },
  {
    says: ['UPDATE_COMPLETE'],
    cause: 'The update has succeeded. If a resource has a DELETE_FAILED event after UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, its old image is still there.',
    cure: 'Cure what that event names, such as a bundle that uses the image; the next change of the resource deletes it ([more](operations.md#a-new-version)).',
  },
  {
    says: ['DELETE_FAILED', 'ROLLBACK_FAILED'],
    cause: 'Something could not be deleted; the event of the resource that failed says why. What is left stays, and costs.',
    cure: "Cure that, and delete the stack again ('cdk destroy'); it goes on with what is left.",
  },
  {
    says: ['UPDATE_ROLLBACK_FAILED'],
    cause: 'While an update was being taken back a resource could not be put back as it was. One of ours fails of that where its text says ' +
      'so; what else cannot be restored is logged and left as it is. So look for another resource first.',
    cure: "Cure what the first UPDATE_FAILED event of the rollback names, then run 'cdk rollback' or 'aws cloudformation continue-update-rollback'; only at the " +
      'last skip the resource (--orphan, --resources-to-skip).',
  },
  {
    says: ['ExpiredToken: The security token included in the request is expired', 'ExpiredTokenException: …'],
    cause: 'The credentials of the CDK CLI ended before the deployment did. The deployment goes on without them.',
    cure: "Follow it in the CloudFormation console; when it has ended, run 'cdk deploy' again with new credentials for what comes after it.",
  },
  {
    says: ['Number of resources, …, is greater than maximum allowed, 500', "Number of resources in stack '…': … is greater than allowed maximum of 500"],
    cause: 'Each 52 minutes of timeout are one resource of the stack ([how many there are](../README.md#limits)).',
    cure: 'Lower timeout, or put images into stacks of their own.',
  },
];
