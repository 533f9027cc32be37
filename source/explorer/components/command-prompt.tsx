import {useReducer} from 'react';
import {Box} from 'ink';
import {matchCommands, parseDestination, whereElse, type Command} from '../command-list.js';
import {useActions} from '../input/use-actions.js';
import {useTheme} from '../theme.js';
import {fit} from '../../text/fit.js';
import {Frame, Row} from './frame.js';
import {edit, editing, textField, type TextField, type TextFieldAction} from './text-field.js';
import {TextInput} from './text-input.js';

type Props = {
	readonly commands: readonly Command[];
	readonly width: number;
	readonly height: number;
	/** Enter: the choice, when one fits, and what was typed. */
	readonly onSubmit: (command: Command | undefined, text: string) => void;
	readonly onClose: () => void;
};

const nameColumn = 22;

/** `typed` is what the choices fit: completing changes the line, but not what there is to choose from. */
type State = {readonly field: TextField; readonly typed: string; readonly choice: number};

type Action =
	| {readonly type: 'edit'; readonly edit: TextFieldAction}
	| {readonly type: 'choose'; readonly choice: number}
	| {readonly type: 'complete'; readonly choice: number; readonly text: string};

function reduce(state: State, action: Action): State {
	switch (action.type) {
		case 'edit': {
			const field = edit(state.field, action.edit);
			return field.text === state.field.text ? {...state, field} : {field, typed: field.text, choice: 0};
		}

		case 'choose': {
			return {...state, choice: action.choice};
		}

		case 'complete': {
			return {...state, choice: action.choice, field: textField(action.text)};
		}
	}
}

/** What comes of a line that is no command. */
function whatElse(typed: string): string | undefined {
	const destination = parseDestination(typed);
	return destination === undefined
		? whereElse(typed)
		: `Enter goes to ${'address' in destination ? `address ${destination.address.toString(16)}` : `process ${destination.pid}`}`;
}

/** A command typed by name, with the ones that fit listed above it; Tab completes, the arrows choose. */
export function CommandPrompt({commands, width, height, onSubmit, onClose}: Props) {
	const {styles, glyphs} = useTheme();
	const [{field, typed, choice}, dispatch] = useReducer(reduce, {field: textField(), typed: '', choice: 0});
	const matching = matchCommands(commands, typed);
	const index = Math.min(choice, Math.max(0, matching.length - 1));
	const rows = Math.min(Math.max(1, height - 3), 10, Math.max(1, matching.length));
	const top = Math.max(0, index - rows + 1);
	const {handlers, onText} = editing(change => {
		dispatch({type: 'edit', edit: change});
	});
	const beside = (step: number) => matching.length === 0 ? 0 : (index + step + matching.length) % matching.length;
	const choose = (step: number) => {
		dispatch({type: 'choose', choice: beside(step)});
	};

	useActions(['input'], {
		...handlers,
		submit() {
			onSubmit(matching[index], field.text);
		},
		cancel: onClose,
		complete() {
			const next = matching[index]?.name === field.text ? beside(1) : index;
			const command = matching[next];
			if (command) {
				dispatch({type: 'complete', choice: next, text: command.name});
			}
		},
		'previous-choice'() {
			choose(-1);
		},
		'next-choice'() {
			choose(1);
		},
	}, {level: 'prompt', modal: true, onText});

	return (
		<Frame isFocused title={[{text: 'Command'}]} width={width} height={rows + 3} note={matching.length > rows ? `${index + 1}/${matching.length}` : ''}>
			{matching.slice(top, top + rows).map((command, row) => {
				const isSelected = top + row === index;
				return <Row key={command.name} width={width - 2} style={isSelected ? styles.selected : styles.plain} parts={[{text: ` ${fit(command.name, nameColumn, glyphs.ellipsis)}`}, {text: fit(command.key, 8, glyphs.ellipsis), style: isSelected ? {} : styles.second}, {text: command.help, style: isSelected ? {} : styles.secondary}]}/>;
			})}
			{matching.length === 0 && <Row width={width - 2} style={styles.secondary} parts={[{text: ` ${whatElse(typed) ?? 'no such command; an address in hexadecimal, or pid and a number, goes there'}`}]}/>}
			<Box><TextInput prompt=':' field={field} width={width - 2}/></Box>
		</Frame>
	);
}
