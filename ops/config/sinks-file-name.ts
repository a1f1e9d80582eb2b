/** Where the sinks of an installation stand, in its data folder. */
export const SINKS_FILE = 'sinks.yaml'

/** Folder in which sinks keep how far they have come. */
export const SINKS_FOLDER = 'sinks'
