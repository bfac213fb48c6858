import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "./user-error.ts";

/** Where `streams.yaml` finds what it names and must not contain. See `Secrets` in `streams`. */
export interface SecretsOfMachine {
  text(file: string): string;
  secret(file: string): string;
  variable(name: string): string;
}

/**
 * The files beside a `streams.yaml`, and the environment. Its functions throw {@link UserError}.
 * @param directory the one of `streams.yaml`, absolute
 */
export function secretsBeside(
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SecretsOfMachine {
  const text = (file: string): string => {
    try {
      return readFileSync(resolve(directory, file), "utf8");
    } catch (cause) {
      const { code = "" } = cause as NodeJS.ErrnoException;
      throw new UserError(`${file}, which streams.yaml names, cannot be read: ${code}.`, { cause });
    }
  };
  return {
    text,
    secret(file) {
      const secret = text(file);
      if (isReadableByOthers(resolve(directory, file))) {
        throw new UserError(
          `${file} contains a secret, but others may read it. Make it private: \`chmod 600\`.`,
        );
      }
      return secret;
    },
    variable(name) {
      const value = environment[name];
      if (value === undefined || value === "") {
        throw new UserError(`The environment variable ${name}, which streams.yaml names, is not set.`);
      }
      return value;
    },
  };
}

/** Whether a file's permissions let others than its owner and group use it. Windows has no such permissions. */
export function isReadableByOthers(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o007) !== 0;
}
