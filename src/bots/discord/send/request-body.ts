import { MessageFlags } from 'discord.js'
import type { RawFile } from 'discord.js'
import type { AttachedFile } from '../render/cards.js'
import type { Payload } from '../../contract/payload.js'

/** A payload as discord.js sends it: the files apart, so that they go as multipart. */
export function requestOf(payload: Payload, change: Payload = {}): { body: Payload; files?: RawFile[] } {
  const { files, ...body } = { ...payload, ...change } as Payload & { readonly files?: readonly AttachedFile[] }
  if (files === undefined || files.length === 0) return { body }
  return {
    body,
    files: files.map(({ name, mediaType, base64 }) => ({
      name,
      contentType: mediaType,
      data: Buffer.from(base64, 'base64'),
    })),
  }
}

/** The same payload, seen by one reader only. */
export function ephemeral(payload: Payload): Payload {
  return { ...payload, flags: Number(payload['flags'] ?? 0) | MessageFlags.Ephemeral }
}
