import type {Container} from '../../checkpoint/container.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Problems} from '../problems.js';

export type InspectedMetadata = {
	readonly pod_name?: Untrusted | undefined;
	readonly kubernetes_namespace?: Untrusted | undefined;
	/** Each exactly as it is written. */
	readonly annotations?: ReadonlyMap<Untrusted, Untrusted> | undefined;
};

export function inspectMetadata(container: Container, problems: Problems): InspectedMetadata {
	const annotations = problems.of(() => container.annotations) ?? [];
	return {
		pod_name: problems.of(() => container.pod),
		kubernetes_namespace: problems.of(() => container.namespace),
		annotations: annotations.length === 0 ? undefined : new Map(annotations.map(({key, value}) => [key, value])),
	};
}
