import { CfnDeletionPolicy, CfnResource, CustomResource, Duration, Lazy, RemovalPolicy, Stack, TagManager } from 'aws-cdk-lib';
import { Construct, IDependable } from 'constructs';
import { Envelope, LINK_MINUTES, LinkRole, MAX_REQUEST_BYTES, MAX_USER_TAGS, TAG_PREFIX, WAIT_TYPE } from './contract/envelope';
import { refuse, requireMinutes } from './guard';
import { ImageProvider, KindRights } from './provider';

export interface ManagedResourceProps<P> {
  readonly kind: KindRights;
  readonly properties: P;
  /** How long the work may take, 1 minute to 72 hours. */
  readonly timeout: Duration;
  readonly removalPolicy?: RemovalPolicy;
  readonly tags: TagManager;
  /** How long the work usually takes, where it cannot be cancelled: a Delete during it needs that much time. */
  readonly expected?: Duration;
}

const MAX_TIMEOUT = Duration.hours(72);

/** Raised when a release adds an output, so that the stacks of an older release ask for it once. */
const CONTRACT = '1';

/**
 * A CustomResource and the links that go on waiting for it.
 *
 * CloudFormation gives one custom resource an hour. So the first link only mints the id, and each further one waits for a share
 * of the timeout and hands over; each holds the id of the one before, so order, replacement and rollback follow from the data.
 */
export class ManagedResource<P extends object, O extends object> extends Construct {
  /** The first link: what CloudFormation knows as the image, and where an escape hatch begins. */
  public readonly first: CfnResource;
  public readonly provider: ImageProvider;
  private readonly last: CustomResource;

  constructor(scope: Construct, id: string, private readonly props: ManagedResourceProps<P>) {
    super(scope, id);
    const timeout = requireMinutes(scope, 'timeout', props.timeout, MAX_TIMEOUT);
    this.provider = ImageProvider.for(this, props.kind);

    const first = this.link('Resource', 'First', 0, timeout);
    this.first = first.node.defaultChild as CfnResource;
    this.first.node.addDependency(this.provider);

    let last = first;
    const holds = props.expected ? Math.ceil(props.expected.toMinutes() / LINK_MINUTES) : 0;
    for (let hold = 1; hold <= holds; hold++) last = this.link(`Hold${hold}`, 'Hold', LINK_MINUTES, timeout, last);
    const shares = sharesOf(timeout);
    shares.slice(0, -1).forEach((minutes, index) => {
      last = this.link(`Wait${index + 1}`, 'Wait', minutes, timeout, last);
    });
    // One id whatever the timeout: other stacks import its attributes.
    last = this.link('Last', 'Last', shares[shares.length - 1], timeout, last);
    this.last = last;

    if (props.removalPolicy) this.applyRemovalPolicy(props.removalPolicy);
    this.node.addValidation({ validate: () => [...this.tagFaults(), ...this.sizeFaults()] });
  }

  /** An attribute of the finished image; only the last link has it. */
  public attribute(name: keyof O & string): string {
    return this.last.getAttString(name);
  }

  /** Starts only when this is there. */
  public startAfter(...dependencies: IDependable[]): void {
    this.first.node.addDependency(...dependencies);
  }

  /** On the first link alone, since only that removes. RETAIN spares no failed import: there would be nothing to keep. */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    if (policy === RemovalPolicy.SNAPSHOT) {
      refuse(this.node.scope!, 'removalPolicy must be DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, got SNAPSHOT; an image has no snapshot policy');
    }
    this.first.applyRemovalPolicy(policy === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : policy);
  }

  private link(name: string, role: LinkRole, minutes: number, timeout: number, before?: CustomResource): CustomResource {
    const envelope: Envelope = {
      Link: role,
      Scope: Lazy.string({ produce: () => this.first.logicalId }),
      Id: before?.ref,
      Minutes: `${minutes}`,
      Timeout: `${timeout}`,
      Contract: CONTRACT,
      // Read when the template is made: an aspect may have set the policy after us.
      Retain: Lazy.string({ produce: () => `${isRetained(this.first)}` }) as Envelope['Retain'],
      Tags: this.props.tags.renderedTags as unknown as Envelope['Tags'],
    };
    return new CustomResource(this, name, {
      serviceToken: this.provider.serviceToken,
      resourceType: role === 'First' ? this.props.kind.type : WAIT_TYPE,
      properties: { ...this.props.properties, ...envelope },
    });
  }

  private tagFaults(): string[] {
    const keys = Object.keys(this.props.tags.tagValues());
    return [
      ...keys.length > MAX_USER_TAGS ? [`tags must be at most ${MAX_USER_TAGS}, got ${keys.length}; five of the service's 50 are ours`] : [],
      ...keys.filter((key) => /^aws:/i.test(key)).map((key) => `tag keys must not begin with 'aws:', got '${key}'; AWS keeps them for itself, choose another key`),
      ...keys.filter((key) => key.startsWith(TAG_PREFIX)).map((key) => `tag keys must not begin with '${TAG_PREFIX}', got '${key}'; choose another key`),
    ];
  }

  private sizeFaults(): string[] {
    const { properties, tags } = this.props;
    const bytes = Buffer.byteLength(JSON.stringify(Stack.of(this).resolve([properties, tags.renderedTags])));
    return bytes > MAX_REQUEST_BYTES
      ? [`properties and tags must have ${MAX_REQUEST_BYTES} bytes together, got ${bytes}; CloudFormation carries no more. Shorten descriptions, URLs or tags`]
      : [];
  }
}

function sharesOf(timeout: number): number[] {
  const shares = Array<number>(Math.floor(timeout / LINK_MINUTES)).fill(LINK_MINUTES);
  const rest = timeout % LINK_MINUTES;
  return rest ? [...shares, rest] : shares;
}

function isRetained({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}
