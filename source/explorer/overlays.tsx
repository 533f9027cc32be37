import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {Untrusted} from '../text/untrusted.js';
import {findProcess} from '../views/chosen-processes.js';
import {availableCommands, parseDestination, whereElse, type Command} from './command-list.js';
import {AgreePrompt} from './components/agree-prompt.js';
import {AskPrompt} from './components/ask-prompt.js';
import {CommandPrompt} from './components/command-prompt.js';
import {DetailDialog} from './components/detail-dialog.js';
import {HelpDialog} from './components/help-dialog.js';
import {useActions, useRouter} from './input/use-actions.js';
import type {Pane, Services, Subject} from './pane.js';
import type {Overlay} from './state.js';
import {WritePrompt} from './writing/write-prompt.js';
import type {Writing} from './writing/writing.js';

type Props = {
	readonly overlay: Overlay;
	/** Cells between the header and the footer. */
	readonly width: number;
	readonly height: number;
	/** Whether there is room for anything but a letter to be waited for. */
	readonly isRoomy: boolean;
	readonly checkpoint: Checkpoint;
	readonly panes: Readonly<Record<Subject, readonly Pane[]>>;
	readonly services: Services;
	readonly writing: Writing;
	readonly onClose: () => void;
	/** Takes the letter of a mark. */
	readonly onLetter: (kind: 'mark' | 'jump', letter: string) => void;
};

/** The window or the prompt that has the keys, over or in place of the panes. */
export function Overlays({overlay, isRoomy, onLetter, ...props}: Props) {
	const {width, height, checkpoint, panes, services, writing, onClose} = props;
	if (overlay.kind === 'mark' || overlay.kind === 'jump') {
		return <MarkKeys onClose={onClose} onLetter={letter => {
			onClose();
			onLetter(overlay.kind, letter);
		}}/>;
	}

	if (!isRoomy) {
		return null;
	}

	switch (overlay.kind) {
		case 'help': {
			return <HelpDialog width={width} height={height} services={services} onClose={onClose}/>;
		}

		case 'detail': {
			return <DetailDialog width={width} height={height} detail={overlay.detail} services={services} onClose={onClose}/>;
		}

		case 'command': {
			return <AboveFooter><Commands width={width} height={height} panes={panes} checkpoint={checkpoint} services={services} onClose={onClose}/></AboveFooter>;
		}

		case 'ask': {
			return <AboveFooter><AskPrompt question={overlay.question} width={width} onClose={onClose}/></AboveFooter>;
		}

		case 'agree': {
			const agree = () => {
				onClose();
				overlay.onAgree();
			};

			return <AboveFooter><AgreePrompt text={overlay.text} width={width} onAgree={agree} onClose={onClose}/></AboveFooter>;
		}

		case 'write': {
			const write: Parameters<typeof WritePrompt>[0]['onWrite'] = (writable, target) => {
				void writing.write(writable, target);
			};

			return <AboveFooter><WritePrompt choices={overlay.choices} evidence={checkpoint.archive.path} width={width} services={services} onWrite={write} onClose={onClose}/></AboveFooter>;
		}
	}
}

function AboveFooter({children}: {readonly children: ReactNode}) {
	return <Box position='absolute' bottom={1} left={0}>{children}</Box>;
}

type CommandsProps = Pick<Props, 'width' | 'height' | 'panes' | 'checkpoint' | 'services' | 'onClose'>;

function Commands({panes, checkpoint, services, width, height, onClose}: CommandsProps) {
	const router = useRouter();
	const commands = availableCommands(router, panes, services);
	const submit = (command: Command | undefined, text: string) => {
		onClose();
		const destination = parseDestination(text);
		if (command) {
			command.run();
		} else if (destination === undefined) {
			services.say(whereElse(text) ?? `no such command: ${Untrusted.from(text)}`, 'danger');
		} else if ('address' in destination) {
			services.visit({subject: 'process', tab: 'hex', address: destination.address});
		} else if (findProcess(checkpoint, destination.pid)) {
			services.visit({subject: 'process', pid: destination.pid});
		} else {
			services.say(`no process ${destination.pid}`, 'danger');
		}
	};

	return <CommandPrompt commands={commands} width={width} height={height} onSubmit={submit} onClose={onClose}/>;
}

/** Waits for the letter of a mark. */
function MarkKeys({onLetter, onClose}: {readonly onLetter: (letter: string) => void; readonly onClose: () => void}) {
	useActions(['input'], {cancel: onClose}, {
		level: 'prompt', modal: true,
		onText(text) {
			if (/^[\da-z]$/i.test(text)) {
				onLetter(text);
			} else {
				onClose();
			}
		},
	});
	return null;
}
