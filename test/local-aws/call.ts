/** One call as the local AWS saw it, refused ones and unknown ones too. */
export interface Call {
  /** By the clock of this world, in milliseconds since 1970. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly accessKeyId: string;
  /** What temporary credentials bring beside the key. */
  readonly sessionToken?: string;
  input: any;
  /** Why it was refused; undefined if it was not. */
  errorCode?: string;
}
