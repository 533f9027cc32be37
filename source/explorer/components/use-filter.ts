import {useState} from 'react';
import {useActions} from '../input/use-actions.js';
import type {EarlyPrompt} from './early-prompt.js';
import {edit, editing, textField, type TextField, type TextFieldAction} from './text-field.js';
import {useKept} from './use-kept.js';

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

/** A filter that works as it is typed: Enter keeps it, Escape clears it. Given a `memory`, it is kept there under `key` and is in force again when its list comes back. It goes on with what was typed `early`. */
export function useFilter(memory?: Map<string, unknown>, key = '', early?: EarlyPrompt): Filter {
	const [own] = useState(() => new Map<string, unknown>());
	const [field, dispatch] = useKept(memory ?? own, key, edit, early?.field ?? textField());
	const [isTyping, setIsTyping] = useState(early?.isTyping ?? false);
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

/** Listens to the keys while the filter is being typed; `move` moves in the list meanwhile, `onCancel` learns that what was typed is given up. */
export function useFilterKeys(filter: Filter, isActive: boolean, move: (rows: number) => void, onCancel?: () => void): void {
	const {handlers, onText} = editing(filter.edit);
	useActions(['input'], {
		...handlers,
		submit: filter.stop,
		cancel() {
			onCancel?.();
			filter.clear();
		},
		'previous-choice'() {
			move(-1);
		},
		'next-choice'() {
			move(1);
		},
	}, {isActive: isActive && filter.isTyping, level: 'prompt', modal: true, onText});
}
