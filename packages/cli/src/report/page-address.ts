/** Where a rule's page is found. */
export function pageAddress(id: string): string {
  return `https://github.com/addendum-project/addendum/blob/main/docs/rules/${id}.md`;
}
