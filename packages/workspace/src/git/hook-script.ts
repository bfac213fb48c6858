/**
 * The script that every hook runs: `sh addendum HOOK [DIRECTORY]`, at the top of a work tree. It finds the command
 * however that was installed (npm, pnpm, yarn with or without Plug'n'Play, globally), also from a work tree that was
 * never installed in, and says in one line what is missing. POSIX shell, since that is all that git promises.
 *
 * Git's own answers are the slow part, so git is only asked where the files at hand do not tell.
 */
export const hookScript = `#!/bin/sh
# Runs a git hook of Addendum: addendum HOOK [DIRECTORY], where DIRECTORY holds the schema repository. With “check” as
# HOOK, it checks the whole repository.
# \`addendum init --hooks\` writes this file; changes to it are lost.
hook=$1
repo=\${2:-.}

# Most commits leave nothing to finish.
if [ "$hook" = post-commit ] && [ ! -e "$(git rev-parse --git-dir)/addendum/pending-index" ]; then
  exit 0
fi

# A branch from before the schema repository has nothing to check.
has_configuration() {
  [ -e "$repo/addendum.yaml" ] || [ -e "$repo/.jsonschema-tools.yaml" ] ||
    [ -n "$(git ls-files -- "$repo/addendum.yaml" "$repo/.jsonschema-tools.yaml")" ] ||
    [ -n "$(git ls-tree HEAD -- "$repo/addendum.yaml" "$repo/.jsonschema-tools.yaml" 2>/dev/null)" ]
}

fail() {
  printf 'addendum: %s\\n' "$1" >&2
  exit 1
}

# Looks for the command in the schema repository below $1, and in the directories around it.
find_below() {
  at=$repo
  while :; do
    command="$1/$at/node_modules/.bin/addendum"
    if [ -x "$command" ]; then return 0; fi
    case $at in
      .) return 1 ;;
      */*) at=\${at%/*} ;;
      *) at=. ;;
    esac
  done
}

# In this work tree, else in the main one or another of this repository, else on the PATH.
find_command() {
  if find_below "$PWD"; then return 0; fi
  trees=$(git worktree list --porcelain | sed -n 's/^worktree //p')
  while IFS= read -r tree; do
    if find_below "$tree"; then return 0; fi
  done <<END
$trees
END
  command=$(command -v addendum)
}

how_to_install() {
  if [ -e pnpm-lock.yaml ] || [ -e "$repo/pnpm-lock.yaml" ]; then
    echo 'pnpm install'
  elif [ -e yarn.lock ] || [ -e "$repo/yarn.lock" ]; then
    echo 'yarn install'
  elif [ -e package.json ] || [ -e "$repo/package.json" ]; then
    echo 'npm install'
  else
    echo 'npm install --global addendum'
  fi
}

has_configuration || exit 0
case $hook in
  check) set -- check ;;
  *) set -- hook "$hook" ;;
esac

# Graphical clients start git without what a shell's profile adds to the PATH.
if ! command -v node >/dev/null 2>&1; then
  directory=$(git config --get addendum.node) && [ -d "$directory" ] && PATH="$PATH:$(cd "$directory" && pwd)"
  command -v node >/dev/null 2>&1 ||
    fail 'the PATH of this git has no node. Commit from a terminal, or run \`addendum init --hooks\` there once: it records where node is.'
fi

if [ -e .pnp.cjs ] && command -v yarn >/dev/null 2>&1; then
  exec yarn addendum "$@" --repo "$repo"
fi
find_command ||
  fail "Addendum is not installed in this work tree or in the main one. Run \\\`$(how_to_install)\\\`, or commit with --no-verify and let CI check."
exec "$command" "$@" --repo "$repo"
`;
