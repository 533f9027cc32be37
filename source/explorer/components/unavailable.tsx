import type {ReactNode} from 'react';
import {Box} from 'ink';
import {widthOf} from '../../text/fit.js';
import {Untrusted} from '../../text/untrusted.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {askedToGo, useEarlyFilter, type Asked} from './early-prompt.js';
import {Row} from './frame.js';
import {noteBeside} from './note-beside.js';
import {TextInput} from './text-input.js';
import {useFilterKeys, type Filter} from './use-filter.js';

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
const nowhere = ['there is no memory here', 'no memory'];
const nowhereYet = ['there is no memory yet', 'not yet'];

/** What a pane says instead of its content. Whoever starts to search here, or to say where to go, must not have the rest of the word obeyed as keys; what is typed is searched for, or gone to, when the content has come. */
export function Unavailable({isFocused, width, height, services, asked, isPending, children}: Props) {
	const filter = useEarlyFilter(services.memory, asked);
	const going = useEarlyFilter(services.memory, askedToGo(asked));
	useFilterKeys(filter, isFocused, noMove);
	useFilterKeys(going, isFocused, noMove);
	const shown = going.isShown ? going : filter;
	useActions(['list'], {filter: filter.start, leave: shown.isShown ? shown.clear : services.leave}, {isActive: isFocused});
	useActions(['hex'], {'go-to': going.start}, {isActive: isFocused && asked.goes === true});
	return (
		<Box flexDirection='column' height={height}>
			<Box flexDirection='column' flexGrow={1}>{children}</Box>
			{going.isShown && <Asking prompt='go to ' filter={going} width={width} notes={isPending ? nowhereYet : nowhere}/>}
			{!going.isShown && filter.isShown && <Asking prompt='/' filter={filter} width={width} notes={isPending ? notYet : whyNot}/>}
		</Box>
	);
}

type AskingProps = {
	readonly prompt: string;
	readonly filter: Filter;
	readonly width: number;
	/** Why there is no answer; the shorter one stands where there is little room. */
	readonly notes: readonly string[];
};

function Asking({prompt, filter: {field, isTyping}, width, notes}: AskingProps) {
	const {styles, glyphs} = useTheme();
	const text = prompt + String(Untrusted.from(field.text));
	return isTyping
		? <TextInput prompt={prompt} field={field} width={width} note={notes}/>
		: <Row width={width} style={styles.secondary} parts={[{text: `${text}  ${noteBeside(widthOf(text) + 2, notes, width, glyphs.ellipsis)}`}]}/>;
}
