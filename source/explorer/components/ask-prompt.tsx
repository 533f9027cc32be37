import {useReducer} from 'react';
import {useActions} from '../input/use-actions.js';
import type {Question} from '../pane.js';
import {edit, editing, textField} from './text-field.js';
import {TextInput} from './text-input.js';

type Props = {
	readonly question: Question;
	readonly width: number;
	readonly onClose: () => void;
};

/** Has a line typed over whatever is on screen. */
export function AskPrompt({question, width, onClose}: Props) {
	const [field, dispatch] = useReducer(edit, question, ({text}) => textField(text));
	const {handlers, onText} = editing(dispatch);
	useActions(['input'], {
		...handlers,
		submit() {
			onClose();
			question.submit(field.text);
		},
		cancel: onClose,
	}, {level: 'prompt', modal: true, onText});
	return <TextInput prompt={` ${question.prompt}`} field={field} width={width}/>;
}
