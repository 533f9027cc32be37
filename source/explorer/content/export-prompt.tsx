import {useReducer} from 'react';
import {InputError, PendingError} from '../../archive/byte-source.js';
import {safePath} from '../../forensics/extract/safe-name.js';
import {writeContent} from '../../forensics/extract/write-content.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatBytes} from '../../views/format.js';
import {edit, editing, textField} from '../components/text-field.js';
import {TextInput} from '../components/text-input.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import type {ViewedContent} from './viewed-content.js';

type Props = {
	readonly content: ViewedContent;
	/** Path of the checkpoint, into which nothing is written. */
	readonly evidence: string;
	readonly width: number;
	readonly services: Pick<Services, 'say'>;
	readonly onClose: () => void;
};

/** Asks for the name of a new file, and writes a content to it. */
export function ExportPrompt({content, evidence, width, services, onClose}: Props) {
	const [field, dispatch] = useReducer(edit, content, ({names}) => textField(fileNameOf(names[0]!)));
	const {handlers, onText} = editing(dispatch);
	useActions(['input'], {
		...handlers,
		submit() {
			onClose();
			if (field.text !== '') {
				void write(content, {output: field.text, evidence}, services);
			}
		},
		cancel: onClose,
	}, {level: 'prompt', modal: true, onText});
	return <TextInput prompt='write to ' field={field} width={width} note={formatBytes(content.space.size)}/>;
}

async function write({space}: ViewedContent, target: {readonly output: string; readonly evidence: string}, services: Pick<Services, 'say'>): Promise<void> {
	try {
		const {size, missing} = await writeContent(target, space);
		const lacking = missing === 0 ? '' : `; ${missing.toLocaleString('en')} bytes of it are missing`;
		services.say(`wrote ${size.toLocaleString('en')} bytes to ${Untrusted.from(target.output)}${lacking}`, missing === 0 ? 'plain' : 'danger');
	} catch (error) {
		if (!(error instanceof InputError || error instanceof PendingError)) {
			throw error;
		}

		services.say(error.message, 'danger');
	}
}

/** The last part of a path, as a file system and a terminal can hold it. */
function fileNameOf(name: Untrusted): string {
	const path = safePath(name);
	return path.slice(path.lastIndexOf('/') + 1);
}
