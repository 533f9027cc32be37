/** How far something is that takes a while: what is being done, and how much of it. */
export type Step = {readonly doing: string; readonly done: number; readonly total: number};

/** Shows a person how far it is; called often. What it throws gives up what is being done. */
export type ShowStep = (step: Step) => void;
