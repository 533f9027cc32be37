import {Text} from 'ink';
import {Untrusted} from '../../text/untrusted.js';
import {useTheme} from '../theme.js';
import {start, widthOf} from '../../text/fit.js';
import {noteBeside} from './note-beside.js';
import type {TextField} from './text-field.js';

type Props = {
	readonly prompt: string;
	readonly field: TextField;
	readonly width: number;
	/** What stands at the right end, such as a count; of several that say the same ever shorter, the first that there is room for. */
	readonly note?: string | readonly string[];
};

const cursorAndGap = 2;

/** A line being typed with its cursor; the part around the cursor stays in sight. */
export function TextInput({prompt, field, width, note = ''}: Props) {
	const {styles, glyphs} = useTheme();
	// What was pasted may hold anything; it is shown as text from a checkpoint is.
	const before = shown(field.text.slice(0, field.cursor));
	const [under = ' ', ...rest] = [...new Intl.Segmenter().segment(field.text.slice(field.cursor))].map(({segment}) => shown(segment));
	const needed = widthOf(prompt) + widthOf(shown(field.text)) + cursorAndGap;
	const shownNote = noteBeside(needed, typeof note === 'string' ? [note] : note, width, glyphs.ellipsis);
	const room = Math.max(0, width - widthOf(prompt) - widthOf(under) - widthOf(shownNote) - 1);
	const visibleBefore = tail(before, room);
	const visibleAfter = start(rest.join(''), room - widthOf(visibleBefore));
	const gap = ' '.repeat(Math.max(1, room - widthOf(visibleBefore) - widthOf(visibleAfter) + 1));
	return (
		<Text wrap='truncate'>
			<Text {...styles.accent}>{prompt}</Text>
			{visibleBefore}
			<Text inverse>{under}</Text>
			{visibleAfter + gap}
			<Text {...styles.secondary}>{shownNote}</Text>
		</Text>
	);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}

function tail(text: string, width: number): string {
	let result = text;
	while (widthOf(result) > width) {
		result = result.slice(Math.max(1, Math.floor((widthOf(result) - width) / 2)));
	}

	return result;
}
