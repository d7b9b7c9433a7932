import type { Template } from './template';

/** What the functions of a template look up in the stack around them. */
export interface Scope {
  readonly template: Template;
  readonly parameters: Record<string, unknown>;
  /** The pseudo parameters, without `AWS::`. */
  readonly pseudo: Record<string, unknown>;
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  exported(name: string): unknown;
}

const NO_VALUE = Symbol('AWS::NoValue');

/** Puts values in the place of a template's functions. */
export class Resolver {
  private readonly functions: Record<string, (argument: any) => unknown> = {
    'Ref': (name: string) => this.ref(name),
    'Fn::GetAtt': (argument) => this.attribute([argument].flat().join('.')),
    'Fn::Join': ([separator, parts]) => this.resolve(parts).join(separator),
    'Fn::Sub': (argument) => this.substitute([argument].flat()),
    'Fn::Select': ([index, list]) => this.resolve(list)[Number(this.resolve(index))],
    'Fn::Split': ([separator, text]) => String(this.resolve(text)).split(separator),
    'Fn::Base64': (text) => Buffer.from(this.resolve(text)).toString('base64'),
    'Fn::GetAZs': (region) => ['a', 'b', 'c'].map((zone) => `${this.resolve(region) || this.scope.pseudo.Region}${zone}`),
    'Fn::FindInMap': ([map, first, second]) => this.scope.template.Mappings![map][this.resolve(first)][this.resolve(second)],
    'Fn::ImportValue': (name) => this.scope.exported(this.resolve(name)),
    'Fn::If': ([condition, yes, no]) => this.resolve(this.holds(condition) ? yes : no),
    'Fn::Equals': ([a, b]) => this.resolve(a) === this.resolve(b),
    'Fn::And': (all: unknown[]) => all.every((one) => this.resolve(one)),
    'Fn::Or': (all: unknown[]) => all.some((one) => this.resolve(one)),
    'Fn::Not': ([one]) => !this.resolve(one),
    'Condition': (name: string) => this.holds(name),
  };

  constructor(private readonly scope: Scope) {}

  public resolve(value: unknown): any {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item)).filter((item) => item !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1 && this.isFunction(entries[0])) return this.functions[entries[0][0]](entries[0][1]);
    return Object.fromEntries(entries.map(([key, inner]) => [key, this.resolve(inner)]).filter(([, inner]) => inner !== NO_VALUE));
  }

  /** Whether a condition of the template holds; one that is not named holds. */
  public holds(condition: string | undefined): boolean {
    return condition === undefined || this.resolve(this.scope.template.Conditions![condition]);
  }

  /** In a policy document `Condition` is a plain property with an object in it, not the name of a condition. */
  private isFunction([key, argument]: [string, unknown]): boolean {
    if (key.startsWith('Fn::') && !(key in this.functions)) throw new Error(`the simulator does not know ${key}`);
    return key === 'Condition' ? typeof argument === 'string' : key in this.functions;
  }

  private ref(name: string): unknown {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (name.startsWith('AWS::')) return this.scope.pseudo[name.slice('AWS::'.length)];
    return name in this.scope.parameters ? this.scope.parameters[name] : this.scope.ref(name);
  }

  private attribute(path: string): unknown {
    const dot = path.indexOf('.');
    return this.scope.attribute(path.slice(0, dot), path.slice(dot + 1));
  }

  private substitute([text, own = {}]: any[]): string {
    const value = (name: string) => name in own ? this.resolve(own[name]) : name.includes('.') ? this.attribute(name) : this.ref(name);
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_: string, literal: string, name: string) => literal ? `\${${name}}` : String(value(name)));
  }
}
