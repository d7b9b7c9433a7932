/** Lines that stay and, below them, one that tells the state of things. */
export class Screen {
  private shown = '';

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  public line(text = ''): void {
    this.clear();
    this.out.write(`${text}\n`);
  }

  /** On a terminal it is refreshed in its place, the time with it; in a log it is a line each time that `state` is another. */
  public status(time: string, text: string, state: string): void {
    if (this.out.isTTY) {
      this.clear();
      this.out.write(`${time}${text}`.slice(0, (this.out.columns || 80) - 1));
    } else if (state !== this.shown) {
      this.out.write(`${time}${text}\n`);
    }
    this.shown = state;
  }

  private clear(): void {
    if (this.out.isTTY && this.shown) this.out.write('\r\x1b[K');
  }
}
