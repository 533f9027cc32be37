import {useReducer, useState} from 'react';
import {Box} from 'ink';
import {matchCommands, type Command} from '../command-list.js';
import {useActions} from '../input/use-actions.js';
import {useTheme} from '../theme.js';
import {fit} from './fit.js';
import {Frame, Row} from './frame.js';
import {edit, editing, textField} from './text-field.js';
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

/** A command typed by name, with the ones that fit listed above it; Tab completes, the arrows choose. */
export function CommandPrompt({commands, width, height, onSubmit, onClose}: Props) {
	const {styles, glyphs} = useTheme();
	const [field, dispatch] = useReducer(edit, undefined, () => textField());
	const [choice, setChoice] = useState(0);
	const matching = matchCommands(commands, field.text);
	const index = Math.min(choice, Math.max(0, matching.length - 1));
	const rows = Math.min(Math.max(1, height - 3), 10, Math.max(1, matching.length));
	const top = Math.max(0, index - rows + 1);
	const {handlers, onText} = editing(action => {
		dispatch(action);
		setChoice(0);
	});
	const choose = (step: number) => {
		setChoice(matching.length === 0 ? 0 : (index + step + matching.length) % matching.length);
	};

	useActions(['input'], {
		...handlers,
		submit() {
			onSubmit(matching[index], field.text);
		},
		cancel: onClose,
		complete() {
			const command = matching[index];
			if (command?.name === field.text) {
				choose(1);
			} else if (command) {
				dispatch({type: 'set', text: command.name});
				setChoice(0);
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
			{matching.length === 0 && <Row width={width - 2} style={styles.secondary} parts={[{text: ' no such command; an address in hexadecimal, or pid and a number, goes there'}]}/>}
			<Box><TextInput prompt=':' field={field} width={width - 2}/></Box>
		</Frame>
	);
}
