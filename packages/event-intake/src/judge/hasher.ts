import { createHmac } from "node:crypto";

/**
 * A keyed hash whose key changes with time: within one period the same value stays the same, and neither the value
 * nor another period's hash can be told from it. 128 bits in base64url: 22 characters.
 */
export class Hasher {
  private period = Number.NaN;
  private key: Buffer = Buffer.alloc(0);
  private readonly secret: Buffer;
  private readonly rotateMs: number;

  constructor(secret: Buffer, rotateMs: number) {
    this.secret = secret;
    this.rotateMs = rotateMs;
  }

  /** @param now milliseconds since the epoch */
  hash(value: string, now: number): string {
    const period = Math.floor(now / this.rotateMs);
    if (period !== this.period) {
      this.period = period;
      this.key = createHmac("sha256", this.secret).update(`period ${period}`).digest();
    }
    return createHmac("sha256", this.key).update(value).digest("base64url").slice(0, 22);
  }
}
