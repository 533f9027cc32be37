import {QueryLine} from '../components/query-line.js';
import {useTheme} from '../theme.js';
import {briefSearchText, searchText} from './search-text.js';
import type {Search} from './use-search.js';

type Props = {
	readonly search: Search;
	readonly cursor: bigint;
	/** How much of the archive has been decompressed, 0 to 100. */
	readonly arrived: number;
	readonly width: number;
};

/** What is being searched for, how, and what came of it so far: one row. */
export function SearchBar({search, cursor, arrived, width}: Props) {
	const {glyphs} = useTheme();
	const {isTyping, field, query, error, session} = search;
	if (query === undefined) {
		return null;
	}

	const found = {count: session.matches.count, index: session.matches.indexOf(cursor), arrived: session.isPartial ? arrived : undefined, lost: search.lost, separator: glyphs.separator};
	const result = query.text === '' ? '' : searchText(session.progress, found);
	return <QueryLine isTyping={isTyping} field={field} query={query} where={query.scope === 'region' ? [' in this region', ', region'] : ['', '']} error={error} result={result} brief={briefSearchText(session.progress, found)} width={width}/>;
}
