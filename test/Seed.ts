import fc from "fast-check"

/**
 * Property tests draw the same cases in every run, so that a red run is red for a reason that stands in the change.
 * SEED=… npm test draws others.
 */
fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 1926) })
