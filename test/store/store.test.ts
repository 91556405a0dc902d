import { describe } from 'vitest'
import { chatCases } from './chat-cases.js'
import { openInMemory } from './open-in-memory.js'
import { storeCases } from './store-cases.js'

describe('on SQLite', () => {
  storeCases(openInMemory)
  chatCases(openInMemory)
})
