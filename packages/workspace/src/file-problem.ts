/** The problem with a file, in words, from the error of a system call or of decompression. */
export function fileProblem(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return (code !== undefined && reasons[code]) || code || message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is not a directory",
  EISDIR: "it is a directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "it is a symbolic link that points back to itself",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  Z_BUF_ERROR: "its compressed data ends too early, as after an interrupted copy",
  Z_DATA_ERROR: "its compressed data is damaged",
};
