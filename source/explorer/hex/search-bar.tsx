import {fit, widthOf} from '../../text/fit.js';
import {Row} from '../components/frame.js';
import {noteBeside} from '../components/note-beside.js';
import {TextInput} from '../components/text-input.js';
import type {PatternMode} from '../../search/pattern.js';
import {Untrusted} from '../../text/untrusted.js';
import {useTheme} from '../theme.js';
import {briefSearchText, modeName, searchText} from './search-text.js';
import type {Search} from './use-search.js';

// Where there is no room for the whole name.
const briefModes: Readonly<Record<PatternMode, string>> = {text: 'text', 'text-any-case': 'any case', utf16: 'UTF-16', 'utf16-any-case': 'UTF-16 any', bytes: 'bytes', regex: 'regex'};

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

	const found = {count: session.matches.count, index: session.matches.indexOf(cursor), arrived: session.isPartial ? arrived : undefined, lost: search.lost, separator: glyphs.separator};
	const result = error ?? (query.text === '' ? '' : searchText(session.progress, found));
	const brief = briefSearchText(session.progress, found);
	const isRegion = query.scope === 'region';
	const hows = [`${modeName(query.mode)}${isRegion ? ' in this region' : ''}`, `${briefModes[query.mode]}${isRegion ? ', region' : ''}`];
	// How is never left out: what is not there as text may be there as UTF-16.
	const notes = result === '' ? hows : [...hows.map(how => `${how}${glyphs.separator}${result}`), error ?? `${hows[1]}${glyphs.separator}${brief}`];
	if (isTyping) {
		return <TextInput prompt='/' field={field} width={width} note={notes}/>;
	}

	const text = `/${Untrusted.from(query.text).toString()}`;
	const note = `  ${noteBeside(widthOf(text) + 2, notes, width, glyphs.ellipsis)}`;
	const room = width - widthOf(note);
	return <Row width={width} parts={[{text: widthOf(text) > room ? fit(text, room, glyphs.ellipsis) : text}, {text: note, style: styles.secondary}]}/>;
}
