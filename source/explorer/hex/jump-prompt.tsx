import {useReducer} from 'react';
import {edit, editing, textField, type TextField} from '../components/text-field.js';
import {TextInput} from '../components/text-input.js';
import {useActions} from '../input/use-actions.js';
import {parseJump, type JumpContext, type Landing} from './jump.js';

type Props = {
	readonly context: JumpContext;
	readonly width: number;
	readonly isActive: boolean;
	/** What was typed before there was memory. */
	readonly early: TextField | undefined;
	readonly onJump: (jump: Landing) => void;
	readonly onClose: () => void;
};

/** Asks where to go; says while one types where that would be. */
export function JumpPrompt({context, width, isActive, early, onJump, onClose}: Props) {
	const [field, dispatch] = useReducer(edit, early ?? textField());
	const {handlers, onText} = editing(dispatch);
	const jump = parseJump(field.text, context);
	useActions(['input'], {
		...handlers,
		submit() {
			if (jump.address !== undefined) {
				onJump(jump);
			} else if (field.text.trim() === '') {
				onClose();
			}
		},
		cancel: onClose,
	}, {isActive, level: 'prompt', modal: true, onText});
	return <TextInput prompt='go to ' field={field} width={width} note={jump.error ?? jump.notice ?? jump.address.toString(16)}/>;
}
