/** How far something is that takes a while: what is being done, and how much of it, where that is known. */
export type Step = {readonly doing: string; readonly done?: number; readonly total?: number};

/** Shows a person how far it is; called often. What it throws gives up what is being done. */
export type ShowStep = (step: Step) => void;

/** `hashing 7 %` */
export function stepText({doing, done, total}: Step): string {
	return done === undefined || total === undefined ? doing : `${doing} ${percentText(done, total)}`;
}

/** `7 %` */
export function percentText(done: number, total: number): string {
	return `${Math.min(100, Math.floor(done / Math.max(1, total) * 100))} %`;
}
