import https from 'node:https'

/**
 * Opens a line of its own for each call, within `connectMs`: one that was idle for hours may be dead, and what is sent
 * into it is uncertain. A line that does not open ends as ETIMEDOUT, so that the call surely never left.
 */
export function createAgent(connectMs: number): https.Agent {
  const agent = new https.Agent({ keepAlive: false })
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (...given) => {
    const socket = connect(...given)
    const timer = setTimeout(() => {
      socket?.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
    }, connectMs)
    const clear = (): void => clearTimeout(timer)
    socket?.once('secureConnect', clear).once('close', clear)
    return socket
  }
  return agent
}
