import type {ReactNode} from 'react';
import {Box} from 'ink';
import {widthOf} from '../../text/fit.js';
import {Untrusted} from '../../text/untrusted.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {useEarlyFilter, type Asked} from './early-prompt.js';
import {Row} from './frame.js';
import {noteBeside} from './note-beside.js';
import {TextInput} from './text-input.js';
import {useFilterKeys} from './use-filter.js';

type Props = {
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly asked: Asked;
	/** Its content may still come. */
	readonly isPending: boolean;
	readonly children: ReactNode;
};

const noMove = () => undefined;

// Of each the shorter one stands where there is little room.
const whyNot = ['there is nothing to search here', 'nothing to search'];
const notYet = ['what to search has not arrived yet', 'not arrived yet'];

/** What a pane says instead of its content. Whoever starts to search here must not have the rest of the word obeyed as keys; what is typed is searched for when the content has come. */
export function Unavailable({isFocused, width, height, services, asked, isPending, children}: Props) {
	const {styles, glyphs} = useTheme();
	const filter = useEarlyFilter(services.memory, asked);
	useFilterKeys(filter, isFocused, noMove);
	useActions(['list'], {filter: filter.start, leave: filter.isShown ? filter.clear : services.leave}, {isActive: isFocused});
	const notes = isPending ? notYet : whyNot;
	const text = `/${String(Untrusted.from(filter.field.text))}`;
	return (
		<Box flexDirection='column' height={height}>
			<Box flexDirection='column' flexGrow={1}>{children}</Box>
			{filter.isTyping && <TextInput prompt='/' field={filter.field} width={width} note={notes}/>}
			{filter.isShown && !filter.isTyping && <Row width={width} style={styles.secondary} parts={[{text: `${text}  ${noteBeside(widthOf(text) + 2, notes, width, glyphs.ellipsis)}`}]}/>}
		</Box>
	);
}
