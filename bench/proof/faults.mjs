// What goes wrong with calls that post: 10 % are done and never answered, 5 % answer 502, 2 % are cut before anything is done.

export function postingFaults(random) {
  const counts = { posts: 0, hung: 0, broken: 0, reset: 0 }
  const draw = () => {
    counts.posts += 1
    const drawn = random()
    if (drawn < 0.1) return count('hung', 'hang-after')
    if (drawn < 0.15) return count('broken', { status: 502, description: 'Bad Gateway' })
    if (drawn < 0.17) return count('reset', 'reset')
    return undefined
  }
  const count = (name, ending) => {
    counts[name] += 1
    return ending
  }
  return {
    counts,
    telegram: ({ method }) => (method === 'sendMessage' ? draw() : undefined),
    discord: ({ method, path }) => (method === 'POST' && /^\/channels\/\d+\/messages$/.test(path) ? draw() : undefined),
  }
}
