/** One line of JSON. What reaches it is chosen word by word: a ResponseURL lets its reader answer in our name. */
export function log(line: { readonly [key: string]: unknown }): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
