import type {Container} from '../../checkpoint/container.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Problems} from '../problems.js';

export type InspectedMount = {
	readonly destination: Untrusted;
	readonly type: Untrusted | null;
	readonly source: Untrusted | null;

	readonly options: readonly Untrusted[];
};

/** What was mounted as the engine's specification has it; without one, as CRIU found it. */
export function inspectMounts(container: Container, problems: Problems): InspectedMount[] {
	const {mounts, problems: damage} = problems.of(() => container.mounts) ?? {mounts: [], problems: []};
	problems.addAll(damage.map(({message}) => message));
	const configured = mounts.flatMap(mount => mount.configured ?? []);
	return (configured.length === 0 ? mounts : configured).map(({destination, type, source, options}) => ({destination, type: type ?? null, source: source ?? null, options}));
}
