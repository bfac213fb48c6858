import { describe, expect, it } from "vitest";
import { parseMyCnf } from "./my-cnf.ts";

const parse = (text: string) => parseMyCnf(text, "my.cnf");

describe("option files of MariaDB", () => {
  it("reads the groups of clients, the last value of an option", () => {
    const text = `# a comment
; another
[mysqld]
user = mysql
[client]
host=db.example
port = 3311
user = research
password = "a b#c;d\\"
[client-mariadb]
user = analyst   # who asks
`;
    expect(parse(text)).toEqual({ host: "db.example", port: 3311, user: "analyst", password: "a b#c;d\\" });
  });

  it.each([
    ["password='it is'", "it is"],
    ["password=a#b", "a#b"],
    ["password=tab\\there", "tab\there"],
    ["password=back\\\\slash", "back\\slash"],
    ["password=", ""],
    ["password", ""],
  ])("%s", (line, password) => {
    expect(parse(`[client]\n${line}\n`).password).toBe(password);
  });

  it.each([
    ["user = x\n", "my.cnf:1: this option must be inside a [group]."],
    ["[client]\n!include other.cnf\n", "my.cnf:2: “!include” is not supported"],
    ["[client]\nport = many\n", "my.cnf: port “many” is not a number."],
    ["[client]\n= x\n", "my.cnf:2: expected “name = value”."],
  ])("%j is an error", (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
