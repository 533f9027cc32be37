import {Row} from '../components/frame.js';
import {TextInput} from '../components/text-input.js';
import {Untrusted} from '../../text/untrusted.js';
import {useTheme} from '../theme.js';
import {modeName, searchText} from './search-text.js';
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
	const {styles, glyphs} = useTheme();
	const {isTyping, field, query, error, session} = search;
	if (query === undefined) {
		return null;
	}

	const how = modeName(query.mode) + (query.scope === 'region' ? ' in this region' : '');
	const result = error ?? (query.text === '' ? '' : searchText(session.progress, {count: session.matches.count, index: session.matches.indexOf(cursor), arrived: session.isPartial ? arrived : undefined, lost: search.lost, separator: glyphs.separator}));
	const note = result === '' ? how : `${how}${glyphs.separator}${result}`;
	const shown = `/${Untrusted.from(query.text).toString()}`;
	return isTyping
		? <TextInput prompt='/' field={field} width={width} note={note}/>
		: <Row width={width} parts={[{text: shown}, {text: `  ${note}`, style: styles.secondary}]}/>;
}
