// Which room may import which: read by scripts/folders.mjs, which adds what a rule here cannot say (circles of folders, how many files a room has).
const order = [
  'telemetry',
  'text',
  'regions',
  'feeds',
  'summaries',
  'bots',
  'web',
  'store',
  'process',
  'newsroom',
  'app',
  'cli',
]

const belowOnly = order.map((folder, index) => ({
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
  ['^node_modules/snowball-stemmers', '^src/text/words/'],
  ['^node_modules/yaml', '^src/(text|regions|summaries|bots)/'],
  ['^node_modules/(vega|vega-lite|@resvg|dejavu-fonts-ttf)', '^src/summaries/chart/'],
  ['^node_modules/(hono|@hono)', '^src/web/'],
  ['^node_modules/commander', '^src/cli'],
  ['^node_modules/node-cron', '^src/app/'],
  ['^node_modules/(pino|prom-client)', '^src/process/'],
].map(([to, from]) => ({
  name: `vendor-${to.replace(/[^a-z]+/g, '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: to },
}))

module.exports = {
  forbidden: [
    ...belowOnly,
    ...vendors,
    {
      name: 'store-takes-types-only',
      comment:
        'The store carries out the ports of the rooms to its left and knows none of their rules; how an error is put is no rule',
      severity: 'error',
      from: { path: '^src/store/' },
      to: {
        path: '^src/(text|regions|feeds|summaries|bots|web)/',
        pathNot: '^src/text/reason-of\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
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
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
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
