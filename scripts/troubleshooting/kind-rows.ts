import type { Cure } from '../../lambda/cures';

/*
 * What the guide explains of each kind beside the table of its handler: its own sentences, and the states in which a thing may stay. A
 * test makes the handlers say each of them, for every state that the models of the services have.
 */

export interface KindRows {
  /** How a request ends. */
  readonly verdicts: readonly Cure[];
  /** What it may have been waiting for, in the middle of a verdict. */
  readonly waits: readonly Cure[];
}

export const VM_IMPORT: KindRows = {
  verdicts: [
    {
      says: ['VM import failed: the service gives no reason'],
      cause: 'The task has ended without an AMI, and EC2 does not say why.',
      cure: 'Deploy again; if it stays, ask AWS Support with the id of the import task.',
    },
    {
      says: ['VM import failed: the AMI is …'],
      cause: 'The task was completed, but its AMI cannot be used.',
      cure: 'Deploy again; if it stays, ask AWS Support with the id of the AMI.',
    },
    {
      says: ['VM import failed: …'],
      cause: 'VM Import has ended the task. What follows are its own words.',
      cure: 'Look them up below.',
    },
  ],
  waits: [
    {
      says: ['the import task is being cancelled'],
      cause: 'An import of an earlier deployment has failed or was cancelled, and EC2 has not cleared it away yet (task state deleting).',
      cure: 'Deploy again some minutes later.',
    },
    {
      says: ['the import task … is completed, but its AMI … is not to be found', 'not all snapshots of the AMI … are to be seen'],
      cause: 'Somebody has deregistered the AMI or deleted a snapshot just after the import, or EC2 is slow to show it.',
      cure: 'Change revision to import again.',
    },
    {
      says: ['the AMI … is pending', 'the AMI … is transient', 'the AMI … is …'],
      cause: 'The AMI is there, and not available yet.',
      cure: 'Wait; if it stays so for hours, ask AWS Support with the id of the AMI.',
    },
    {
      says: ['pending'],
      cause: 'EC2 has taken the task and does not work on it yet. It has no percentage, or a low one that stands still.',
      cure: "Compare it with the other tasks ('aws ec2 describe-import-image-tasks'): of many at once some wait, and then raise timeout. If nothing else runs, a longer " +
        'timeout is no cure: see the AWS Health Dashboard, and ask AWS Support with the id of the task.',
    },
    {
      says: [
        'active', 'validating', 'validated', 'converting', 'updating', 'updated', 'preparing to boot', 'booting', 'booted', 'preparing ami',
      ],
      cause: 'The task runs; a percentage stands before it. Large disks take many hours; one that boots for hours often ends in FirstBootFailure.',
      cure: 'Raise timeout if the percentage grew. If it stands still for hours, see the causes of FirstBootFailure.',
    },
  ],
};

export const BYOL: KindRows = {
  verdicts: [
    {
      says: ['BYOL import failed: the service gives no reason'],
      cause: 'The image is in the state ERROR, and WorkSpaces does not say why.',
      cure: 'Look at Images in the WorkSpaces console, and at the Image Builder log group in CloudWatch if the import went through Image Builder.',
    },
    {
      says: ['BYOL import failed: …'],
      cause: 'The image is in the state ERROR. The codes that follow say why; with several they come first, each with its cure behind.',
      cure: 'Look the codes up below, mend all of it in the machine, export and upload the disk again, and change the key or the revision of the Ec2VmImport: see above. ' +
        'With terminateInstanceOnFailure off in the infrastructure configuration the instance of Image Builder stays for a look, and costs.',
    },
  ],
  waits: [
    {
      says: ['a WorkSpaces image cannot be deleted while it is being imported; … can be when its import has ended …'],
      cause: 'WorkSpaces has no call that cancels an import, and deletes no image while it runs.',
      cure: 'Delete again when the import has ended: 90 minutes or more after it began, 3 hours with Office.',
    },
    {
      says: ['the import has started already'],
      cause: 'The name of the image is taken by an import of this very resource, which WorkSpaces does not list yet.',
      cure: 'Look at Images in the WorkSpaces console; when the image is there, deploy again.',
    },
    {
      says: ['the image is PENDING'],
      cause: 'The import runs: 90 minutes or more, with Office 3 hours or more.',
      cure: 'Raise timeout.',
    },
    {
      says: [
        'PENDING', 'IN_PROGRESS', 'PROCESSING_SOURCE_IMAGE', 'IMAGE_TESTING_START', 'UPDATING_OPERATING_SYSTEM',
        'IMAGE_COMPATIBILITY_CHECKING', 'IMAGE_TESTING_GENERALIZATION', 'CREATING_TEST_INSTANCE', 'INSTALLING_COMPONENTS', 'GENERALIZING',
        'VALIDATING', 'PUBLISHING', 'COMPLETED',
      ],
      cause: 'The import runs through EC2 Image Builder, 90 minutes or more; a percentage may stand before it.',
      cure: 'Raise timeout. If it stands still, check that the subnet of the infrastructure configuration reaches the internet (not by PrivateLink), and that its ' +
        'instance profile reaches Systems Manager and Image Builder; the Image Builder log group in CloudWatch tells more.',
    },
  ],
};

export const IMAGE_BUILDER: KindRows = {
  verdicts: [
    {
      says: ["imageBuilderName '…' is taken by an image builder that this resource did not make; take another name, or leave it out"],
      cause: 'The account has a builder of this name, made by hand or by another stack. It is left alone.',
      cure: 'Take another imageBuilderName, leave it out to have one made, or delete that builder.',
    },
    {
      says: ["base image '…' does not exist in this Region, or it is another account's …"],
      cause: 'AppStream has no such image for this account. Of base images AWS takes old ones away; an image of another account has no name here.',
      cure: "Take a name that 'aws appstream describe-images' lists; for a shared image use AppStreamBaseImage.fromArn().",
    },
    {
      says: ["base image '…' is …, and a builder needs one that is AVAILABLE …"],
      cause: 'The image failed, or AWS has withdrawn it (DEPRECATED).',
      cure: 'Take a newer base image.',
    },
    {
      says: ["base image '…' is not for image builders, but for fleets alone …"],
      cause: 'The image itself, or the account that shares it, allows no image builders.',
      cure: 'Take another image, or let its owner share it with allowImageBuilder.',
    },
    {
      says: ["base image '…' is …, and softwaresToInstall needs Windows …"],
      cause: 'Software that AWS licenses is for Windows alone.',
      cure: 'Take a Windows image, or leave softwaresToInstall out.',
    },
    {
      says: ['AppStream image builder failed: … FAILED_TO_INSTALL …', 'AppStream image builder failed: … FAILED_TO_UNINSTALL …'],
      cause: 'The builder is up, but software of softwaresToInstall or softwaresToUninstall could not be brought in line.',
      cure: 'See below; without that software the builder can be used.',
    },
    {
      says: ['AppStream image builder failed: the service gives no reason'],
      cause: 'The builder is in the state FAILED, and AppStream does not say why.',
      cure: 'Look at its Notifications in the AppStream console.',
    },
    {
      says: ['AppStream image builder failed: …'],
      cause: 'The builder is in the state FAILED. One that has been up before may hold the work of people, so it is never made anew by itself.',
      cure: "Look the code that follows up below. To replace a builder that had been up, save what is on it, delete it ('aws appstream delete-image-builder'), and deploy " +
        'any change of it, such as of a tag. Where nothing may be deleted by hand, change the id of the construct.',
    },
  ],
  waits: [
    {
      says: ["base image '…' is …"],
      cause: 'The image that the builder is to be made of is still being made itself.',
      cure: 'Deploy again when it is AVAILABLE.',
    },
    {
      says: ['software is being deployed: …'],
      cause: 'The builder installs or uninstalls software that AWS licenses.',
      cure: 'Raise timeout; see software associations of the builder in the AppStream console.',
    },
    {
      says: ['the image builder is PENDING'],
      cause: 'The builder is being made or started: 5 to 10 minutes, up to 25 in a domain.',
      cure: 'If it lasts, see whether its computer object comes up in the organizational unit, and check directoryName and the directory configuration.',
    },
    {
      says: ['the image builder is SNAPSHOTTING'],
      cause: 'An image is being made of the builder.',
      cure: 'Wait until the image is there, then repeat.',
    },
    {
      says: ['the image builder is PENDING_IMAGE_IMPORT'],
      cause: 'The image of the builder is being imported.',
      cure: 'Wait until the image is AVAILABLE, then repeat.',
    },
    {
      says: [
        'the image builder is UPDATING_AGENT', 'the image builder is UPDATING', 'the image builder is PENDING_QUALIFICATION',
        'the image builder is PENDING_SYNCING_APPS', 'the image builder is SYNCING_APPS', 'the image builder is STOPPING', 'the image builder is REBOOTING',
        'the image builder is DELETING',
      ],
      cause: 'The builder passes through a state in which AppStream refuses every change.',
      cure: 'Wait until it is RUNNING or STOPPED, then repeat; if it stays so for an hour, ask AWS Support.',
    },
    {
      says: ['the image builder is …'],
      cause: 'The builder is in a state that this version does not know.',
      cure: 'Look at it in the AppStream console, and update this library.',
    },
  ],
};

export const APPSTREAM_IMAGE: KindRows = {
  verdicts: [
    {
      says: ["imageName '…' is taken by an image that this resource did not make; take another name, or leave it out"],
      cause: 'The account has an image of this name, made by hand or by another stack. It is left alone.',
      cure: 'Take another imageName, leave it out to have one made, or delete that image.',
    },
    {
      says: ['AppStream image import failed: the service gives no reason'],
      cause: 'The image is in the state FAILED, and AppStream does not say why.',
      cure: 'Look at its Notifications in the AppStream console.',
    },
    {
      says: ['AppStream image import failed: …'],
      cause: 'The image is in the state FAILED. The codes that follow say why.',
      cure: 'Look them up below.',
    },
  ],
  waits: [
    {
      says: ['the image is PENDING', 'the image is CREATING', 'the image is IMPORTING', 'the image is VALIDATING'],
      cause: 'The import runs: 30 to 60 minutes. AppStream has no call that cancels it, and deletes no image while it runs.',
      cure: 'Raise timeout; to delete, wait until the image is AVAILABLE or FAILED, then repeat.',
    },
    {
      says: ['the image is COPYING', 'the image is DELETING'],
      cause: 'The image is being copied or deleted, by hand or by another tool.',
      cure: 'Wait until that has passed, then repeat.',
    },
    {
      says: ['the image is …'],
      cause: 'The image is in a state that this version does not know.',
      cure: 'Look at it in the AppStream console, and update this library.',
    },
  ],
};
