import {useMemo, useRef, useState} from 'react';
import {attempt} from '../../archive/attempt.js';
import {isLost} from '../../memory/presence.js';
import {useKept} from '../components/use-kept.js';
import {HexView, type ShownBytes} from '../hex/hex-view.js';
import {useActions} from '../input/use-actions.js';
import type {DrawFrame, PaneProps, Services} from '../pane.js';
import {contentWritable} from '../writing/content-writable.js';
import {looksLikeText, sampleSize} from './looks-like-text.js';
import {TextView} from './text-view.js';
import type {ViewedContent} from './viewed-content.js';

type Props = PaneProps & {readonly content: ViewedContent; readonly frame: DrawFrame};

const noRegisters = () => undefined;

/** What stands in the place of a tab while something that was listed in it is viewed: its bytes as text or in hex. */
export function ContentPane({content, frame, ...props}: Props) {
	const {checkpoint, isFocused} = props;
	const here = useRef(0n);
	const services = useMemo((): Services => ({
		...props.services,
		noteAddress(address) {
			here.current = address;
			props.services.noteAddress(address);
		},
	}), [props.services]);
	// Whoever has changed from text to hex since they went somewhere is where they were.
	const [turn, setTurn] = useState({address: 0n, target: props.target, isMade: false});
	const target = turn.isMade && turn.target === props.target ? turn : props.target;
	const [isText, setIsText] = useKept(services.memory, `${content.id} as text`, (_: boolean, next: boolean) => next, useMemo(() => startsAsText(content), [content]));
	const bytes = useMemo((): ShownBytes => {
		const order = attempt(() => checkpoint.processes[0]?.byteOrder);
		return {
			id: content.id,
			memory: content.space,
			// Where the images do not tell, most machines are alike.
			byteOrder: (order.state === 'ready' ? order.value : undefined) ?? 'little',
			mappingName: () => content.content.name,
			registers: noRegisters,
		};
	}, [content, checkpoint]);
	const {all} = content;
	const place = all.indexOf(content);
	const isOneOfMany = all.length > 1;
	useActions(['content'], {
		'text-or-hex'() {
			setTurn({address: here.current, target: props.target, isMade: true});
			setIsText(!isText);
		},
		'export-content'() {
			services.offer([contentWritable(content)]);
		},
		...isOneOfMany && {
			'next-content'() {
				services.visit({content: all[(place + 1) % all.length]!});
			},
		},
	}, {isActive: isFocused});
	const which = isOneOfMany ? `${place + 1} of ${all.length}  ` : '';
	return frame(isText
		? <TextView {...props} {...{services, target}} content={content}/>
		: <HexView {...props} {...{services, target}} asked={{tab: content.id, pid: undefined}} bytes={bytes}/>, which + (isText ? 'text' : 'hex'));
}

function startsAsText({space}: ViewedContent): boolean {
	const bytes = new Uint8Array(Math.min(sampleSize, space.size));
	const read = attempt(() => space.read(0n, bytes));
	// What is not there says nothing of what is.
	const there = read.state === 'ready' ? read.value.filter(({presence}) => presence !== 'pending' && !isLost(presence)) : [];
	return there.length > 0 && looksLikeText(Buffer.concat(there.map(({start, end}) => bytes.subarray(Number(start), Number(end)))));
}
