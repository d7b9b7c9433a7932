import type { Model, Reference } from '../model';

/** The content of an element, by the model: members in the model's order, what is undefined left out. */
export function toXml(model: Model, reference: Reference, value: any): string {
  const shape = model.shapes[reference.shape];
  switch (shape.type) {
    case 'structure':
      return Object.entries(shape.members ?? {})
        .filter(([name]) => value[name] !== undefined && value[name] !== null)
        .map(([name, member]) => memberXml(model, name, member, value[name]))
        .join('');
    case 'list':
      return value.map((one: unknown) => element(shape.member!.locationName ?? 'member', toXml(model, shape.member!, one))).join('');
    case 'map':
      throw new Error('no operation played so far answers with a map; add it here with the first that does');
    case 'timestamp':
      return value.toISOString();
    case 'blob':
      return Buffer.from(value).toString('base64');
    default:
      return escapeXml(String(value));
  }
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function memberXml(model: Model, name: string, member: Reference, value: any): string {
  const shape = model.shapes[member.shape];
  const wire = member.locationName ?? name;
  if (shape.type !== 'list' || !(shape.flattened || member.flattened)) return element(wire, toXml(model, member, value));
  return value.map((one: unknown) => element(shape.member!.locationName ?? wire, toXml(model, shape.member!, one))).join('');
}
