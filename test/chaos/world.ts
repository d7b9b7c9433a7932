import { CloudFormation } from '../cloudformation/cloudformation';
import type { Variants } from '../cloudformation/variants';
import { LocalAws } from '../local-aws/local-aws';
import { memoryHttp } from '../local-aws/memory-http';
import { VirtualClock } from '../support/clock';

export const MINUTE = 60_000;

/** What our handlers call. */
const CALLED = ['appstream', 'cloudformation', 'ec2', 'workspaces'];

/**
 * An account with a CloudFormation and the services, on one clock. Unlike the world of the life-cycle suite it has no sockets, so that all
 * that happens at once happens in one order and costs little; and it asks no role, which that suite does.
 */
export class World {
  public readonly clock = new VirtualClock();
  public readonly aws = LocalAws.inMemory({ clock: this.clock });
  public readonly cfn: CloudFormation;

  constructor(variants: Partial<Variants>) {
    const { aws, clock } = this;
    this.cfn = new CloudFormation({
      clock,
      variants,
      modules: (time) => ({ 'node:http': memoryHttp(aws, (answer) => time.hang(answer)) }),
      environment: () => Object.fromEntries(CALLED.map((service) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, aws.endpoint(service)])),
    });
    aws.register('cloudformation', this.cfn.service);
  }
}
