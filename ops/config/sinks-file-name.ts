/** The sinks of an installation, in its folder of settings. */
export const SINKS_FILE = 'sinks.yaml'

/** Folder in which sinks keep how far they have come. */
export const SINKS_FOLDER = 'sinks'
