import { CfnDeletionPolicy, CfnResource, Duration, Lazy, RemovalPolicy, Stack, TagManager, Token } from 'aws-cdk-lib';
import { Construct, IDependable } from 'constructs';
import { Envelope, KindWords, LINK_MINUTES, LinkRole, MAX_REQUEST_BYTES, MAX_USER_TAGS, TAG_PREFIX, WAIT_TYPE } from './contract/envelope';
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
 * A custom resource and the links that go on waiting for it.
 *
 * CloudFormation gives one custom resource an hour. So the first link only mints the id, and each further one waits for a share
 * of the timeout and hands over; each holds the id of the one before, so order, replacement and rollback follow from the data.
 */
export class ManagedResource<P extends object, O extends object> extends Construct {
  /** The first link: what CloudFormation knows as the image, and where an escape hatch begins. */
  public readonly first: CfnResource;
  public readonly provider: ImageProvider;
  private readonly last: CfnResource;
  /** Where each link belongs. It is the same in all of them, so it is resolved once. */
  private place?: { readonly ServiceToken: unknown; readonly Scope: string };

  constructor(scope: Construct, id: string, private readonly props: ManagedResourceProps<P>) {
    super(scope, id);
    const timeout = requireMinutes(scope, 'timeout', props.timeout, MAX_TIMEOUT);
    this.provider = ImageProvider.for(this, props.kind);

    this.first = this.link('Resource', 'First', 0, timeout);
    let last = this.first;
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
    // Of the image, so that a fault is told of what the user has written.
    scope.node.addValidation({ validate: () => [...this.tagFaults(), ...this.sizeFaults()] });
  }

  /** An attribute of the finished image; only the last link has it. */
  public attribute(name: keyof O & string): string {
    return this.last.getAtt(name).toString();
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

  /** No more than one resource: what all images of a kind share is ready before, since the ServiceToken leads to all of it. */
  private link(name: string, role: LinkRole, minutes: number, timeout: number, before?: CfnResource): CfnResource {
    // Made with the template: an aspect may have set the policy after us.
    const request = (): object => {
      const { ServiceToken, Scope } = this.place ??= Stack.of(this).resolve({ ServiceToken: this.provider.serviceToken, Scope: this.first.logicalId });
      const envelope: Envelope = {
        Link: role,
        Scope,
        Id: before?.ref,
        Minutes: `${minutes}`,
        Timeout: `${timeout}`,
        Contract: CONTRACT,
        Retain: `${isRetained(this.first)}`,
        Tags: this.props.tags.renderedTags as unknown as Envelope['Tags'],
      };
      return { ServiceToken, ...this.props.properties, ...envelope };
    };
    // The CDK looks for references to other stacks in the first link; the others say the same once more.
    const properties = Lazy.uncachedAny({ produce: ({ preparing }) => before && preparing ? {} : request() });
    const link = new CfnResource(this, name, {
      type: role === 'First' ? this.props.kind.type : WAIT_TYPE,
      properties: properties as unknown as { [key: string]: unknown },
    });
    link.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return link;
  }

  private tagFaults(): string[] {
    const tags = this.props.tags.tagValues();
    const keys = Object.keys(tags);
    return [
      ...keys.length > MAX_USER_TAGS ? [`tags must be at most ${MAX_USER_TAGS}, got ${keys.length}; five of the service's 50 are ours`] : [],
      ...keys.filter((key) => /^aws:/i.test(key)).map((key) => `tag keys must not begin with 'aws:', got '${key}'; AWS keeps them for itself, choose another key`),
      ...keys.filter((key) => key.startsWith(TAG_PREFIX)).map((key) => `tag keys must not begin with '${TAG_PREFIX}', got '${key}'; choose another key`),
      ...Object.entries(tags).flatMap(([key, value]) => faultsOfTag(key, value, this.props.kind.tags)),
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

/** What only the deployment knows passes. */
function faultsOfTag(key: string, value: string, most: KindWords['tags']): string[] {
  const known = [key, value].filter((text) => !Token.isUnresolved(text));
  return [
    ...known.includes(key) && (key.length < 1 || key.length > most.key) ? [`tag keys must have 1 to ${most.key} characters, got ${key.length}`] : [],
    ...known.includes(value) && value.length > most.value ? [`tag values must have at most ${most.value} characters, got ${value.length} for '${key}'`] : [],
    ...most.letters ? known.filter((text) => !most.letters!.test(text)).map((text) => `tags may have letters, digits, spaces and _.:/=+-@, got '${text}'`) : [],
  ];
}

/** The last link brings in line what is ready. It has a whole share for that, and what is left over goes to the one before. */
function sharesOf(timeout: number): number[] {
  const [last = 0, ...whole] = Array<number>(Math.floor(timeout / LINK_MINUTES)).fill(LINK_MINUTES);
  return [...whole, timeout % LINK_MINUTES, last].filter((minutes) => minutes > 0);
}

function isRetained({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}
