import { EventEmitter } from 'node:events'
import { SimpleShardingStrategy } from 'discord.js'

type GatewayManager = ConstructorParameters<typeof SimpleShardingStrategy>[0]

/**
 * discord.js's way to the gateway, made to end. By itself a client that is destroyed while it connects reconnects for
 * ever, twice a second, and its socket's error ends the process.
 */
export function endingStrategy(manager: GatewayManager, stopping: AbortSignal): SimpleShardingStrategy {
  const strategy = new SimpleShardingStrategy(manager)
  const destroy = strategy.destroy.bind(strategy)
  strategy.destroy = async (options) => {
    endHandshakes(strategy)
    await destroy(options)
  }
  // Asked before each connection; without an answer there is none.
  const retrieve = manager.options.retrieveSessionInfo.bind(manager.options)
  manager.options.retrieveSessionInfo = async (shardId) =>
    stopping.aborted ? new Promise<never>(() => undefined) : retrieve(shardId)
  return strategy
}

const CONNECTING = 0

// The sockets are private to discord.js, which takes its error listener off one that is still connecting.
function endHandshakes(strategy: SimpleShardingStrategy): void {
  const shards: unknown = Reflect.get(strategy, 'shards')
  if (!(shards instanceof Map)) return
  for (const shard of shards.values() as Iterable<object>) {
    const socket: unknown = Reflect.get(shard, 'connection')
    if (!isSocket(socket) || socket.readyState !== CONNECTING) continue
    socket.on('error', () => undefined)
    socket.terminate()
  }
}

function isSocket(value: unknown): value is EventEmitter & { readonly readyState: number; terminate(): void } {
  return value instanceof EventEmitter && 'readyState' in value && 'terminate' in value
}
