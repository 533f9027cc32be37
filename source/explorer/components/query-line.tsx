import type {PatternMode} from '../../search/pattern.js';
import {fit, widthOf} from '../../text/fit.js';
import {Untrusted} from '../../text/untrusted.js';
import {useTheme} from '../theme.js';
import {Row} from './frame.js';
import {noteBeside} from './note-beside.js';
import type {TextField} from './text-field.js';
import {TextInput} from './text-input.js';

const modeNames: Readonly<Record<PatternMode, string>> = {
	text: 'text',
	'text-any-case': 'text, any case',
	utf16: 'UTF-16',
	'utf16-any-case': 'UTF-16, any case',
	bytes: 'bytes',
	regex: 'regular expression',
};

// Where there is no room for the whole name.
const briefModes: Readonly<Record<PatternMode, string>> = {text: 'text', 'text-any-case': 'any case', utf16: 'UTF-16', 'utf16-any-case': 'UTF-16 any', bytes: 'bytes', regex: 'regex'};

type Props = {
	readonly isTyping: boolean;
	readonly field: TextField;
	readonly query: {readonly text: string; readonly mode: PatternMode};
	/** Where it is searched for, behind the name of how; in full and in brief. */
	readonly where: readonly [string, string];
	/** Why what is typed is no pattern. */
	readonly error: string | undefined;
	/** What came of it, in full and in brief; empty where nothing is to be said. */
	readonly result: string;
	readonly brief: string;
	readonly width: number;
};

/** What is being searched for, how, and what came of it so far: one row. */
export function QueryLine({isTyping, field, query: {text: typed, mode}, where, error, result, brief, width}: Props) {
	const {styles, glyphs} = useTheme();
	const hows = [`${modeNames[mode]}${where[0]}`, `${briefModes[mode]}${where[1]}`];
	// How is never left out: what is not there as text may be there as UTF-16.
	const outcome = error ?? result;
	const notes = outcome === '' ? hows : [...hows.map(how => `${how}${glyphs.separator}${outcome}`), error ?? `${hows[1]}${glyphs.separator}${brief}`];
	if (isTyping) {
		return <TextInput prompt='/' field={field} width={width} note={notes}/>;
	}

	const text = `/${Untrusted.from(typed).toString()}`;
	const note = `  ${noteBeside(widthOf(text) + 2, notes, width, glyphs.ellipsis)}`;
	const room = width - widthOf(note);
	return <Row width={width} parts={[{text: widthOf(text) > room ? fit(text, room, glyphs.ellipsis) : text}, {text: note, style: styles.secondary}]}/>;
}
