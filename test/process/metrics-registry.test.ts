import { expect, test, vi } from 'vitest'
import { forwardMetrics, openMetrics } from '../../src/process/metrics-registry.js'
import { METRICS, type Sample } from '../../src/telemetry/metrics.js'

test('what rooms note stands in the text of the registry, by label', async () => {
  const metrics = openMetrics()
  metrics.count('sends_total', { platform: 'discord', result: 'sent' })
  metrics.count('sends_total', { platform: 'discord', result: 'sent' }, 2)
  metrics.set('platform_up', { platform: 'telegram' }, 1)
  metrics.observe('request_seconds', { command: 'ask' }, 0.04)
  const text = await metrics.text()
  expect(text).toContain('silkwire_sends_total{platform="discord",result="sent"} 3')
  expect(text).toContain('silkwire_platform_up{platform="telegram"} 1')
  expect(text).toContain('silkwire_request_seconds_bucket{le="0.05",command="ask"} 1')
  for (const [name, { help }] of Object.entries(METRICS)) expect(text).toContain(`# HELP silkwire_${name} ${help}`)
})

test('notes of another thread go over in batches and count in the registry', async () => {
  vi.useFakeTimers()
  const sent: (readonly Sample[])[] = []
  const metrics = forwardMetrics((samples) => sent.push(samples), 1_000)
  for (let n = 0; n < 1_001; n++) metrics.count('articles_read_total', {})
  expect(sent.map(({ length }) => length)).toEqual([1_000])
  vi.advanceTimersByTime(1_000)
  expect(sent.map(({ length }) => length)).toEqual([1_000, 1])
  vi.useRealTimers()
  const registry = openMetrics()
  for (const samples of sent) registry.take(samples)
  expect(await registry.text()).toContain('silkwire_articles_read_total 1001')
})
