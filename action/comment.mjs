// The comment on a pull request: one for each schema repository, which later runs update.

/** GitHub refuses longer ones. Source: GitHub's REST API, “Issue comments”. */
const lengthLimit = 65_000;
const pageSize = 100;
const pageLimit = 30;

/**
 * Writes the comment, or updates the one that an earlier run wrote.
 * @param {{ api: string, repository: string, number: number, token: string }} place
 * @param {string} key which of several comments it is
 * @param {string} body markdown
 * @param {boolean} isNews whether there is anything to say where no comment is yet
 * @returns {Promise<"created" | "updated" | "unchanged" | "none">} Rejects with an Error where GitHub refuses.
 */
export async function writeComment({ api, repository, number, token }, key, body, isNews) {
  const marker = `<!-- addendum check: ${encodeURIComponent(key)} -->`;
  const text = `${marker}\n${shorten(body)}`;
  const comments = `/repos/${repository}/issues/${number}/comments`;
  const ask = (method, path, content) => request(`${api}${path}`, token, method, content);
  const author = await ownLogin(ask);
  for (let page = 1; page <= pageLimit; page++) {
    const found = await ask("GET", `${comments}?per_page=${pageSize}&page=${page}`);
    const old = found.find(({ body: there, user }) => there?.startsWith(marker) && isOwn(user, author));
    if (old !== undefined) {
      if (old.body === text) return "unchanged";
      await ask("PATCH", `/repos/${repository}/issues/comments/${old.id}`, { body: text });
      return "updated";
    }
    if (found.length < pageSize) break;
  }
  if (!isNews) return "none";
  await ask("POST", comments, { body: text });
  return "created";
}

/** Who the token speaks for; undefined for that of a workflow, which may not ask. */
async function ownLogin(ask) {
  try {
    return (await ask("GET", "/user")).login;
  } catch {
    return undefined;
  }
}

/** A person may write the marker, too: their comment is theirs. */
function isOwn(user, author) {
  return author === undefined ? user?.type === "Bot" : user?.login === author;
}

function shorten(body) {
  if (body.length <= lengthLimit) return body;
  const lines = body
    .slice(0, lengthLimit - 200)
    .split("\n")
    .slice(0, -1);
  // What was cut off may have closed a fence and a fold.
  return `${lines.join("\n")}\n\`\`\`\`\`\`\n\n</details>\n\nThe rest is in the summary of the run.\n`;
}

async function request(address, token, method, content) {
  const answer = await fetch(address, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
    },
    ...(content !== undefined && { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok)
    throw new Error(`GitHub answered ${answer.status} to ${method} ${new URL(address).pathname}`);
  return answer.json();
}
