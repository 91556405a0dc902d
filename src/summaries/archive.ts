import type { Facts } from './facts/facts-port.js'
import type { Stories } from './stories/stories-port.js'
import type { Articles } from './terms/articles-port.js'
import type { Readings } from './terms/readings-port.js'
import type { SearchIndex } from './terms/search-port.js'
import type { Together } from './terms/together.js'

/** All that reading, digests and answers need of a database, and of a search engine beside it. Who takes an archive names the ports that it uses. */
export interface Archive extends Articles, Readings, Stories, Facts, SearchIndex, Together<Archive> {}
