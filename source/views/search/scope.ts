/** `memory` is that of processes; `everything` is whatever else the checkpoint has of the container too. */
export const searchScopes = ['memory', 'everything'] as const;
export type SearchScope = (typeof searchScopes)[number];
