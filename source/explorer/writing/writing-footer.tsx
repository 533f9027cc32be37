import {useSyncExternalStore} from 'react';
import {Footer} from '../components/footer.js';
import type {Message} from '../state.js';
import type {Writing} from './writing.js';

type Props = {
	readonly writing: Writing;
	readonly message: Message | undefined;
	readonly width: number;
	/** How many rows a long message may take. */
	readonly most: number;
};

/** The last line; where there is nothing else to say, how far it is with what is being written. */
export function WritingFooter({writing, message, ...props}: Props) {
	const status = useSyncExternalStore(writing.subscribe, () => writing.status);
	return <Footer message={message ?? status} {...props}/>;
}
