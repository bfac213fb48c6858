/** Whether only what CI runs each time is to run: npm in full, the other package managers with a commit. */
export const isQuick = process.env["PACKAGES"] === "quick";
export const unlessQuick = isQuick ? " (skipped: PACKAGES=quick)" : "";
