import {useReducer, useState} from 'react';
import {useActions} from '../input/use-actions.js';
import {edit, editing, textField, type TextField, type TextFieldAction} from './text-field.js';

export type Filter = {
	readonly field: TextField;
	/** The line is being typed in. */
	readonly isTyping: boolean;
	/** The line is on screen: being typed in, or in force. */
	readonly isShown: boolean;
	readonly edit: (action: TextFieldAction) => void;
	readonly start: () => void;
	readonly stop: () => void;
	readonly clear: () => void;
};

/** A filter that works as it is typed: Enter keeps it, Escape clears it. */
export function useFilter(): Filter {
	const [field, dispatch] = useReducer(edit, undefined, () => textField());
	const [isTyping, setIsTyping] = useState(false);
	return {
		field,
		edit: dispatch,
		isTyping,
		isShown: isTyping || field.text !== '',
		start() {
			setIsTyping(true);
		},
		stop() {
			setIsTyping(false);
		},
		clear() {
			dispatch({type: 'set', text: ''});
			setIsTyping(false);
		},
	};
}

/** Listens to the keys while the filter is being typed; `move` moves in the list meanwhile. */
export function useFilterKeys(filter: Filter, isActive: boolean, move: (rows: number) => void): void {
	const {handlers, onText} = editing(filter.edit);
	useActions(['input'], {
		...handlers,
		submit: filter.stop,
		cancel: filter.clear,
		'previous-choice'() {
			move(-1);
		},
		'next-choice'() {
			move(1);
		},
	}, {isActive: isActive && filter.isTyping, level: 'prompt', modal: true, onText});
}
