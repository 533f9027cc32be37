import path from 'node:path';
import {useRef, useState} from 'react';
import {attempt} from '../../archive/attempt.js';
import {InputError, type PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {counted} from '../../checkpoint/compose.js';
import {editableTar} from '../../forensics/edit/edited-tar.js';
import {locate} from '../../forensics/edit/locate.js';
import type {AddressSpace, ByteSpace} from '../../memory/memory.js';
import {Untrusted} from '../../text/untrusted.js';
import {changesOf, reverseOf, withChanges, withoutRuns, type Change} from '../edits/edits.js';
import type {KeptEdits} from '../edits/kept-edits.js';
import type {Handlers} from '../input/action-router.js';
import {useActions} from '../input/use-actions.js';
import {bindingsOf, keyLabel} from '../keymap.js';
import type {Services} from '../pane.js';
import {selectionOf, type HexAction, type HexState} from './hex-state.js';
import {typedDigits, typedText, type Caret} from './typing.js';

/** Memory that can be typed over. */
export type Editable = {readonly pid: number; readonly memory: AddressSpace};

const otherColumnKey = keyLabel(bindingsOf('edit').find(({action}) => action === 'other-column')!.keys[0]!);

type Options = {
	readonly checkpoint: Checkpoint;
	readonly editable: Editable | undefined;
	/** The memory with what was typed so far. */
	readonly shown: ByteSpace;
	readonly kept: KeptEdits;
	readonly state: HexState;
	readonly dispatch: (action: HexAction) => void;
	/** The keys that move the cursor. */
	readonly moves: Handlers;
	readonly services: Services;
	readonly isActive: boolean;
};

export type Typing = {
	readonly isOn: boolean;
	/** Which digit of the byte at the cursor is replaced next. */
	readonly digit: 0 | 1 | undefined;
	/** Of the pane while nothing is typed. */
	readonly handlers: Handlers;
};

/** Typing over the bytes at the cursor; what is typed goes to `kept`. */
export function useTyping({checkpoint, editable, shown, kept, state, dispatch, moves, services, isActive}: Options): Typing {
	const [isOn, setIsOn] = useState(false);
	// The address of a byte whose high digit was the last to be typed.
	const [half, setHalf] = useState<bigint>();
	const past = useRef<Array<{readonly changes: readonly Change[]; readonly caret: Caret}>>([]);
	const {cursor, column, top} = state;
	const caret: Caret = {address: cursor, isLow: half === cursor};

	const goOn = ({address, isLow}: Caret) => {
		setHalf(isLow ? address : undefined);
		dispatch({type: 'show', address, top});
	};

	const type = ({pid, memory}: Editable, text: string) => {
		if (column === 'hex' && text.trim() === '') {
			return;
		}

		const result = attempt(() => {
			const typed = column === 'text' ? typedText(text, caret) : typedDigits(text, caret, (address, length) => bytesAt(shown, address, length));
			return typed && {caret: typed.caret, patches: locate(checkpoint, memory, {pid, address: typed.address, bytes: typed.bytes})};
		});
		if (result.state !== 'ready') {
			services.say(reasonOf(result.error), 'danger');
		} else if (result.value === undefined) {
			services.say(`${text.length === 1 ? `${Untrusted.from(text)} is no hexadecimal digit` : 'that is not all hexadecimal digits'}: ${otherColumnKey} leads to the column of text`, 'danger');
		} else {
			const changes = changesOf(kept.edits, result.value.patches);
			past.current.push({changes: reverseOf(kept.edits, changes), caret});
			kept.set(withChanges(kept.edits, changes));
			goOn(result.value.caret);
		}
	};

	useActions(['edit', 'move'], {
		...Object.fromEntries(Object.entries(moves).map(([action, move]) => [action, () => {
			setHalf(undefined);
			move();
		}])),
		'end-typing'() {
			setIsOn(false);
			setHalf(undefined);
		},
		'other-column'() {
			setHalf(undefined);
			dispatch({type: 'toggle-column'});
		},
		'take-back'() {
			const last = past.current.pop();
			if (last === undefined) {
				services.say('nothing was typed that could be taken back');
			} else {
				kept.set(withChanges(kept.edits, last.changes));
				goOn(last.caret);
			}
		},
	}, {
		isActive: isActive && isOn, level: 'prompt', modal: true,
		onText(text) {
			if (editable) {
				type(editable, text);
			}
		},
	});

	return {
		isOn,
		digit: isOn && column === 'hex' ? (caret.isLow ? 1 : 0) : undefined,
		handlers: {
			...editable && {
				'type-over'() {
					const obstacle = whyNotEdited(checkpoint);
					if (obstacle !== undefined) {
						services.say(obstacle, 'danger');
						return;
					}

					past.current = [];
					dispatch({type: 'clear-selection'});
					setIsOn(true);
				},
			},
			...editable && kept.edits.count > 0 && {
				'undo-edit'() {
					const {start, end} = selectionOf(state) ?? {start: cursor, end: cursor + 1n};
					const edits = withoutRuns(kept.edits, editable.memory.runs(start, end));
					const count = kept.edits.count - edits.count;
					services.say(count === 0 ? 'nothing was typed over here' : `${counted(count, 'byte')} as in the dump again`);
					kept.set(edits);
					dispatch({type: 'clear-selection'});
				},
			},
		},
	};
}

function bytesAt(space: ByteSpace, address: bigint, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	space.read(address, bytes);
	return bytes;
}

function whyNotEdited({archive}: Checkpoint): string | undefined {
	if (!archive.complete) {
		return 'the checkpoint is still being decompressed: bytes can be typed over when all of it is here';
	}

	const tar = attempt(() => editableTar(archive, Untrusted.from(path.basename(archive.path)).toString()));
	return tar.state === 'ready' ? undefined : tar.error.message;
}

function reasonOf(error: InputError | PendingError): string {
	return error instanceof InputError ? error.reason : error.message;
}
