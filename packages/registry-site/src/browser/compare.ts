import type { DataObject } from "@addendum/json-schema";
import { html } from "../html/html.ts";
import { titleAddress, versionsAddress } from "../model/addresses.ts";
import { comparePair } from "../model/pair.ts";
import type { VersionsFile } from "../model/versions-file.ts";
import { pairView } from "../pages/pair-view.ts";
import { readJson, root } from "./root.ts";

/** Compares the two versions that the address names, with the same code as the pages that are made beforehand. */
export async function showComparison(place: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search);
  const [title, old, newer] = [asked.get("title") ?? "", asked.get("old") ?? "", asked.get("new") ?? ""];
  try {
    const { versions, settings } = await readJson<VersionsFile>(versionsAddress(title));
    const read = async (version: string) => {
      const file = versions.find((one) => one.version === version)?.file;
      if (file === undefined) throw new Error(`there is no version ${version} of ${title}`);
      return { version, schema: await readJson<DataObject>(file) };
    };
    const [from, to] = await Promise.all([read(old), read(newer)]);
    const pair = comparePair(title, from, to, settings);
    const swapped = new URLSearchParams({ title, old: newer, new: old });
    place.innerHTML =
      html`<h2 class="pair-title"> <a class="mono" href="${root}${titleAddress(title)}">${title}</a> ${old} → ${newer}
</h2>
<p><a href="?${swapped.toString()}">The other way round</a></p> ${pairView(pair)}`.text;
    place.dataset["state"] = "done";
  } catch (error) {
    place.innerHTML = html`<p class="notice notice-bad"> These versions cannot be compared:
${(error as Error).message}.
</p>`.text;
    place.dataset["state"] = "failed";
  }
}
