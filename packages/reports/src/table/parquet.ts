import { rmSync, renameSync } from "node:fs";
import { openDuckDb } from "@addendum/warehouse";

/** Writes `NAME.parquet` beside `NAME.tsv`, with the types that its values have. Rejects with `EngineError`. */
export async function writeParquet(file: string): Promise<void> {
  const target = file.replace(/\.tsv$/, ".parquet");
  const temporary = `${target}.tmp`;
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const engine = await openDuckDb();
  try {
    await engine.execute(
      `COPY (SELECT * FROM read_csv(${text(file)}, delim = '\t', header = true, quote = '"', escape = '"', nullstr = ['', 'NULL'], sample_size = -1, allow_quoted_nulls = false)) TO ${text(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
    await engine.close();
  }
}
