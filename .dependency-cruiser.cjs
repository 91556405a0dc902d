// The folder rule: a folder imports only folders to its left.
//   text → regions → feeds → summaries → bots → store → main.ts, cli.ts and what they are made of
const order = ['text', 'regions', 'feeds', 'summaries', 'bots', 'store']

const leftOnly = order.map((folder, index) => ({
  name: `${folder}-imports-left-only`,
  comment: `src/${folder} may import only ${order.slice(0, index + 1).join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${order.slice(0, index + 1).join('|')})/` },
}))

// Each vendor library is imported in one place.
const vendors = [
  ['^node_modules/(discord\\.js|discord-api-types|@discordjs)', '^src/bots/discord/'],
  ['^node_modules/(telegraf|@telegraf)', '^src/bots/telegram/'],
  ['^node_modules/(kysely|better-sqlite3)', '^src/store/'],
  ['^node_modules/(rss-parser|feedsmith|undici|ipaddr\\.js|linkedom|@mozilla/readability)', '^src/feeds/'],
  ['^node_modules/snowball-stemmers', '^src/text/'],
  ['^node_modules/yaml', '^src/(text|regions|summaries|bots)/'],
  ['^node_modules/(vega|vega-lite|@resvg|dejavu-fonts-ttf)', '^src/summaries/chart/'],
  ['^node_modules/commander', '^src/cli'],
  ['^node_modules/pino', '^src/(main|newsroom|newsroom-thread|logs)\\.ts|^src/cli'],
].map(([to, from]) => ({
  name: `vendor-${to.replace(/[^a-z]+/g, '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: to },
}))

module.exports = {
  forbidden: [
    ...leftOnly,
    ...vendors,
    {
      name: 'checker-stands-alone',
      comment: 'What checks a model shares no code with what composes answers',
      severity: 'error',
      from: { path: '^src/summaries/checker/' },
      to: { path: '^src/', pathNot: '^src/summaries/checker/' },
    },
    {
      name: 'checker-is-not-composed-with',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/summaries/(checker|rendering)/' },
      to: { path: '^src/summaries/checker/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-barrel', severity: 'error', from: { path: '^src/' }, to: { path: '^src/.*/index\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
