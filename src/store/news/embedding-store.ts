import { setImmediate as breath } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Schema } from '../base/schema.js'
import type { Database } from '../base/database.js'
import { keptLength, MOST_EMBEDDED } from '../search/nearest.js'
import type { Embedded, EmbeddingStore, Unembedded } from '../../summaries/terms/vector.js'

const MOST_LETTERS = 2_000

const LOOKED_THROUGH = 2_000

export function embeddingStore({ db }: Pick<Database, 'db'>): EmbeddingStore {
  return {
    async unembedded(model, limit) {
      const highest = await highestArticle(db)
      const found: Unembedded[] = []
      for (let to = highest; to > highest - MOST_EMBEDDED && to > 0 && found.length < limit; to -= LOOKED_THROUGH) {
        const rows = await db
          .selectFrom('articles')
          .leftJoin('embeddings', (join) =>
            join
              .onRef('embeddings.article', '=', 'articles.number')
              .onRef('embeddings.revision', '=', 'articles.revision')
              .on('embeddings.model', '=', model),
          )
          .select(['articles.id', 'articles.revision', 'title', 'text'])
          .where('articles.number', '<=', to)
          .where('articles.number', '>', Math.max(to - LOOKED_THROUGH, highest - MOST_EMBEDDED))
          .whereRef('read_revision', '>=', 'articles.revision')
          .where('embeddings.article', 'is', null)
          .orderBy('articles.number', 'desc')
          .limit(limit - found.length)
          .execute()
        found.push(...rows.map(({ id, revision, title, text }) => ({ articleId: id, revision, text: `${title}\n${text}`.slice(0, MOST_LETTERS) }))) // prettier-ignore
        await breath()
      }
      return found
    },

    async saveEmbeddings(model, embedded) {
      return db.transaction().execute(async (trx) => {
        const length = await keptLength(trx, model)
        const isOther = ({ numbers }: Embedded) =>
          numbers.length > 0 && length !== undefined && numbers.length !== length
        if (embedded.some(isOther)) return false
        await trx.deleteFrom('embeddings').where('article', '<=', (await highestArticle(trx)) - MOST_EMBEDDED).execute() // prettier-ignore
        for (const { articleId, revision, numbers } of embedded) {
          const article = await trx.selectFrom('articles').select('number').where('id', '=', articleId).executeTakeFirst() // prettier-ignore
          if (article === undefined) continue
          await trx.deleteFrom('embeddings').where('article', '=', article.number).execute()
          await trx
            .insertInto('embeddings')
            .values({ article: article.number, revision, model, numbers: Buffer.from(numbers) })
            .execute()
        }
        return true
      })
    },
  }
}

async function highestArticle(db: Kysely<Schema>): Promise<number> {
  const { highest } = await db.selectFrom('articles').select(({ fn }) => fn.max<number | null>('number').as('highest')).executeTakeFirstOrThrow() // prettier-ignore
  return highest ?? 0
}
