// What a run of the action compares with, as the event that started it says.

/**
 * @typedef {object} Comparison
 * @property {string[]} options for `addendum check`
 * @property {string | undefined} branch the base branch to fetch
 * @property {{ number: number, isFork: boolean } | undefined} pullRequest the one to comment on
 */

const commit = /^[0-9a-f]{40,64}$/;

/**
 * Throws an Error that says why a run must not go on.
 * @param {string} name of the event
 * @param {any} event its payload
 * @param {Readonly<Record<string, string | undefined>>} env of the run
 * @returns {Comparison}
 */
export function comparisonOf(name, event, env) {
  switch (name) {
    case "pull_request": {
      const branch = env.GITHUB_BASE_REF ?? event.pull_request.base.ref;
      const head = event.pull_request.head.repo?.full_name;
      const pullRequest = { number: event.pull_request.number, isFork: head !== env.GITHUB_REPOSITORY };
      return { options: ["--against", `origin/${branch}`], branch, pullRequest };
    }
    case "pull_request_target":
      throw new Error(
        "pull_request_target runs with the rights of the base repository, and the change could run code of its own with them. Use the event pull_request.",
      );
    case "merge_group":
      return { ...nothing, options: withCommit("--against", event.merge_group.base_sha) };
    case "push":
      // A tag compares with the base branch, as does a new branch, whose earlier commit is zeros.
      return {
        ...nothing,
        options: env.GITHUB_REF_TYPE === "branch" ? withCommit("--before", event.before) : [],
      };
    case "schedule":
      return { ...nothing, options: ["--scheduled"] };
    default:
      return nothing;
  }
}

/** @type {Comparison} */
const nothing = { options: [], branch: undefined, pullRequest: undefined };

/** @returns {string[]} */
function withCommit(option, id) {
  return typeof id === "string" && commit.test(id) ? [option, id] : [];
}
