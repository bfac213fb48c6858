/**
 * A workflow for GitHub Actions that checks a schema repository.
 * @param prefix the schema repository's directory below the work tree's top: "" or "some/path/"
 */
export function workflowText(prefix: string): string {
  const directory = prefix.replace(/\/$/, "");
  return `# The gate of record: merges, cherry-picks and reverts run no pre-commit hook.
name: schemas
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # what is published is read from the base branch's history
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - env:
          # What the branch was at: a break that was merged without its checks shows when it arrives.
          BEFORE: \${{ github.event_name == 'push' && github.ref_type == 'branch' && github.event.before || '' }}
        run: npx addendum check --before "$BEFORE"${directory === "" ? "" : ` --repo ${directory}`}
`;
}
