import process from 'node:process';
import {useReducer, useState} from 'react';
import {Box} from 'ink';
import {attempt} from '../../archive/attempt.js';
import {requireFreeName} from '../../archive/whole-file.js';
import {fit, widthOf} from '../../text/fit.js';
import {Untrusted} from '../../text/untrusted.js';
import {Frame} from '../components/frame.js';
import {indicatorWidth, SelectList} from '../components/select-list.js';
import {edit, editing, textField} from '../components/text-field.js';
import {TextInput} from '../components/text-input.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import type {NewTarget, Writable} from './writable.js';

type Props = {
	readonly choices: readonly Writable[];
	/** Path of the checkpoint, into which nothing is written. */
	readonly evidence: string;
	readonly width: number;
	readonly services: Pick<Services, 'say'>;
	readonly onWrite: (writable: Writable, target: NewTarget) => void;
	readonly onClose: () => void;
};

const gap = 2;

/** Asks what to write, where there is more than one thing, and then for a name that is free. */
export function WritePrompt({choices, ...props}: Props) {
	const [chosen, setChosen] = useState(choices.length === 1 ? choices[0] : undefined);
	return chosen ? <NamePrompt {...props} writable={chosen}/> : <ChoicePrompt {...props} choices={choices} onChoose={setChosen}/>;
}

function ChoicePrompt({choices, width, onChoose, onClose}: Pick<Props, 'choices' | 'width' | 'onClose'> & {readonly onChoose: (writable: Writable) => void}) {
	const {glyphs} = useTheme();
	const [index, move] = useReducer((at: number, by: number) => (at + by + choices.length) % choices.length, 0);
	useActions(['input', 'move'], {
		submit() {
			onChoose(choices[index]!);
		},
		cancel: onClose,
		up() {
			move(-1);
		},
		down() {
			move(1);
		},
	}, {level: 'prompt', modal: true});

	// The notes stand in a column behind the labels, or at the right end.
	const widest = (texts: readonly string[]) => Math.max(...texts.map(text => widthOf(text)));
	const inner = Math.max(0, width - 2 - indicatorWidth);
	const labels = Math.max(0, Math.min(inner - gap - widest(choices.map(({note}) => note)), widest(choices.map(({label}) => label))));
	// What is under the list must not show through.
	const line = ({label, note}: Writable) => fit(fit(label, labels, glyphs.ellipsis) + ' '.repeat(gap) + note, inner, glyphs.ellipsis);
	return (
		<Frame isFocused title={[{text: 'Write to a file'}]} width={width} height={choices.length + 2}>
			<SelectList index={index} rows={choices.map(choice => ({value: choice.name, label: line(choice), isDamaged: false}))}/>
		</Frame>
	);
}

function NamePrompt({writable, evidence, width, services, onWrite, onClose}: Omit<Props, 'choices'> & {readonly writable: Writable}) {
	const [field, dispatch] = useReducer(edit, writable, ({name}) => textField(name));
	const {handlers, onText} = editing(dispatch);
	useActions(['input'], {
		...handlers,
		submit() {
			const target = {output: field.text, evidence};
			const free = attempt(() => {
				requireFreeName(target);
			});
			if (field.text !== '' && free.state !== 'ready') {
				services.say(free.error.message, 'danger');
				return;
			}

			onClose();
			if (field.text !== '') {
				onWrite(writable, target);
			}
		},
		cancel: onClose,
	}, {level: 'prompt', modal: true, onText});
	const what = `${writable.label}, ${writable.note}`;
	return <Box width={width}><TextInput prompt=' write to ' field={field} width={width} note={[`${what}, in ${Untrusted.from(process.cwd())} `, `${what} `, `${writable.note} `]}/></Box>;
}
